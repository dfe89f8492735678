"""Whatever gets lost on the way: after the next heartbeats the client's copies equal what the writer published."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from spxcc.client.store import Store
from spxcc.protocol.client_effects import Dead, Effect, Send
from spxcc.protocol.client_session import ClientSession
from tests.fakes.gateway import FLOW, GEX, LEVELS, Desk, Guest, Member, Reading

CHANNELS = (GEX, LEVELS, FLOW)
NAMES = tuple(channel.name for channel in CHANNELS)


class Losing(RuleBasedStateMachine):
    """The real hub and peer, the real session and store, and a link between them that drops frames unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.store = Store(self.desk.clock, CHANNELS)
        self.session = ClientSession(self.store.keeps)
        self.session.want("app", NAMES, 0.0)
        self.guest: Guest | None = None
        self.events = 0
        self.losing = False
        self.connect()

    def connect(self) -> None:
        self.guest = self.desk.guest()
        self.carry()
        self.take(self.session.opened(self.desk.clock.monotonic()))

    def take(self, effects: list[Effect]) -> None:
        """Hand values to the store, messages to the server, and what it answers to the session."""
        assert self.guest is not None
        for effect in effects:
            self.store.apply(effect)
            if isinstance(effect, Dead):
                # Only a reader that takes nothing hears nothing; it hangs up and comes back.
                assert self.guest.pipe.lagging
                self.guest.peer.gone()
                self.session.closed()
                self.connect()
                return
            if isinstance(effect, Send):
                self.guest.peer.receive(effect.text, *self.desk.times())
                self.carry()

    def carry(self) -> None:
        """Frames from the server to the session; channel updates get lost while the link loses."""
        assert self.guest is not None
        payloads, self.guest.pipe.payloads = self.guest.pipe.payloads, []
        self.guest.pipe.take()
        for payload in payloads:
            lost = self.losing and b'"prev":' in payload
            if not lost:
                self.take(self.session.receive(payload, self.desk.clock.monotonic()))

    def pass_time(self, seconds: float) -> None:
        assert self.guest is not None
        self.desk.clock.shift(seconds)
        self.guest.peer.tick(*self.desk.times())
        self.carry()
        self.take(self.session.expire(self.desk.clock.monotonic()))

    @rule(value=st.integers(0, 3), lost=st.booleans())
    def publish_state(self, value: int, lost: bool) -> None:
        self.losing = lost
        self.desk.hub.publish(GEX, Reading(float(value)), self.desk.as_of)
        self.carry()

    @rule(items=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4), lost=st.booleans())
    def publish_items(self, items: dict[str, int], lost: bool) -> None:
        self.losing = lost
        self.desk.hub.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)
        self.carry()

    @rule(count=st.integers(0, 3), lost=st.booleans())
    def publish_events(self, count: int, lost: bool) -> None:
        self.losing = lost
        self.desk.hub.publish(FLOW, [Member(f"e{self.events + at}") for at in range(count)], self.desk.as_of)
        self.events += count
        self.carry()

    @rule(seconds=st.floats(0.1, 4.0))
    def time(self, seconds: float) -> None:
        self.pass_time(seconds)

    @rule()
    def reader_lags(self) -> None:
        assert self.guest is not None
        self.guest.lag()

    @rule()
    def reader_catches_up(self) -> None:
        assert self.guest is not None
        self.guest.pipe.resume()
        self.guest.outbox.resumed()
        self.carry()

    @rule()
    def reconnect(self) -> None:
        assert self.guest is not None
        self.guest.peer.gone()
        self.session.closed()
        self.connect()

    @rule()
    def look_away(self) -> None:
        self.take(self.session.want("app", NAMES[:1], self.desk.clock.monotonic()))
        self.take(self.session.want("app", NAMES, self.desk.clock.monotonic()))

    def teardown(self) -> None:
        self.losing = False
        self.reader_catches_up()
        for _ in range(12):
            self.pass_time(4.0)
        latest = {name: self.desk.hub.latest(name) for name in NAMES}
        state, levels, flow = self.store.get(GEX), self.store.items(LEVELS), self.store.events(FLOW)
        for name, value in latest.items():
            meta = self.store.meta(name)
            assert value is None or (meta is not None and meta.seq == value.seq and meta.snapshot_ms is not None), name
        if latest[GEX.name] is not None:
            assert state == self.desk_value(GEX.name, Reading)
        if latest[LEVELS.name] is not None:
            assert set(levels.values()) == set(self.desk_value(LEVELS.name, list[Member]))
        if latest[FLOW.name] is not None:
            newest = self.desk_value(FLOW.name, list[Member])
            assert list(flow)[len(flow) - len(newest) :] == newest

    def desk_value(self, name: str, kind: Any) -> Any:
        value = self.desk.hub.latest(name)
        assert value is not None
        return msgspec.json.decode(value.data_bytes, type=kind)


Losing.TestCase.settings = settings(
    max_examples=150, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestLosing = Losing.TestCase
