"""However readers connect, lag, leave and ask again: after quiescence each copy equals what the writer published."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from tests.fakes.gateway import FLOW, GEX, LEVELS, REGIME, Desk, Member, Reading
from tests.fakes.replica import Replica

KINDS = {"gex:SPX": "state", "regime:update": "state", "levels:update": "delta", "flow:alert": "event"}
NAMES = st.sampled_from(sorted(KINDS))


class Reader:
    """A connection and the copy it keeps."""

    def __init__(self, desk: Desk) -> None:
        self.guest = desk.guest()
        self.guest.pipe.take()
        self.copy = Replica(KINDS)
        self.wanted: set[str] = set()

    def say(self, message: dict[str, Any]) -> None:
        """Send, and read what came."""
        self.copy.read(self.guest.say(message))

    def read(self) -> None:
        """Read what came."""
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

    @initialize(target=readers)
    def first(self) -> Reader:
        return self.connect_one()

    @rule(target=readers)
    def connect(self) -> Reader:
        return self.connect_one()

    def connect_one(self) -> Reader:
        reader = Reader(self.desk)
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

    @rule(name=st.sampled_from(["gex:SPX", "regime:update"]), value=st.integers(0, 3))
    def publish_state(self, name: str, value: int) -> None:
        self.values[name] = float(value)
        channel = GEX if name == "gex:SPX" else REGIME
        self.desk.hub.publish(channel, Reading(float(value)), self.desk.as_of)

    @rule(items=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4))
    def publish_items(self, items: dict[str, int]) -> None:
        self.levels = items
        self.desk.hub.publish(LEVELS, [Member(key, value) for key, value in items.items()], self.desk.as_of)

    @rule(count=st.integers(0, 3))
    def publish_events(self, count: int) -> None:
        new = [Member(f"e{self.events + at}") for at in range(count)]
        self.events += count
        self.desk.hub.publish(FLOW, new, self.desk.as_of)

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
    def an_early_reader_without_lag_needs_no_resync(self) -> None:
        for reader in self.alive:
            assert reader.copy.resyncs == set()

    def teardown(self) -> None:
        for reader in self.alive:
            reader.settle()
            self._compare(reader)
        for reader in self.alive:
            reader.guest.peer.gone()
        assert all(self.desk.hub.readers(name) == 0 for name in KINDS)

    def _compare(self, reader: Reader) -> None:
        assert reader.copy.faults == []
        for name in reader.wanted & set(reader.copy.synced):
            match KINDS[name]:
                case "state":
                    assert reader.copy.state[name]["value"] == self.values[name]
                case "delta":
                    assert reader.copy.items[name] == self.levels
                case "event":
                    newest = [f"e{at}" for at in range(self.events)][-FLOW.recent :]
                    assert reader.copy.events[name][-len(newest) :] == newest or not newest
        for name in reader.wanted:
            published = self.desk.hub.latest(name) is not None
            assert (reader.copy.synced.get(name, 0) > 0) or not published


Delivery.TestCase.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestDelivery = Delivery.TestCase
