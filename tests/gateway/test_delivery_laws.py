"""However readers connect, lag, leave and ask again: after quiescence each copy equals what the writer published."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from spxcc.gateway.hub import Hub
from spxcc.protocol.codes import CloseCode
from spxcc.protocol.limits import Limits
from tests.fakes.gateway import ALICE, FLOW, GEX, LEVELS, REGIME, Desk, Guest, Member, Reading
from tests.fakes.replica import Replica

KINDS = {"gex:SPX": "state", "regime:update": "state", "levels:update": "delta", "flow:alert": "event"}
NAMES = st.sampled_from(sorted(KINDS))
ITEMS = st.dictionaries(st.sampled_from(["a", "a-1", "a-2", "b"]), st.integers(0, 2), max_size=4)
GRACE = Limits().expiry_grace


class Reader:
    """A connection, and the copy it keeps over connections. `expires`: when its token ends, in monotonic seconds."""

    def __init__(self, desk: Desk, lasts: float | None = None) -> None:
        self.desk = desk
        self.copy = Replica(KINDS)
        self.wanted: set[str] = set()
        self.expires: float | None = None
        self.guest = self.enter(lasts)

    def enter(self, lasts: float | None) -> Guest:
        """A new connection, with a token that lasts so long."""
        guest = self.desk.guest(self.token(lasts))
        guest.pipe.take()
        return guest

    def token(self, lasts: float | None) -> Any:
        now, wall = self.desk.times()
        self.expires = None if lasts is None else now + lasts
        return ALICE if lasts is None else replace(ALICE, expires_at=wall + lasts)

    @property
    def closed(self) -> bool:
        """Whether the server has ended it."""
        return self.guest.pipe.closed is not None

    def say(self, message: dict[str, Any]) -> None:
        """Send, and read what came."""
        if not self.closed:
            self.copy.read(self.guest.say(message))

    def renew(self, lasts: float) -> None:
        """A newer token in place."""
        self.say({"type": "auth", "token": "newer"})
        if not self.closed:
            self.guest.peer.authenticated(self.token(lasts), *self.desk.times())

    def come_back(self, lasts: float | None) -> None:
        """Leave, connect anew and go on where the copy stands."""
        self.read()
        self.guest.peer.gone()
        self.guest = self.enter(lasts)
        if self.wanted:
            since = self.copy.positions(self.wanted)
            self.say({"type": "subscribe", "channels": sorted(self.wanted), "since": since})

    def read(self) -> None:
        """Read what came."""
        if self.guest.pipe.frames:
            self.copy.read(self.guest.pipe.take())

    def settle(self) -> None:
        """Catch up, and ask again where the rules say so."""
        for _ in range(20):
            if not self.guest.pipe.lagging and self.guest.outbox.idle:
                break
            self.copy.read(self.guest.resume())


class Delivery(RuleBasedStateMachine):
    readers: Bundle[Reader] = Bundle("readers")

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.levels: dict[str, int] = {}
        self.values: dict[str, float] = {}
        self.alive: list[Reader] = []
        self.events = 0
        self.kept: list[str] = []
        self.epoch = 1

    @initialize(target=readers)
    def first(self) -> Reader:
        return self.connect_one()

    @rule(target=readers, lasts=st.sampled_from([None, None, 5.0, 40.0, 90.0]), names=st.lists(NAMES, max_size=4))
    def connect(self, lasts: float | None, names: list[str]) -> Reader:
        reader = self.connect_one(lasts)
        self.subscribe(reader, names)
        return reader

    def connect_one(self, lasts: float | None = None) -> Reader:
        reader = Reader(self.desk, lasts)
        self.alive.append(reader)
        return reader

    @rule(reader=consumes(readers))
    def leave(self, reader: Reader) -> None:
        reader.guest.peer.gone()
        self.alive.remove(reader)

    @rule(reader=readers, names=st.lists(NAMES, min_size=1, max_size=4))
    def subscribe(self, reader: Reader, names: list[str]) -> None:
        self.desk.clock.shift(1.0)
        reader.wanted.update(names)
        reader.say({"type": "subscribe", "channels": names})

    @rule(reader=readers, name=NAMES)
    def unsubscribe(self, reader: Reader, name: str) -> None:
        self.desk.clock.shift(1.0)
        reader.wanted.discard(name)
        reader.say({"type": "unsubscribe", "channels": [name]})

    @rule(reader=readers, name=NAMES)
    def resync(self, reader: Reader, name: str) -> None:
        self.desk.clock.shift(6.0)
        if name in reader.wanted:
            reader.say({"type": "resync", "channels": [name]})

    @rule(reader=readers)
    def lag(self, reader: Reader) -> None:
        reader.guest.lag()

    @rule(reader=readers, frames=st.integers(1, 3))
    def crawl(self, reader: Reader, frames: int) -> None:
        reader.guest.pipe.lag_after = frames
        reader.copy.read(reader.guest.resume())
        reader.guest.pipe.lag_after = None

    @rule(reader=readers, frames=st.integers(1, 3), value=st.integers(0, 3), items=ITEMS)
    def publish_while_it_lags(self, reader: Reader, frames: int, value: int, items: dict[str, int]) -> None:
        """Even while it waits for a snapshot it has asked for."""
        self.subscribe(reader, ["gex:SPX", "levels:update"])
        reader.guest.lag()
        self.resync(reader, "gex:SPX")
        self.publish_state("gex:SPX", value)
        self.publish_items(items)
        self.crawl(reader, frames)

    @rule(name=st.sampled_from(["gex:SPX", "regime:update"]), value=st.integers(0, 3))
    def publish_state(self, name: str, value: int) -> None:
        self.values[name] = float(value)
        channel = GEX if name == "gex:SPX" else REGIME
        self.desk.hub.publish(channel, Reading(float(value)), self.desk.as_of)

    @rule(items=ITEMS)
    def publish_items(self, items: dict[str, int]) -> None:
        self.levels = items
        self.desk.hub.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)

    @rule(count=st.integers(0, 3))
    def publish_events(self, count: int) -> None:
        new = [Member(f"e{self.events + at}") for at in range(count)]
        self.events += count
        self.kept += [item.id for item in new]
        self.desk.hub.publish(FLOW, new, self.desk.as_of)

    @rule(full=st.booleans(), items=ITEMS)
    def epoch_bump(self, full: bool, items: dict[str, int]) -> None:
        """The hub becomes another one, which has values already or none, while its readers stay."""
        self.epoch += 1
        other = Hub(f"e{self.epoch}", self.desk.clock.now)
        for channel in (GEX, REGIME, LEVELS, FLOW):
            other.declare(channel)
        self.levels, self.kept = items, []
        if full:
            other.publish(GEX, Reading(9.0), self.desk.as_of)
            other.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)
            other.publish(FLOW, [], self.desk.as_of)
            self.values["gex:SPX"] = 9.0
        self.desk.hub.adopt(other, lambda _: False)

    @rule(reader=readers, lasts=st.sampled_from([None, 40.0]))
    def come_back(self, reader: Reader, lasts: float | None) -> None:
        reader.come_back(lasts)

    @rule(reader=readers, lasts=st.sampled_from([20.0, 90.0]))
    def renew(self, reader: Reader, lasts: float) -> None:
        self.desk.clock.shift(1.0)
        reader.renew(lasts)

    @rule(seconds=st.sampled_from([1.0, 20.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        self.desk.clock.shift(seconds)
        for reader in self.alive:
            reader.guest.peer.tick(*self.desk.times())
            reader.read()
            if reader.expires is not None and self.desk.clock.monotonic() >= reader.expires + GRACE:
                assert reader.closed

    @rule(name=NAMES)
    def go_stale(self, name: str) -> None:
        self.desk.hub.mark_stale(name)

    @rule(name=NAMES)
    def fail(self, name: str) -> None:
        self.desk.hub.fail(name, "no input")

    @invariant()
    def no_promise_broken(self) -> None:
        for reader in self.alive:
            reader.read()
            assert reader.copy.faults == []

    @invariant()
    def a_token_ends_a_connection_when_it_has_ended_and_not_before(self) -> None:
        now = self.desk.clock.monotonic()
        for reader in self.alive:
            over = reader.expires is not None and now >= reader.expires + GRACE
            ended = reader.guest.pipe.closed
            allowed = {
                (CloseCode.SLOW_READER, "slow reader"),
                (CloseCode.UNAUTHORIZED, "token_expired" if over else ""),
            }
            assert ended is None or ended in allowed

    @invariant()
    def an_early_reader_without_lag_needs_no_resync(self) -> None:
        for reader in self.alive:
            assert reader.copy.resyncs == set()

    def teardown(self) -> None:
        self.time_passes(1.0)
        for reader in self.alive:
            if reader.closed:
                reader.come_back(None)
            reader.settle()
            self._compare(reader)
        for reader in self.alive:
            reader.guest.peer.gone()
        assert all(self.desk.hub.readers(name) == 0 for name in KINDS)

    def _compare(self, reader: Reader) -> None:
        assert reader.copy.faults == []
        served = {name for name in KINDS if self.desk.hub.latest(name) is not None}
        for name in reader.wanted & set(reader.copy.synced) & served:
            assert reader.copy.epochs[name] == self.desk.hub.epoch
            match KINDS[name]:
                case "state":
                    assert reader.copy.state[name]["value"] == self.values[name]
                case "delta":
                    assert reader.copy.items[name] == self.levels
                case "event":
                    newest = self.kept[-FLOW.recent :]
                    assert reader.copy.events[name][-len(newest) :] == newest or not newest
        for name in reader.wanted:
            published = self.desk.hub.latest(name) is not None
            assert (reader.copy.synced.get(name, 0) > 0) or not published


class AtLength(Delivery):
    """The same with many more readers and longer lives."""


RUN = settings(max_examples=50, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Delivery.TestCase.settings = RUN
AtLength.TestCase.settings = settings(RUN, max_examples=400, stateful_step_count=50)
TestDelivery = Delivery.TestCase
TestDeliveryAtLength = pytest.mark.slow(AtLength.TestCase)
