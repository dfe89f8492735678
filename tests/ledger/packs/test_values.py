"""What channels held comes back from the minutes of a pack, member by member and in the same order."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from spxcc.gateway.hub import Hub
from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.values import Player, Sampler
from tests.fakes.clock import ManualClock
from tests.fakes.gateway import FLOW, GEX, LEVELS, Member, Reading

CHANNELS = (GEX, LEVELS, FLOW)


class Kept:
    """A hub, and what a pack makes of it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.hub, self.sampler = Hub("e", self.clock.now), Sampler(CHANNELS)
        self.hub.observers.append(lambda name, seq, as_of, data: self.sampler.event(name, data))

    def minute(self) -> Minute:
        """Sampled, written and read."""
        names = [channel.name for channel in CHANNELS]
        held = {
            name: (found.data_bytes, found.as_of or 0) for name in names if (found := self.hub.latest(name)) is not None
        }
        reasons = {name: why for name in names if (why := self.hub.reason(name)) is not None}
        self.clock.shift(60.0)
        minute = self.sampler.minute(self.clock.now(), held, reasons)
        return msgspec.json.decode(msgspec.json.encode(minute), type=Minute)


class Shown:
    """A hub that a player fills."""

    def __init__(self) -> None:
        self.hub, self.player = Hub("e", ManualClock().now), Player(CHANNELS)

    def show(self, minute: Minute) -> None:
        """Publish what the minute says."""
        for channel, value in self.player.published(minute):
            self.hub.publish(channel, value, minute.as_of.get(channel.name, minute.at))
        for name, why in (minute.reasons | self.player.unread).items():
            if why:
                self.hub.fail(name, why)

    def value(self, name: str) -> tuple[bytes | None, str | None]:
        """JSON and reason."""
        found = self.hub.latest(name)
        return (None if found is None else found.data_bytes), self.hub.reason(name)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("state"), st.integers(0, 2)),
        st.tuples(st.just("levels"), st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 1)), max_size=4)),
        st.tuples(st.just("events"), st.integers(1, 3)),
        st.tuples(st.just("fail"), st.sampled_from([GEX.name, LEVELS.name])),
        st.tuples(st.just("minute"), st.none()),
    ),
    max_size=30,
)


@given(STEPS)
def test_a_pack_shows_at_each_minute_what_the_run_showed(steps: list[tuple[str, Any]]) -> None:
    kept, shown, events = Kept(), Shown(), 0
    for what, value in [*steps, ("minute", None)]:
        match what:
            case "state":
                kept.hub.publish(GEX, Reading(float(value)), kept.clock.now())
            case "levels":
                kept.hub.publish(LEVELS, [Member(*one) for one in dict(value).items()], kept.clock.now())
            case "events":
                kept.hub.publish(FLOW, [Member(f"e{events + at}") for at in range(value)], kept.clock.now())
                events += value
            case "fail":
                kept.hub.fail(value, "no input")
            case _:
                shown.show(kept.minute())
                for channel in CHANNELS:
                    found, reason = kept.hub.latest(channel.name), kept.hub.reason(channel.name)
                    data = None if found is None else found.data_bytes
                    was, why = shown.value(channel.name)
                    assert was == data or (was is None and data == b"[]")
                    assert why == reason


def test_data_of_another_shape_is_a_reason_and_no_crash() -> None:
    shown = Shown()
    shown.show(Minute(1, state={GEX.name: msgspec.Raw(b'{"value":1.0}')}))
    shown.show(Minute(2, state={GEX.name: msgspec.Raw(b'{"value":"x"}')}))
    data, why = shown.value(GEX.name)
    assert data == b'{"value":1.0,"note":""}'
    assert why is not None
    assert why.startswith("expected a value of gex:SPX, found")
