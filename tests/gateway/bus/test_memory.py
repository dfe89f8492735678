"""The lease of the bus in memory ends by its clock; the rest is the contract."""

from spxcc.gateway.bus.memory import Exchange, MemoryBus
from tests.fakes.clock import ManualClock


async def test_a_lease_lasts_as_long_as_it_was_asked_for_and_each_renewal_again() -> None:
    clock = ManualClock()
    exchange = Exchange(clock)
    one, other = MemoryBus(exchange), MemoryBus(exchange)
    term = await one.acquire(2.0)
    assert term == 1
    clock.shift(1.9)
    assert await other.acquire(2.0) is None
    assert await one.renew(term)
    clock.shift(1.9)
    assert await other.acquire(2.0) is None
    clock.shift(0.2)
    assert not await one.renew(term)
    assert await other.acquire(2.0) == 2
