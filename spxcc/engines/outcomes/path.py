"""What the price did after a decision, at whatever fineness it is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.engines.common import UnixMillis
from spxcc.engines.outcomes.result import Resolution
from spxcc.market.snapshot import BarColumns, Floats, Ints
from spxcc.market.units import NANOS_PER_MILLI

WIDTH_MS: dict[Resolution, int] = {"ticks": 0, "seconds": 1_000, "minutes": 60_000}


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of a path: a bar, or a tick with start = end and one price. Times in ms."""

    start: UnixMillis
    end: UnixMillis
    open: float
    high: float
    low: float
    close: float


@dataclass(frozen=True, slots=True)
class Path:
    """Columns of equal length, oldest first; `start` in ms."""

    resolution: Resolution
    start: Ints
    open: Floats
    high: Floats
    low: Floats
    close: Floats

    def __len__(self) -> int:
        return int(self.start.size)

    def first_from(self, instant: UnixMillis) -> int:
        """Place of the first piece that starts at `instant` or later."""
        return int(np.searchsorted(self.start, instant, side="left"))

    def spans(self, first: int) -> Iterator[Span]:
        """Pieces from place `first` on."""
        width = WIDTH_MS[self.resolution]
        columns = (self.start, self.open, self.high, self.low, self.close)
        for start, open_, high, low, close in zip(*(column[first:].tolist() for column in columns), strict=True):
            yield Span(start, start + width, open_, high, low, close)


def minutes_of(bars: BarColumns) -> Path:
    """Closed minute bars as a path."""
    return Path("minutes", bars.start // NANOS_PER_MILLI, bars.open, bars.high, bars.low, bars.close)


def ticks_of(times: Sequence[UnixMillis], prices: Sequence[float]) -> Path:
    """Prints as a path, in the order in which they came."""
    price = np.array(prices, dtype=np.float64)
    return Path("ticks", np.array(times, dtype=np.int64), price, price, price, price)
