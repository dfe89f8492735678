"""The scheduler, event by event."""

import pytest

from spxcc.client.policy import Policy
from spxcc.client.reconnect import State, step
from spxcc.client.reconnect_events import (
    Action,
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
from tests.fakes.draws import Draws

TOKEN, OTHER = "a" * 16, "b" * 16


class Driver:
    """A state, a time, and a draw of one half unless told otherwise."""

    def __init__(self, *draws: float, policy: Policy | None = None) -> None:
        self.state = State(policy=policy or Policy())
        self.now = 100.0
        self.rng = Draws(draws or (0.5,))

    def feed(self, event: Event) -> tuple[Action, ...]:
        self.state, actions = step(self.state, event, self.now, self.rng)
        return actions

    def due(self, token: str = TOKEN) -> tuple[Action, ...]:
        """Go to the timer and let it ring."""
        assert self.state.timer_at is not None
        self.now = self.state.timer_at
        return self.feed(Due(token))

    def connecting(self) -> "Driver":
        self.feed(Wanted(True, TOKEN))
        self.due()
        return self

    def opened(self) -> "Driver":
        self.connecting()
        self.feed(Opened(self.state.attempt))
        return self

    def drop(self, code: int = 1006, after: float = 0.0, reason: str = "") -> tuple[Action, ...]:
        self.now += after
        return self.feed(Closed(self.state.attempt, code, reason))

    def fail(self, after: float = 0.125) -> None:
        self.now += after
        self.feed(Failed(self.state.attempt, "connection refused"))

    @property
    def wait(self) -> float:
        assert self.state.timer_at is not None
        return self.state.timer_at - self.now


def test_the_first_attempt_starts_at_once() -> None:
    driver = Driver()
    assert driver.feed(Wanted(True, TOKEN)) == ()
    assert driver.wait == 0.0
    assert driver.due() == (Connect(1),)
    assert driver.state.phase == "connecting"
    assert driver.wait == 10.0


def test_wanting_twice_is_wanting_once() -> None:
    driver = Driver().connecting()
    before = driver.state
    assert driver.feed(Wanted(True, TOKEN)) == ()
    assert driver.state == before


def test_the_connect_time_out_ends_the_attempt() -> None:
    driver = Driver().connecting()
    assert driver.due() == (Disconnect(1000, "connect time-out"),)
    assert driver.state.phase == "waiting"
    assert driver.state.failures == 1
    assert driver.state.reason == "no connection within 10 s"


def test_an_early_timer_changes_nothing() -> None:
    driver = Driver().connecting()
    before = driver.state
    driver.now += 5.0
    assert driver.feed(Due(TOKEN)) == ()
    assert driver.state == before


def test_news_of_an_older_attempt_is_ignored() -> None:
    driver = Driver().connecting()
    driver.fail()
    driver.due()
    before = driver.state
    for late in (Opened(1), Failed(1, "late"), Closed(1, 1006)):
        assert driver.feed(late) == ()
    assert driver.state == before


def test_an_opening_after_the_time_out_is_ignored() -> None:
    driver = Driver().connecting()
    driver.due()
    driver.feed(Opened(1))
    assert driver.state.phase == "waiting"


def test_f17_flaps_count_like_failures() -> None:
    driver = Driver()
    driver.feed(Wanted(True, TOKEN))
    for _ in range(3):
        driver.due()
        driver.feed(Opened(driver.state.attempt))
        driver.drop(after=5.0)
    assert driver.state.failures == 3
    assert driver.wait == 60.0


def test_f17_only_a_stable_connection_resets_the_count() -> None:
    driver = Driver().connecting()
    driver.fail()
    driver.due()
    driver.feed(Opened(driver.state.attempt))
    assert driver.state.failures == 1
    driver.drop(after=29.75)
    assert driver.state.failures == 2
    driver.due()
    driver.feed(Opened(driver.state.attempt))
    driver.drop(after=30.0)
    assert driver.state.failures == 0


def test_f18_a_pause_allows_one_probe_and_begins_anew() -> None:
    driver = Driver().connecting()
    for _ in range(2):
        driver.fail()
        driver.due()
    driver.fail()
    for _ in range(4):
        assert driver.wait == 60.0
        assert driver.due() == (Connect(driver.state.attempt),)
        driver.fail()


def test_f18_the_pause_is_a_setting() -> None:
    driver = Driver(policy=Policy(failures_to_pause=1, pause_s=7.0, min_interval_s=0.0)).connecting()
    driver.fail()
    assert driver.wait == 7.0


def test_f18_one_key_ends_the_pause() -> None:
    driver = Driver(policy=Policy(failures_to_pause=1)).connecting()
    driver.fail()
    driver.now += 1.0
    assert driver.feed(Retry(TOKEN)) == (Connect(2),)


def test_f19_attempts_start_fifteen_seconds_apart() -> None:
    driver = Driver(0.0).connecting()
    driver.fail(after=0.5)
    assert driver.wait == 14.5
    assert driver.due() == (Connect(2),)


def test_f19_a_manual_retry_is_exempt_once() -> None:
    driver = Driver(0.0).connecting()
    driver.fail(after=0.5)
    assert driver.feed(Retry(TOKEN)) == (Connect(2),)
    driver.fail(after=0.5)
    assert driver.wait == 14.5


def test_f19_a_restart_draw_is_exempt() -> None:
    driver = Driver(0.25).opened()
    driver.drop(1012, after=2.0)
    assert driver.wait == 2.0


def test_f19_going_away_draws_but_is_not_exempt() -> None:
    driver = Driver(0.25).opened()
    driver.drop(1001, after=2.0)
    assert driver.wait == 13.0


def test_the_announced_jitter_is_drawn_from() -> None:
    driver = Driver(0.5).opened()
    driver.now += 100.0
    driver.feed(Closed(1, 1012, "restart", jitter_ms=(1_000, 3_000)))
    assert driver.wait == 2.0


def test_f20_back_off_is_full_jitter_up_to_the_cap() -> None:
    policy = Policy(min_interval_s=0.0, failures_to_pause=100)
    driver = Driver(0.5, policy=policy).connecting()
    waits = []
    for _ in range(7):
        driver.fail()
        waits.append(driver.wait)
        driver.due()
    assert waits == pytest.approx([0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0])


def test_f20_two_clients_do_not_come_back_together() -> None:
    policy = Policy(min_interval_s=0.0)
    waits = []
    for draw in (0.1, 0.9):
        driver = Driver(draw, policy=policy).connecting()
        driver.fail()
        waits.append(driver.wait)
    assert waits == pytest.approx([0.1, 0.9])


def test_o7_opening_alone_does_not_reset_the_back_off() -> None:
    driver = Driver(1.0, policy=Policy(min_interval_s=0.0, failures_to_pause=100)).connecting()
    waits = []
    for _ in range(4):
        driver.feed(Opened(driver.state.attempt))
        driver.drop(after=1.0)
        waits.append(driver.wait)
        driver.due()
    assert waits == pytest.approx([1.0, 2.0, 4.0, 8.0])


def test_f21_a_refused_token_is_locked_and_another_unlocks_at_once() -> None:
    driver = Driver().connecting()
    driver.feed(Closed(1, 4401, "token_expired"))
    assert driver.state.phase == "locked"
    assert driver.state.timer_at is None
    assert driver.state.lock is not None
    assert driver.state.lock.reason == "token expired"
    driver.now += 0.2
    assert driver.feed(TokenSeen(TOKEN)) == ()
    assert driver.feed(TokenSeen(OTHER)) == (Connect(2),)
    assert driver.state.token == OTHER


def test_o6_a_fresh_token_is_not_kept_out_by_the_interval() -> None:
    driver = Driver().opened()
    driver.drop(4401, after=1.0, reason="token_invalid")
    assert driver.feed(TokenSeen(OTHER)) == (Connect(2),)
    assert driver.state.timer_at == driver.now + 10.0


def test_f21_the_lock_outlives_a_trial_with_another_token() -> None:
    driver = Driver().connecting()
    driver.feed(Closed(1, 4401, "token_invalid"))
    driver.feed(TokenSeen(OTHER))
    driver.fail()
    assert driver.due(TOKEN) == ()
    assert driver.state.phase == "locked"
    assert driver.feed(TokenSeen(OTHER)) == (Connect(3),)


def test_f21_a_refused_token_stays_locked_by_hand_too() -> None:
    driver = Driver().connecting()
    driver.feed(Closed(1, 4401, "token_invalid"))
    assert driver.feed(Retry(TOKEN)) == ()
    assert driver.state.phase == "locked"
    assert driver.feed(Retry(OTHER)) == (Connect(2),)


def test_f21_the_lock_survives_not_being_wanted() -> None:
    driver = Driver().connecting()
    driver.feed(Closed(1, 4401, "token_invalid"))
    driver.feed(Wanted(False))
    driver.feed(Wanted(True, TOKEN))
    assert driver.state.phase == "locked"
    driver.feed(Wanted(False))
    driver.feed(Wanted(True, OTHER))
    assert driver.wait == 0.0


def test_a_token_function_that_always_gives_another_refused_one_is_slowed_down() -> None:
    driver = Driver().connecting()
    for number in range(2):
        driver.feed(Closed(driver.state.attempt, 4401, "token_invalid"))
        assert driver.feed(TokenSeen(f"t{number}")) == (Connect(number + 2),)
    driver.feed(Closed(driver.state.attempt, 4401, "token_invalid"))
    assert driver.feed(TokenSeen("t3")) == ()
    assert driver.wait == 60.0


def test_a_new_token_ends_the_wait_for_the_interval() -> None:
    driver = Driver().connecting()
    driver.fail()
    assert driver.feed(TokenSeen(TOKEN)) == ()
    assert driver.feed(TokenSeen(OTHER)) == (Connect(2),)


@pytest.mark.parametrize("code", [4400, 4403, 4409])
def test_stops_wait_for_the_user(code: int) -> None:
    driver = Driver().opened()
    driver.drop(code, after=1.0)
    assert driver.state.phase == "locked"
    assert driver.feed(Retry(TOKEN)) == (Connect(2),)


def test_f22_a_throttled_attempt_is_scheduled_at_the_later_of_interval_and_pause() -> None:
    driver = Driver(0.0).opened()
    driver.now += 3.0
    driver.feed(Wanted(False))
    driver.feed(Wanted(True, TOKEN))
    assert driver.state.timer_at == 115.0

    paused = Driver(0.0, policy=Policy(failures_to_pause=1)).connecting()
    paused.fail()
    paused.feed(Wanted(False))
    paused.feed(Wanted(True, TOKEN))
    assert paused.state.timer_at == paused.state.paused_until


def test_a_slow_reader_comes_back_as_soon_as_the_interval_allows() -> None:
    driver = Driver().opened()
    driver.drop(4420, after=20.0)
    assert driver.wait == 0.0


def test_capacity_waits_as_told() -> None:
    driver = Driver().opened()
    driver.now += 40.0
    driver.feed(Closed(1, 4429, "", retry_after_s=33.0))
    assert driver.wait == 33.0


def test_not_wanted_ends_what_is_under_way() -> None:
    driver = Driver().connecting()
    assert driver.feed(Wanted(False)) == (Disconnect(1000, "not wanted"),)
    assert driver.state.phase == "idle"
    assert driver.state.timer_at is None
    assert driver.feed(Wanted(False)) == ()
    assert driver.feed(Retry(TOKEN)) == ()
    assert driver.feed(TokenSeen(OTHER)) == ()


def test_f22_a_failed_attempt_leaves_a_timer() -> None:
    driver = Driver().connecting()
    driver.fail()
    assert driver.state.phase == "waiting"
    assert driver.state.timer_at is not None
