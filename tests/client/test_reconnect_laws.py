"""F22 as a law: wanted and not connected means one timer, or a lock for exactly this token with its reason."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from spxcc.client.policy import Policy
from spxcc.client.reconnect import State, step
from spxcc.client.reconnect_events import (
    Closed,
    Connect,
    Disconnect,
    Due,
    Event,
    Failed,
    Opened,
    Retry,
    TokenSeen,
    Wanted,
)
from spxcc.client.view import describe
from tests.fakes.draws import Draws

TOKENS = st.sampled_from(["", "a", "b", "c"])
CODES = st.sampled_from(
    [1000, 1001, 1002, 1003, 1006, 1007, 1009, 1011, 1012, 1013, 4400, 4401, 4403, 4408, 4409, 4420, 4421, 4429]
)


class Reconnecting(RuleBasedStateMachine):
    """A shell that holds one timer and one attempt, and a world that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State(policy=Policy())
        self.now = 0.0
        self.wanted = False
        self.token = "a"
        self.rng = Draws([0.0])
        self.attempts: list[tuple[int, float]] = []
        self.live: int | None = None
        self.excused = False
        self.set_back = 0.0

    def feed(self, event: Event, excused: bool = False) -> None:
        self.state, actions = step(self.state, event, self.now, self.rng)
        for action in actions:
            match action:
                case Connect(attempt):
                    assert self.live is None, "two connections"
                    self.check_interval(excused)
                    self.attempts.append((attempt, self.now))
                    self.live = attempt
                case Disconnect():
                    self.live = None

    def check_interval(self, excused: bool) -> None:
        if self.attempts and not excused and not self.excused:
            assert self.now - self.attempts[-1][1] >= self.state.policy.min_interval_s - 1e-6
        self.excused = False

    @rule(seconds=st.floats(0.0, 100.0), draw=st.floats(0.0, 0.999))
    def time_passes(self, seconds: float, draw: float) -> None:
        self.rng = Draws([draw])
        target = self.now + seconds
        while self.state.timer_at is not None and self.state.timer_at <= target:
            self.now = max(self.now, self.state.timer_at)
            before = self.state.timer_at
            new_token = self.token != self.state.token
            self.feed(Due(self.token), excused=new_token)
            assert self.state.timer_at != before or self.live is not None, "the timer rang in vain"
        self.now = target
        self.set_back = max(0.0, self.set_back - seconds)

    @rule(seconds=st.sampled_from([0.5, 14.0, 3_600.0]))
    def clock_goes_back(self, seconds: float) -> None:
        """A clock that ought to be monotonic, after a suspended machine or in a moved one, may not be."""
        self.now -= seconds
        self.set_back += seconds
        before = self.state
        self.feed(Due(self.token), excused=True)
        assert before.timer_at is None or self.state == before, "the timer rang early"

    @rule(token=TOKENS)
    def token_changes(self, token: str) -> None:
        self.token = token

    @rule()
    def token_is_seen(self) -> None:
        before = self.state
        self.feed(TokenSeen(self.token), excused=True)
        locked = before.lock is not None and before.lock.token == self.token
        paused = before.paused_until is not None and self.now < before.paused_until
        if before.phase in ("waiting", "locked") and before.attempt and self.token != before.token and not locked:
            assert self.live is not None or paused, "a fresh token is kept waiting"

    @rule()
    def want(self) -> None:
        self.wanted = True
        self.excused = self.excused or self.token != self.state.token
        self.feed(Wanted(True, self.token))

    @rule()
    def want_no_more(self) -> None:
        self.wanted = False
        self.feed(Wanted(False))

    @rule()
    def retry(self) -> None:
        self.feed(Retry(self.token), excused=True)

    @precondition(lambda self: self.live is not None and self.state.phase == "connecting")
    @rule()
    def opens(self) -> None:
        assert self.live is not None
        self.feed(Opened(self.live))

    @precondition(lambda self: self.live is not None and self.state.phase == "connecting")
    @rule(status=st.sampled_from([None, 401, 403, 404, 429, 503]))
    def fails(self, status: int | None) -> None:
        assert self.live is not None
        attempt, self.live = self.live, None
        self.feed(Failed(attempt, "refused", status, 20.0 if status == 429 else None))

    @precondition(lambda self: self.live is not None)
    @rule(code=CODES)
    def closes(self, code: int) -> None:
        assert self.live is not None
        attempt, self.live = self.live, None
        healthy = self.state.opened_at is not None and self.now - self.state.opened_at >= 60.0
        self.feed(Closed(attempt, code))
        self.excused = self.excused or code == 1012 or healthy

    @rule(attempt=st.integers(0, 3), code=CODES)
    def stale_news(self, attempt: int, code: int) -> None:
        if attempt != self.live and attempt < self.state.attempt:
            before = self.state
            self.feed(Closed(attempt, code))
            assert self.state == before

    @invariant()
    def f22_one_timer_or_a_lock(self) -> None:
        state = self.state
        if not self.wanted:
            assert state.timer_at is None
            assert self.live is None
        elif state.phase == "open":
            assert state.timer_at is None
            assert self.live is not None
        elif state.timer_at is not None:
            assert state.phase in ("waiting", "connecting")
        else:
            assert state.phase == "locked"
            assert state.lock is not None
            assert state.lock.reason
            assert state.lock.reason in describe(state, self.now).text

    @invariant()
    def no_wait_is_longer_than_a_pause_and_what_the_clock_was_set_back(self) -> None:
        if self.state.timer_at is not None:
            assert self.state.timer_at - self.now <= self.state.policy.pause_s + self.set_back + 1e-6

    @invariant()
    def a_countdown_stands_wherever_an_attempt_is_scheduled(self) -> None:
        view = describe(self.state, self.now)
        assert (view.retry_in_s is not None) == (self.state.phase == "waiting")


Reconnecting.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestF22 = Reconnecting.TestCase


def test_f22_a_locked_token_is_never_tried_again() -> None:
    state, rng = State(), Draws()
    state, _ = step(state, Wanted(True, "a"), 0.0, rng)
    state, _ = step(state, Due("a"), 0.0, rng)
    state, _ = step(state, Closed(1, 4401, "token_invalid"), 1.0, rng)
    for at in range(2, 1_000, 7):
        for event in (Due("a"), TokenSeen("a"), Retry("a"), Wanted(True, "a")):
            state, actions = step(state, event, float(at), rng)
            assert actions == ()
    assert state.phase == "locked"
