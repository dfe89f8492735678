"""Bars: from ticks, and from shorter bars."""

from dataclasses import dataclass, fields

import numpy as np

from spxcc.feeds.simulator.massive.ticks import Ticks
from spxcc.market.snapshot import Floats, Ints


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in order of time, columns of equal length. start: milliseconds of the reader's choice. trades: a count."""

    start: Ints
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    notional: Floats
    trades: Ints

    def __len__(self) -> int:
        return int(self.start.size)

    def take(self, part: slice | Ints) -> "Bars":
        """Some of them."""
        return Bars(*(getattr(self, field.name)[part] for field in fields(self)))


_NONE, _NO_INTS = np.zeros(0), np.zeros(0, dtype=np.int64)
NO_BARS = Bars(_NO_INTS, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NO_INTS)


def from_ticks(ticks: Ticks, width_ms: int) -> Bars:
    """Bars of `width_ms` whose start is milliseconds after the open; none where no tick moved the price."""
    moving = ticks.take(ticks.moves)
    if not len(moving):
        return NO_BARS
    bucket = moving.at_ms // width_ms
    begins = np.flatnonzero(np.diff(bucket, prepend=bucket[0] - 1))
    ends = np.append(begins[1:], bucket.size)
    own = bucket[begins]
    at = np.searchsorted(own, ticks.at_ms // width_ms)
    inside = (at < own.size) & (own[np.minimum(at, own.size - 1)] == ticks.at_ms // width_ms)
    place, volume = at[inside], ticks.volume[inside]

    def summed(weight: Floats) -> Floats:
        return np.asarray(np.bincount(place, weights=weight, minlength=own.size), dtype=np.float64)

    return Bars(
        start=own * width_ms,
        open=moving.price[begins],
        high=np.maximum.reduceat(moving.price, begins),
        low=np.minimum.reduceat(moving.price, begins),
        close=moving.price[ends - 1],
        volume=summed(volume),
        notional=summed(volume * ticks.price[inside]),
        trades=np.bincount(place, minlength=own.size).astype(np.int64),
    )


def from_bars(bars: Bars, start: Ints) -> Bars:
    """Longer bars: neighbours with the same `start` become one."""
    if not len(bars):
        return bars
    begins = np.flatnonzero(np.diff(start, prepend=start[0] - 1))
    ends = np.append(begins[1:], start.size)
    return Bars(
        start=start[begins],
        open=bars.open[begins],
        high=np.maximum.reduceat(bars.high, begins),
        low=np.minimum.reduceat(bars.low, begins),
        close=bars.close[ends - 1],
        volume=np.add.reduceat(bars.volume, begins),
        notional=np.add.reduceat(bars.notional, begins),
        trades=np.add.reduceat(bars.trades, begins),
    )


def joined(first: Bars, second: Bars) -> Bars:
    """One after the other."""
    return Bars(*(np.concatenate((getattr(first, one.name), getattr(second, one.name))) for one in fields(Bars)))
