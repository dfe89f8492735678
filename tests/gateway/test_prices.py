"""First prices: one fetch, however many ask."""

import asyncio

import pytest

from spxcc.gateway.interfaces import PriceError
from spxcc.gateway.prices import CachedPrices, FetchedPrice
from spxcc.market.units import UnixNanos
from tests.fakes.clock import ManualClock, settle

STREAMED = {"SPX", "VIX"}


class Source:
    """An upstream and the hub behind it."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.published: dict[str, UnixNanos] = {}
        self.values: list[float] = []
        self.gate: asyncio.Event | None = None
        self.error: Exception | None = None

    async def fetch(self, symbol: str) -> FetchedPrice:
        self.asked.append(symbol)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return FetchedPrice(100.0, self.clock.now())

    def publish(self, symbol: str, price: FetchedPrice) -> None:
        self.published[symbol] = self.clock.now()
        self.values.append(price.value)


def made(fetches: bool = True) -> tuple[CachedPrices, Source, ManualClock]:
    clock = ManualClock()
    source = Source(clock)
    fetch = source.fetch if fetches else None
    prices = CachedPrices(source.published.get, STREAMED.__contains__, source.publish, fetch, clock)
    return prices, source, clock


async def test_f13_many_subscribers_of_a_cold_symbol_cost_one_fetch() -> None:
    prices, source, _ = made()
    source.gate = asyncio.Event()
    callers = [asyncio.ensure_future(prices.ensure("AAPL")) for _ in range(200)]
    await settle()
    source.gate.set()
    await asyncio.gather(*callers)
    assert source.asked == ["AAPL"]
    assert source.values == [100.0]


async def test_g11_a_price_of_fifteen_seconds_serves() -> None:
    prices, source, clock = made()
    await prices.ensure("AAPL")
    clock.shift(15.0)
    await prices.ensure("AAPL")
    assert len(source.asked) == 1
    clock.shift(0.1)
    await prices.ensure("AAPL")
    assert len(source.asked) == 2


async def test_f13_a_price_that_the_loop_published_serves_too() -> None:
    prices, source, clock = made()
    source.published["SPX"] = clock.now()
    await prices.ensure("SPX")
    assert source.asked == []


async def test_f13_a_failure_is_remembered_for_a_moment() -> None:
    prices, source, clock = made()
    source.error = PriceError("unknown_symbol", "no such symbol")
    for _ in range(3):
        with pytest.raises(PriceError, match="no such symbol"):
            await prices.ensure("NOPE")
    assert len(source.asked) == 1
    clock.shift(3.0)
    source.error = None
    await prices.ensure("NOPE")
    assert len(source.asked) == 2


async def test_waiters_of_a_failing_fetch_all_hear_why() -> None:
    prices, source, _ = made()
    source.gate, source.error = asyncio.Event(), RuntimeError("secret inner detail")
    callers = [asyncio.ensure_future(prices.ensure("AAPL")) for _ in range(3)]
    await settle()
    source.gate.set()
    errors = await asyncio.gather(*callers, return_exceptions=True)
    assert [str(error) for error in errors] == ["the source failed: RuntimeError"] * 3


async def test_a_fetch_that_hangs_is_given_up() -> None:
    prices, source, clock = made()
    source.gate = asyncio.Event()
    caller = asyncio.ensure_future(prices.ensure("AAPL"))
    await clock.advance(8.0)
    with pytest.raises(PriceError, match="did not answer within 8 s"):
        await caller
    source.gate = None
    clock.shift(3.0)
    await prices.ensure("AAPL")


async def test_one_caller_that_leaves_does_not_end_the_fetch_of_the_others() -> None:
    prices, source, _ = made()
    source.gate = asyncio.Event()
    first, second = (asyncio.ensure_future(prices.ensure("AAPL")) for _ in range(2))
    await settle()
    first.cancel()
    source.gate.set()
    await second
    assert source.values == [100.0]


async def test_a_feed_that_cannot_be_asked_serves_what_it_has() -> None:
    prices, source, clock = made(fetches=False)
    source.published["SPX"] = clock.now()
    clock.shift(3_600.0)
    await prices.ensure("SPX")
    await prices.ensure("VIX")
    with pytest.raises(PriceError) as refused:
        await prices.ensure("AAPL")
    assert refused.value.code == "unknown_symbol"


async def test_memory_of_failures_is_bounded() -> None:
    prices, source, _ = made()
    source.error = PriceError("unknown_symbol", "no")
    for number in range(1_100):
        with pytest.raises(PriceError):
            await prices.ensure(f"S{number}")
    with pytest.raises(PriceError):
        await prices.ensure("S0")
    assert len(source.asked) == 1_101
