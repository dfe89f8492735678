"""First prices of a feed that can be asked, in the shape of the price channels."""

from collections.abc import Callable

from spxcc.engines.price.compute import price_of
from spxcc.gateway.interfaces import PriceError
from spxcc.gateway.prices import Fetch, FetchedPrice
from spxcc.market.feed import Askable, Feed, NoPrice
from spxcc.market.session import session_info
from spxcc.market.snapshot import LastPrice, MarketSnapshot
from spxcc.market.units import UnixNanos


def asked_prices(feed: Feed, now: Callable[[], UnixNanos]) -> Fetch | None:
    """One request to the feed for one symbol; `None` where the feed cannot be asked. now: market time."""
    if not isinstance(feed, Askable):
        return None
    source = feed

    async def fetch(symbol: str) -> FetchedPrice:
        try:
            asked = await source.price_of(symbol)
        except NoPrice as error:
            raise PriceError("unknown_symbol" if error.unknown else "unavailable", error.why) from None
        last = LastPrice(asked.symbol, asked.price, asked.ts_event, asked.source, asked.previous_close, asked.volume)
        as_of = max(now(), asked.ts_event)
        market = MarketSnapshot(as_of=as_of, mode=feed.mode, session=session_info(as_of))
        return FetchedPrice(price_of(last, market), as_of)

    return fetch
