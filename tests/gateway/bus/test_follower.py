"""A gateway's hub is the engine's: same values, same numbers, marked while nobody speaks."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.gateway.bus.follower import SILENCE_S, SILENT
from spxcc.gateway.bus.memory import Exchange
from spxcc.gateway.bus.messages import Kept, Live
from spxcc.gateway.hub import Hub
from tests.fakes.clock import settle
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Desk, Member, Reading
from tests.gateway.bus.pair import KNOWN, Gateway, writing
from tests.gateway.test_hub import Recorder


def stands(hub: Hub) -> dict[str, Any]:
    """Value, number, epoch and marks of each channel."""
    found: dict[str, Any] = {}
    for name in KNOWN:
        latest = hub.latest(name)
        items = None if latest is None else sorted(latest.data_bytes) if name == "levels:update" else latest.data_bytes
        found[name] = (items, hub.seq(name), hub.reason(name), latest and (latest.epoch, latest.stale, latest.as_of))
    return found


async def test_f55_two_gateways_that_begin_at_different_times_have_the_same_numbers() -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    early, late = Gateway(exchange, desk.clock), Gateway(exchange, desk.clock)
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    async with writing(desk, exchange):
        await early.begin()
        for value in range(2, 9):
            desk.hub.publish(GEX, Reading(float(value)), desk.as_of)
            desk.hub.publish(LEVELS, [Member("a", value), Member("b")], desk.as_of)
            desk.hub.publish(FLOW, [Member(str(value))], desk.as_of)
            await settle()
        await late.begin()
        await settle()
        await desk.clock.advance(0.6)
        await desk.clock.advance(0.6)
        late.follower.tick()
        await settle()
        assert stands(early.hub) == stands(desk.hub)
        assert stands(late.hub) == stands(desk.hub)
    assert (early.follower.repeats, early.follower.holes) == (0, 0)


async def test_f16_silence_marks_everything_and_the_next_beat_brings_it_back() -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    gateway = Gateway(exchange, desk.clock)
    sink = Recorder(gateway.hub)
    async with writing(desk, exchange):
        await gateway.begin()
        desk.hub.publish(GEX, Reading(1.0), desk.as_of)
        await settle()
        gateway.hub.subscribe("gex:SPX", sink)
    desk.clock.shift(SILENCE_S - 0.1)
    gateway.follower.tick()
    assert not gateway.follower.silent
    desk.clock.shift(0.2)
    gateway.follower.tick()
    latest = gateway.hub.latest("gex:SPX")
    assert latest is not None
    assert (latest.stale, latest.reason, latest.seq) == (True, SILENT, 1)
    assert sink.told == [("failed", ("gex:SPX", SILENT)), ("resync", ("gex:SPX", 1))]
    async with writing(desk, exchange):
        await settle()
        gateway.follower.tick()
        await settle()
        assert stands(gateway.hub) == stands(desk.hub)
        assert sink.told[-1] == ("resync", ("gex:SPX", 1))


async def test_another_engine_is_another_epoch_and_every_reader_hears_of_it() -> None:
    first, second = Desk(), Desk()
    second.hub = Hub("of the second", second.clock.now)
    exchange = Exchange(first.clock)
    gateway = Gateway(exchange, first.clock)
    sink = Recorder(gateway.hub)
    async with writing(first, exchange, 1):
        await gateway.begin()
        for value in range(5):
            first.hub.publish(GEX, Reading(float(value)), first.as_of)
        await settle()
        gateway.hub.subscribe("gex:SPX", sink)
    second.hub.publish(GEX, Reading(9.0), second.as_of)
    async with writing(second, exchange, 2):
        await settle()
        assert stands(gateway.hub)["gex:SPX"] == stands(second.hub)["gex:SPX"]
        assert sink.told == [("resync", ("gex:SPX", 1))]
        second.hub.publish(GEX, Reading(10.0), second.as_of)
        await settle()
        assert sink.told[-1] == ("update", ("gex:SPX", 2))


async def test_a_message_of_an_earlier_term_is_not_taken() -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    gateway = Gateway(exchange, desk.clock)
    async with writing(desk, exchange, 5):
        await gateway.begin()
        desk.hub.publish(GEX, Reading(1.0), desk.as_of)
        await settle()
    kept = exchange.newest[Live, "gex:SPX"]
    assert isinstance(kept, Live)
    gateway.follower.take(
        Live(**{name: getattr(kept, name) for name in kept.__struct_fields__} | {"term": 4, "seq": 2})
    )
    assert gateway.hub.seq("gex:SPX") == 1


@settings(max_examples=40, deadline=None)
@given(st.data())
async def test_g4_whatever_is_lost_doubled_or_late_the_hubs_agree_in_the_end(data: st.DataObject) -> None:
    """Loss, repetition and a late start; afterwards beats and wants alone mend it."""
    desk = Desk()
    exchange = Exchange(desk.clock)
    gateway = Gateway(exchange, desk.clock)
    real = gateway.follower.take

    def lossy(message: Kept) -> None:
        for _ in range(data.draw(st.sampled_from((0, 1, 1, 1, 2)))):
            real(message)

    async with writing(desk, exchange):
        gateway.follower.take = lossy  # type: ignore[method-assign]
        await gateway.begin()
        for value in range(data.draw(st.integers(1, 12))):
            kind = data.draw(st.sampled_from(("state", "delta", "event", "status", "fail", "stale")))
            match kind:
                case "state":
                    desk.hub.publish(GEX, Reading(float(value)), desk.as_of)
                case "delta":
                    names = data.draw(st.sets(st.sampled_from("abc")))
                    desk.hub.publish(LEVELS, [Member(name, value) for name in sorted(names)], desk.as_of)
                case "event":
                    desk.hub.publish(FLOW, [Member(str(value))], desk.as_of)
                case "status":
                    desk.hub.publish(STATUS, Reading(float(value)), desk.as_of)
                case "fail":
                    desk.hub.fail("gex:SPX", f"reason {value}")
                case _:
                    desk.hub.mark_stale("levels:update")
            await settle(5)
        exchange.takers[:] = [real]
        for _ in range(8):
            await desk.clock.advance(0.6)
            gateway.follower.tick()
            await settle(20)
        theirs, ours = stands(desk.hub), stands(gateway.hub)
        assert {name: each for name, each in ours.items() if theirs[name][1]} == {
            name: each for name, each in theirs.items() if each[1]
        }


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"{}"])
async def test_data_that_are_not_understood_are_asked_for_again(body: bytes) -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    gateway = Gateway(exchange, desk.clock)
    async with writing(desk, exchange):
        await gateway.begin()
        desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
        await settle()
        kept = exchange.newest[Live, "levels:update"]
        assert isinstance(kept, Live)
        desk.clock.shift(1.0)
        gateway.follower.take(msgspec.structs.replace(kept, seq=2, data=msgspec.Raw(body)))
        await settle()
        assert gateway.wants[-1] == ("levels:update",)
        assert stands(gateway.hub)["levels:update"] == stands(desk.hub)["levels:update"]
