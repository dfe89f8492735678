"""Candles and the tick→bucket merge: the four rules (same bucket, append, stale, daily) as one pure function."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, get_args

import msgspec

from spxcc.market.session import SessionHours, hours, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

Timeframe: TypeAlias = Literal["1m", "5m", "15m", "30m", "1h", "4h", "1D"]
TIMEFRAMES: tuple[Timeframe, ...] = get_args(Timeframe)
MINUTES: dict[Timeframe, int] = {"1m": 1, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "4h": 240}
"""Length of the buckets of each timeframe within a session."""

Happened: TypeAlias = Literal["updated", "appended", "unchanged", "stale", "rejected", "outside"]


class Candle(msgspec.Struct, frozen=True):
    """One bar: `start` of its bucket, prices, and volume (0 where the source has none)."""

    start: UnixNanos
    open: float
    high: float
    low: float
    close: float
    volume: float = 0.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where an instant belongs: start of its bucket, and the session (any ordered key) that the bucket is part of."""

    start: UnixNanos
    session: str


class Buckets(Protocol):
    """Divides time into buckets."""

    def at(self, instant: UnixNanos) -> Bucket | None:
        """The bucket of `instant`, `None` outside of every session."""
        ...


class SessionBuckets:
    """Buckets anchored at the session's open in exchange time; a day is one bucket that starts at the open."""

    def __init__(self, timeframe: Timeframe) -> None:
        self._length = None if timeframe == "1D" else MINUTES[timeframe] * NANOS_PER_MINUTE
        self._session: SessionHours | None = None
        self._last: Bucket | None = None
        self._until: UnixNanos = 0

    def at(self, instant: UnixNanos) -> Bucket | None:
        """The bucket of `instant` within regular hours. Raises CalendarRangeError outside the calendar."""
        last = self._last
        if last is not None and last.start <= instant < self._until:
            return last
        session = self._session
        if session is None or not session.open_at <= instant < session.close_at:
            session = hours(to_exchange(instant).date().isoformat())
            if session is None or not session.open_at <= instant < session.close_at:
                return None
            self._session = session
        start, self._until = session.open_at, session.close_at
        if self._length is not None:
            start = instant - (instant - session.open_at) % self._length
            self._until = min(start + self._length, session.close_at)
        self._last = Bucket(start, session.date)
        return self._last


class FixedBuckets:
    """Buckets of equal length counted from the epoch, in one session that never closes."""

    def __init__(self, length: UnixNanos) -> None:
        self._length = length

    def at(self, instant: UnixNanos) -> Bucket | None:
        """The bucket of `instant`."""
        return Bucket(instant - instant % self._length, "")


@dataclass(frozen=True, slots=True)
class Merge:
    """`bars` after a tick, and what happened. Unless it `changed`, `bars` is the very object that was given."""

    bars: Sequence[Candle]
    happened: Happened

    @property
    def changed(self) -> bool:
        """Whether a bar was updated or appended."""
        return self.happened in ("updated", "appended")


def merge_tick(
    bars: Sequence[Candle],
    price: float,
    instant: UnixNanos,
    buckets: Buckets,
    volume: float = 0.0,
    *,
    open_at_tick: bool = False,
) -> Merge:
    """Fold one tick into `bars` (oldest first).

    Same bucket: high, low and close follow, the open stays, `volume` is added. Next bucket: a bar is appended that
    opens at the previous close within a session (at the tick if `open_at_tick`) and at the tick in a new session; no
    empty buckets are invented. An older bucket is stale. Daily buckets obey the same rules with the session as bucket.
    A price that is not finite and positive is rejected, as is a volume that is not finite or negative; a tick outside
    the sessions is left out. Without any bar there is nothing to continue, and the first one is appended only by a
    source of whole bars. Raises CalendarRangeError where `buckets` end.
    """
    if not bars:
        return Merge(bars, "unchanged")
    happened, candle = fold_tick(bars[-1], price, instant, buckets, volume, open_at_tick=open_at_tick)
    match happened:
        case "updated":
            return Merge((*bars[:-1], candle), happened)
        case "appended":
            return Merge((*bars, candle), happened)
    return Merge(bars, happened)


def fold_tick(
    last: Candle | None,
    price: float,
    instant: UnixNanos,
    buckets: Buckets,
    volume: float = 0.0,
    *,
    open_at_tick: bool = False,
) -> tuple[Happened, Candle]:
    """The rules of `merge_tick` for the last bar alone: what happened, and the bar that now is the last.

    Without a `last` bar the first one opens at the tick. Where nothing changed the bar is of no meaning.
    """
    nothing = last or Candle(0, 0.0, 0.0, 0.0, 0.0)
    if not (math.isfinite(price) and price > 0 and math.isfinite(volume) and volume >= 0):
        return "rejected", nothing
    bucket = buckets.at(instant)
    if bucket is None:
        return "outside", nothing
    if last is not None and bucket.start < last.start:
        return "stale", last
    if last is None or bucket.start > last.start:
        return "appended", _opened(last, price, bucket, buckets, volume, open_at_tick)
    new = _updated(last, price, volume)
    return ("unchanged" if new is last else "updated"), new


def _updated(last: Candle, price: float, volume: float) -> Candle:
    """`last` after a tick of its own bucket; the same object if nothing changed."""
    high, low, total = max(last.high, price), min(last.low, price), last.volume + volume
    if price == last.close and high == last.high and low == last.low and total == last.volume:
        return last
    return Candle(last.start, last.open, high, low, price, total)


def _opened(
    last: Candle | None, price: float, bucket: Bucket, buckets: Buckets, volume: float, open_at_tick: bool
) -> Candle:
    """First state of a bar in `bucket` that follows `last`."""
    before = None if last is None else buckets.at(last.start)
    continues = last is not None and before is not None and before.session == bucket.session and not open_at_tick
    start = last.close if continues and last is not None else price
    return Candle(bucket.start, start, max(start, price), min(start, price), price, volume)


def rolled_up(minutes: Iterable[Candle], buckets: Buckets) -> list[Candle]:
    """Whole bars of `buckets` from minute bars, oldest first; minutes outside every session are left out."""
    bars: list[Candle] = []
    start: UnixNanos | None = None
    first = high = low = close = volume = 0.0
    for minute in minutes:
        bucket = buckets.at(minute.start)
        if bucket is None:
            continue
        if bucket.start == start:
            high, low = max(high, minute.high), min(low, minute.low)
            close, volume = minute.close, volume + minute.volume
            continue
        if start is not None:
            bars.append(Candle(start, first, high, low, close, volume))
        start, first, high, low = bucket.start, minute.open, minute.high, minute.low
        close, volume = minute.close, minute.volume
    if start is not None:
        bars.append(Candle(start, first, high, low, close, volume))
    return bars


def started_at(candle: Candle, start: UnixNanos) -> Candle:
    """`candle` with another start; the same object if it is the same."""
    if candle.start == start:
        return candle
    return Candle(start, candle.open, candle.high, candle.low, candle.close, candle.volume)
