"""What a hub publishes goes out in order, and again where the bus was away."""

import asyncio

import pytest

from spxcc.gateway.bus.interface import BusError, Fenced
from spxcc.gateway.bus.memory import Exchange, MemoryBus
from spxcc.gateway.bus.messages import Beat, Kept, Live, Whole
from spxcc.gateway.bus.writer import BEAT_S, WHOLE_S, Greeting, HubWriter
from tests.fakes.clock import settle
from tests.fakes.gateway import GEX, LEVELS, Desk, Member, Reading
from tests.gateway.bus.pair import writing


class Told(MemoryBus):
    """Writes down what is put; refuses as often as told."""

    def __init__(self, exchange: Exchange, refusals: int = 0) -> None:
        super().__init__(exchange)
        self.put_down: list[Kept] = []
        self.refusals = refusals
        self.begun = 0

    async def begin_writing(self, term: int) -> None:
        self.begun += 1
        await super().begin_writing(term)

    async def put(self, message: Kept) -> None:
        if self.refusals:
            self.refusals -= 1
            raise BusError("away")
        self.put_down.append(message)


async def test_every_frame_once_and_in_order_and_a_whole_value_now_and_then() -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    kept: list[Kept] = []
    beats: list[Beat] = []
    async with writing(desk, exchange):
        await MemoryBus(exchange).follow(kept.append, beats.append)
        kept.clear()
        for value in range(4):
            desk.hub.publish(GEX, Reading(float(value)), desk.as_of)
        await settle()
        assert [each.seq for each in kept if isinstance(each, Live)] == [1, 2, 3, 4]
        wholes = [each for each in kept if isinstance(each, Whole)]
        await desk.clock.advance(WHOLE_S)
        desk.hub.publish(GEX, Reading(9.0), desk.as_of)
        await settle()
        more = [each for each in kept if isinstance(each, Whole) and each not in wholes]
        assert [(each.channel, each.seq) for each in more] == [("gex:SPX", 5)]
        assert beats[-1].tops["gex:SPX"] in (4, 5)
        before = len(beats)
        await desk.clock.advance(BEAT_S)
        await settle()
        assert len(beats) == before + 1


async def test_what_the_bus_did_not_take_is_put_again_before_all_that_is_newer() -> None:
    desk = Desk()
    bus = Told(Exchange(desk.clock), refusals=3)
    writer = HubWriter(desk.hub, bus, lambda: 1, Greeting("sim", "x", 0.0), desk.clock)
    task = asyncio.ensure_future(writer.run())
    await settle()
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    desk.hub.publish(LEVELS, [Member("a", 2)], desk.as_of)
    for _ in range(6):
        await desk.clock.advance(0.3)
        await settle()
    seqs = [each.seq for each in bus.put_down if isinstance(each, Live) and each.channel == "levels:update"]
    assert seqs == sorted(set(seqs))
    assert seqs[-1] == desk.hub.seq("levels:update") == 2
    assert bus.begun == 4
    task.cancel()
    await asyncio.wait({task})


async def test_who_was_fenced_off_stops() -> None:
    desk = Desk()
    exchange = Exchange(desk.clock)
    writer = HubWriter(desk.hub, MemoryBus(exchange), lambda: 1, Greeting("sim", "x", 0.0), desk.clock)
    task = asyncio.ensure_future(writer.run())
    await settle()
    await MemoryBus(exchange).begin_writing(2)
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    await settle()
    with pytest.raises(Fenced):
        task.result()
    assert desk.hub.observers == []
