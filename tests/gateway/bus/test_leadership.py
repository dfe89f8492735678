"""One engine works; the next one takes over."""

import asyncio

import pytest

from spxcc.gateway.bus.interface import BusError, Fenced
from spxcc.gateway.bus.leadership import RENEW_S, TRY_S, TTL_S, Leadership
from spxcc.gateway.bus.memory import Exchange, MemoryBus
from tests.fakes.clock import ManualClock, settle


class Work:
    """Runs until it is cancelled."""

    def __init__(self) -> None:
        self.running = False

    async def __call__(self) -> None:
        self.running = True
        try:
            await asyncio.Event().wait()
        finally:
            self.running = False


class Away(MemoryBus):
    """A bus that may be away."""

    away = False

    async def renew(self, term: int) -> bool:
        if self.away:
            raise BusError("away")
        return await super().renew(term)


async def ended(task: "asyncio.Future[None]") -> None:
    task.cancel()
    await asyncio.wait({task})


async def test_f55_the_second_waits_and_works_when_the_first_is_gone() -> None:
    clock = ManualClock()
    exchange = Exchange(clock)
    first, second = Work(), Work()
    leader, standby = (Leadership(MemoryBus(exchange), work, clock) for work in (first, second))
    leading = asyncio.ensure_future(leader.run())
    await settle()
    waiting = asyncio.ensure_future(standby.run())
    for _ in range(20):
        await clock.advance(RENEW_S)
        await settle()
    assert (first.running, second.running, leader.term) == (True, False, 1)
    await ended(leading)
    await clock.advance(TRY_S)
    await settle()
    assert (first.running, second.running, standby.term) == (False, True, 2)
    await ended(waiting)


async def test_a_leader_that_is_not_heard_of_is_replaced_and_gives_way_when_it_comes_back() -> None:
    clock = ManualClock()
    exchange = Exchange(clock)
    bus, first, second = Away(exchange), Work(), Work()
    leader, standby = Leadership(bus, first, clock), Leadership(MemoryBus(exchange), second, clock)
    leading = asyncio.ensure_future(leader.run())
    await settle()
    waiting = asyncio.ensure_future(standby.run())
    bus.away = True
    for _ in range(round((TTL_S + TRY_S) / 0.05)):
        await clock.advance(0.05)
        await settle(5)
    assert second.running
    bus.away = False
    await clock.advance(RENEW_S)
    await settle()
    assert leading.done()
    with pytest.raises(Fenced):
        leading.result()
    assert (first.running, second.running) == (False, True)
    await ended(waiting)


async def test_a_leader_cut_off_from_the_bus_stops_when_its_lease_has_run_out() -> None:
    clock = ManualClock()
    bus, work = Away(Exchange(clock)), Work()
    leader = Leadership(bus, work, clock)
    leading = asyncio.ensure_future(leader.run())
    await settle()
    bus.away = True
    for _ in range(round(TTL_S / RENEW_S) - 1):
        await clock.advance(RENEW_S)
        await settle()
    states = [work.running]
    await clock.advance(RENEW_S)
    await settle()
    states.append(work.running)
    assert states == [True, False]
    with pytest.raises(Fenced, match="while the bus was away"):
        leading.result()
