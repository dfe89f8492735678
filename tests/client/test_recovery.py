"""A reader that comes and goes hears every event once, in order, as if it had never been away."""

import json

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from spxcc.client.store import Store
from spxcc.protocol.client_effects import Effect, Send
from spxcc.protocol.client_session import ClientSession
from spxcc.protocol.messages import Position
from tests.fakes.gateway import FLOW, GEX, LEVELS, Desk, Guest, Member, Reading

CHANNELS = (GEX, LEVELS, FLOW)
NAMES = tuple(channel.name for channel in CHANNELS)


class Reader:
    """The real session and store on the real hub and peer; `heard` is every event it was handed, `snapshots` what of
    it came as the recent list."""

    def __init__(self, desk: Desk, since: dict[str, Position] | None = None) -> None:
        self.desk = desk
        self.store = Store(desk.clock, CHANNELS)
        self.session = ClientSession(self.store.keeps)
        self.session.want("app", NAMES, 0.0, since or {})
        self.guest: Guest | None = None
        self.heard: list[str] = []
        self.snapshots = 0
        self.away_since = desk.clock.monotonic()

    def connect(self) -> None:
        self.guest = self.desk.guest()
        self.carry()
        self.take(self.session.opened(self.desk.clock.monotonic()))

    def vanish(self) -> None:
        """What was on the way is lost."""
        if self.guest is not None:
            self.guest.peer.gone()
            self.session.closed()
            self.guest = None

    def carry(self, most: int | None = None) -> None:
        """Frames from the server, `most` of them; the rest stays on the way."""
        if self.guest is None:
            return
        self.guest.pipe.take()
        ready = self.guest.pipe.payloads[:most]
        del self.guest.pipe.payloads[: len(ready)]
        for payload in ready:
            frame = json.loads(payload)
            if frame.get("channel") == FLOW.name and "data" in frame:
                if frame.get("snapshot"):
                    self.snapshots += 1
                else:
                    self.heard.append(frame["data"]["id"])
            self.take(self.session.receive(payload, self.desk.clock.monotonic()))

    def take(self, effects: list[Effect]) -> None:
        for effect in effects:
            self.store.apply(effect)
            if isinstance(effect, Send) and self.guest is not None:
                self.guest.peer.receive(effect.text, *self.desk.times())
                self.carry()


class Coming(RuleBasedStateMachine):
    """Within the bounds of what a server remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.desk.hub.publish(GEX, Reading(0.0), self.desk.as_of)
        self.desk.hub.publish(LEVELS, [], self.desk.as_of)
        self.desk.hub.publish(FLOW, [], self.desk.as_of)
        self.events = 0
        self.reader = Reader(self.desk, {FLOW.name: Position(self.desk.hub.epoch, 0)})

    @rule(count=st.integers(1, 20))
    def events_happen(self, count: int) -> None:
        self.desk.hub.publish(FLOW, [Member(f"e{self.events + at}") for at in range(count)], self.desk.as_of)
        self.events += count

    @rule(items=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4), value=st.integers(0, 3))
    def things_change(self, items: dict[str, int], value: int) -> None:
        self.desk.hub.publish(LEVELS, [Member(key, at) for key, at in items.items()], self.desk.as_of)
        self.desk.hub.publish(GEX, Reading(float(value)), self.desk.as_of)

    @rule(seconds=st.floats(0.1, 1.5))
    def time(self, seconds: float) -> None:
        self.desk.clock.shift(seconds)

    @precondition(lambda self: self.reader.guest is None)
    @rule()
    def comes(self) -> None:
        self.reader.connect()

    @precondition(lambda self: self.reader.guest is not None)
    @rule(most=st.integers(0, 12))
    def goes(self, most: int) -> None:
        self.reader.carry(most)
        self.reader.vanish()

    @precondition(lambda self: self.reader.guest is not None)
    @rule(most=st.integers(0, 12))
    def reads(self, most: int) -> None:
        self.reader.carry(most)

    @precondition(lambda self: self.reader.guest is not None)
    @rule()
    def lags(self) -> None:
        assert self.reader.guest is not None
        self.reader.guest.lag()

    @precondition(lambda self: self.reader.guest is not None)
    @rule()
    def catches_up(self) -> None:
        assert self.reader.guest is not None
        self.reader.guest.pipe.resume()
        self.reader.guest.outbox.resumed()

    @invariant()
    def live_and_history_join_without_gap_or_repeat(self) -> None:
        assert self.reader.heard == [f"e{at}" for at in range(len(self.reader.heard))]
        assert self.reader.snapshots == 0

    def teardown(self) -> None:
        if self.reader.guest is None:
            self.reader.connect()
        assert self.reader.guest is not None
        for _ in range(5):
            self.reader.guest.pipe.resume()
            self.reader.guest.outbox.resumed()
            self.reader.carry()
        assert self.reader.heard == [f"e{at}" for at in range(self.events)]
        assert [one.id for one in self.reader.store.events(FLOW)] == self.reader.heard[-500:]
        levels = self.desk.hub.latest(LEVELS.name)
        assert levels is not None
        assert {one["id"]: one["value"] for one in json.loads(levels.data_bytes)} == {
            key: one.value for key, one in self.reader.store.items(LEVELS).items()
        }
        state, value = self.desk.hub.latest(GEX.name), self.reader.store.get(GEX)
        assert state is not None
        assert value is not None
        assert value.value == json.loads(state.data_bytes)["value"]


Coming.TestCase.settings = settings(
    max_examples=120, stateful_step_count=24, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestComing = Coming.TestCase


def test_beyond_the_bounds_the_gap_is_seen_and_nothing_is_told_twice() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [Member("e0")], desk.as_of)
    reader = Reader(desk)
    reader.connect()
    reader.vanish()
    desk.hub.publish(FLOW, [Member(f"e{at}") for at in range(1, 700)], desk.as_of)
    reader.connect()
    assert reader.heard == []
    assert reader.snapshots == 1 + FLOW.recent
    assert [one.id for one in reader.store.events(FLOW)] == [f"e{at}" for at in range(695, 700)]


def test_a_new_run_of_the_server_starts_over() -> None:
    desk, other = Desk("e1"), Desk("e2")
    for one in (desk, other):
        one.hub.publish(FLOW, [Member("a"), Member("b")], one.as_of)
    reader = Reader(desk, {FLOW.name: Position("e1", 1)})
    reader.connect()
    assert reader.heard == ["b"]
    reader.vanish()
    reader.desk = other
    reader.connect()
    assert (reader.heard, reader.snapshots) == (["b"], 2)
