"""Candles and the tick→bucket merge."""

import msgspec

from spxcc.market.units import UnixNanos


class Candle(msgspec.Struct, frozen=True):
    """One bar: `start` of its bucket, prices, and volume (0 where the source has none)."""

    start: UnixNanos
    open: float
    high: float
    low: float
    close: float
    volume: float = 0.0
