"""First prices of a feed that can be asked."""

import asyncio

import pytest

from spxcc.engines.price.result import Price
from spxcc.gateway.interfaces import PriceError
from spxcc.gateway.prices import CachedPrices, FetchedPrice
from spxcc.market.feed import AskedPrice, NoPrice
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.asked import asked_prices
from tests.fakes.clock import ManualClock
from tests.fakes.feed import ScriptedFeed
from tests.fakes.snapshots import at

NOW: UnixNanos = at("11:00")


class AskableFeed(ScriptedFeed):
    """Knows AAPL; `asked` holds the questions."""

    def __init__(self) -> None:
        super().__init__(())
        self.asked: list[str] = []

    async def price_of(self, symbol: str) -> AskedPrice:
        """AAPL alone."""
        self.asked.append(symbol)
        if symbol != "AAPL":
            raise NoPrice(unknown=symbol == "NOPE", why=f"none of {symbol}")
        return AskedPrice(symbol, 110.0, NOW - 2 * NANOS_PER_SECOND, "massive", 100.0, 5.0)


def test_a_feed_that_cannot_be_asked_has_none() -> None:
    assert asked_prices(ScriptedFeed(()), lambda: NOW) is None


async def test_f13_every_price_carries_source_time_age_and_change() -> None:
    fetch = asked_prices(AskableFeed(), lambda: NOW)
    assert fetch is not None
    found = await fetch("AAPL")
    price = found.value
    assert isinstance(price, Price)
    assert (price.price, price.change_pct, price.feed_age_ms, price.source) == (110.0, 10.0, 2000, "massive")
    assert (price.session, found.as_of) == ("open", NOW)


@pytest.mark.parametrize(("symbol", "code"), [("NOPE", "unknown_symbol"), ("SLOW", "unavailable")])
async def test_no_price_has_its_code(symbol: str, code: str) -> None:
    fetch = asked_prices(AskableFeed(), lambda: NOW)
    assert fetch is not None
    with pytest.raises(PriceError) as caught:
        await fetch(symbol)
    assert (caught.value.code, caught.value.message) == (code, f"none of {symbol}")


async def test_f13_many_subscribers_of_a_cold_symbol_cost_one_question_to_the_feed() -> None:
    feed, clock = AskableFeed(), ManualClock(NOW)
    hub: dict[str, FetchedPrice] = {}

    def known(symbol: str) -> UnixNanos | None:
        return hub[symbol].as_of if symbol in hub else None

    prices = CachedPrices(known, lambda symbol: False, hub.__setitem__, asked_prices(feed, clock.now), clock)
    await asyncio.gather(*(prices.ensure("AAPL") for _ in range(50)))
    assert feed.asked == ["AAPL"]
    assert hub["AAPL"].value.price == 110.0
