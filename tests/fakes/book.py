"""A candle book that only remembers what it was given."""

from collections.abc import Sequence
from typing import Any

from spxcc.market.candles import Candle
from spxcc.market.units import UnixNanos


class ListBook:
    """Minutes by start, daily bars and ticks as they came."""

    def __init__(self) -> None:
        self.minutes: dict[int, Candle] = {}
        self.daily: list[Candle] = []
        self.ticks: list[tuple[float, UnixNanos]] = []

    def upsert_minutes(self, candles: Sequence[Candle]) -> None:
        self.minutes |= {candle.start: candle for candle in candles}

    def upsert_daily(self, candles: Sequence[Candle]) -> None:
        self.daily += candles

    def tick(self, price: float, ts: UnixNanos) -> bool:
        self.ticks.append((price, ts))
        return True

    def candles(self, timeframe: Any) -> Sequence[Candle]:
        return tuple(self.minutes[start] for start in sorted(self.minutes))

    def version(self, timeframe: Any) -> int:
        return len(self.ticks)
