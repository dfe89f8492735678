"""Result of the price engine: one `Price` per symbol, on `price:<SYM>`."""

from functools import lru_cache

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Price(msgspec.Struct, frozen=True, kw_only=True, rename={"change_pct": "changePct"}):
    """Last price. `timestamp` ISO of `ts_event` (ms); `change` against `previous_close`, `None` without one.

    `feed_age_ms` is as_of − ts_event; `session` is the market phase (`pre-market open after-hours closed`).
    """

    symbol: str
    price: float
    change: float | None
    change_pct: float | None
    volume: float
    timestamp: str
    source: str
    ts_event: int
    feed_age_ms: int
    session: str
    previous_close: float | None


class PriceBoard(msgspec.Struct, frozen=True, kw_only=True):
    """All prices of a step."""

    prices: tuple[Price, ...]
    reason: str | None = None


PRICES: ResultKey[PriceBoard] = ResultKey("price")


@lru_cache(maxsize=1024)
def price_channel(symbol: str) -> StateChannel[Price]:
    """`price:<SYM>`; its fields stand at the top level of the frame as well."""
    return StateChannel(f"price:{symbol}", "price", Price, flat=True)
