"""`CandleBook`: candles of one symbol in every timeframe, from whole bars and from ticks."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from spxcc.market.candles import (
    TIMEFRAMES,
    Bucket,
    Buckets,
    Candle,
    Happened,
    SessionBuckets,
    Timeframe,
    fold_tick,
    rolled_up,
    started_at,
)
from spxcc.market.session import CalendarRangeError, daily_session
from spxcc.market.units import UnixNanos


class CandleBook:
    """Minutes are the truth within a session: the longer bars are rolled up from them, so that all agree.

    A whole bar replaces what ticks made of its bucket, and a daily bar of the source what was rolled up of its session.
    A book without minutes starts with its first tick: then the bars are only what was seen since.
    """

    def __init__(self) -> None:
        self._buckets: dict[Timeframe, Buckets] = {timeframe: SessionBuckets(timeframe) for timeframe in TIMEFRAMES}
        self._bars: dict[Timeframe, list[Candle]] = {timeframe: [] for timeframe in TIMEFRAMES}
        self._views: dict[Timeframe, tuple[Candle, ...]] = {}
        self._versions: Counter[Timeframe] = Counter()
        self._given_days: set[UnixNanos] = set()
        self.happened: Counter[Happened] = Counter()

    def candles(self, timeframe: Timeframe) -> Sequence[Candle]:
        """Bars of `timeframe`, oldest first; the same tuple until they change."""
        view = self._views.get(timeframe)
        if view is None:
            view = self._views[timeframe] = tuple(self._bars[timeframe])
        return view

    def version(self, timeframe: Timeframe) -> int:
        """A number that grows with every change of `timeframe`."""
        return self._versions[timeframe]

    def upsert_minutes(self, candles: Iterable[Candle]) -> None:
        """Whole or forming minute bars as the source has them now, by the minute that they start in.

        They carry high, low and volume since their start, so nothing that happened between two frames is lost. Minutes
        outside the sessions are left out of every timeframe, and counted.
        """
        first = _upsert(self._bars["1m"], self._minutes_of(candles))
        if first is not None:
            self._touch("1m")
            self._roll_up(first)

    def upsert_daily(self, candles: Iterable[Candle]) -> None:
        """Daily bars, stamped at the open of their session or at a midnight (New York, UTC) before it."""
        days = [day for candle in candles if (day := self._day_of(candle)) is not None]
        self._given_days.update(day.start for day in days)
        if _upsert(self._bars["1D"], days) is not None:
            self._touch("1D")

    def tick(self, price: float, instant: UnixNanos, volume: float = 0.0) -> Happened:
        """Fold one tick into every timeframe; says what became of it in the minutes.

        An instant beyond the calendar is rejected, never taken for another one.
        """
        try:
            happened = self._fold("1m", price, instant, volume)
        except CalendarRangeError:
            happened = "rejected"
        if happened in ("updated", "appended"):
            for timeframe in TIMEFRAMES[1:]:
                self._fold(timeframe, price, instant, volume)
        self.happened[happened] += 1
        return happened

    def _fold(self, timeframe: Timeframe, price: float, instant: UnixNanos, volume: float) -> Happened:
        bars = self._bars[timeframe]
        happened, candle = fold_tick(bars[-1] if bars else None, price, instant, self._buckets[timeframe], volume)
        if happened == "updated":
            bars[-1] = candle
        elif happened == "appended":
            bars.append(candle)
        else:
            return happened
        self._touch(timeframe)
        return happened

    def _roll_up(self, since: UnixNanos) -> None:
        """Make the longer bars anew from the bucket that holds the minute `since`."""
        minutes = self._bars["1m"]
        for timeframe in TIMEFRAMES[1:]:
            buckets, bars = self._buckets[timeframe], self._bars[timeframe]
            bucket = buckets.at(since)
            assert bucket is not None, "minutes outside the sessions are left out"
            if timeframe == "1D" and self._is_given(bucket):
                continue
            tail = rolled_up(minutes[_place(minutes, bucket.start) :], buckets)
            at = _place(bars, bucket.start)
            if timeframe == "1D":
                tail = self._with_given(bars[at:], tail)
            if bars[at:] != tail:
                bars[at:] = tail
                self._touch(timeframe)

    def _is_given(self, day: Bucket) -> bool:
        """Whether the source gave the daily bar of `day` and no minute is of a later one."""
        last = self._buckets["1D"].at(self._bars["1m"][-1].start)
        return day.start in self._given_days and last == day

    def _with_given(self, days: Iterable[Candle], rolled: Iterable[Candle]) -> list[Candle]:
        """`rolled` daily bars, but those of the source where it gave them."""
        merged = {day.start: day for day in rolled}
        merged.update({day.start: day for day in days if day.start in self._given_days})
        return [merged[start] for start in sorted(merged)]

    def _minutes_of(self, candles: Iterable[Candle]) -> list[Candle]:
        kept: list[Candle] = []
        for candle in candles:
            try:
                bucket = self._buckets["1m"].at(candle.start)
            except CalendarRangeError:
                bucket = None
            if bucket is None:
                self.happened["outside"] += 1
            else:
                kept.append(started_at(candle, bucket.start))
        return kept

    def _day_of(self, candle: Candle) -> Candle | None:
        try:
            return started_at(candle, daily_session(candle.start).open_at)
        except CalendarRangeError:
            self.happened["outside"] += 1
            return None

    def _touch(self, timeframe: Timeframe) -> None:
        self._versions[timeframe] += 1
        self._views.pop(timeframe, None)


def _place(bars: Sequence[Candle], start: UnixNanos) -> int:
    return bisect_left(bars, start, key=lambda bar: bar.start)


def _upsert(bars: list[Candle], candles: Iterable[Candle]) -> UnixNanos | None:
    """Put `candles` where they belong; the start of the first one that changed anything."""
    first: UnixNanos | None = None
    for candle in candles:
        at = len(bars) if not bars or candle.start > bars[-1].start else _place(bars, candle.start)
        if at < len(bars) and bars[at].start == candle.start:
            if bars[at] == candle:
                continue
            bars[at] = candle
        else:
            bars.insert(at, candle)
        first = candle.start if first is None else min(first, candle.start)
    return first
