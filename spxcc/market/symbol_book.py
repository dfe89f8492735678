"""`SymbolBook`: last price and bars of one underlying, from ticks and from whole bars."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from spxcc.market.candles import Candle, Happened, SessionBuckets, fold_tick, rolled_up
from spxcc.market.events import Bar
from spxcc.market.session import hours, to_exchange
from spxcc.market.snapshot import BarColumns, LastPrice, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

EARLIER_SESSIONS = 10
DAILY_KEPT = 400


class SymbolBook:
    """`today` holds the minutes of the session `date` (ISO), closed and forming."""

    def __init__(self, symbol: str, date: str) -> None:
        self.symbol = symbol
        self.last: LastPrice | None = None
        self._date = date
        self._buckets = SessionBuckets("1m")
        self._today: list[Candle] = []
        self._earlier: list[Candle] = []
        self._daily: list[Candle] = []
        self._label = ""
        self._previous_close: float | None = None
        self._closed: tuple[int, BarColumns] = (0, EMPTY)
        self._earlier_columns = self._daily_columns = EMPTY

    def tick(self, price: float, instant: UnixNanos, source: str, size: float = 0.0) -> Happened:
        """A trade or an index value: the last price and the forming minute."""
        if not (math.isfinite(price) and price > 0):
            return "rejected"
        if self.last is not None and instant < self.last.ts_event:
            return "stale"
        last = self._today[-1] if self._today else None
        happened, candle = fold_tick(last, price, instant, self._buckets, size)
        if happened == "updated":
            self._change(len(self._today) - 1, candle)
        elif happened == "appended":
            self._today.append(candle)
        volume = size if happened in ("updated", "appended") else 0.0
        self._say(price, instant, source, volume + (0.0 if self.last is None else self.last.volume))
        return happened

    def bar(self, event: Bar) -> bool:
        """A whole minute bar of today's session; false for one that is impossible."""
        candle = candle_of(event)
        if candle is None:
            return False
        self._label = event.label
        _upsert(self._today, candle)
        self._closed = (0, EMPTY)
        if self.last is None or event.ts_event >= self.last.ts_event:
            total = sum(each.volume for each in self._today)
            self._say(event.close, event.ts_event, event.label or event.source, total)
        return True

    def history(self, bars: Iterable[Bar]) -> int:
        """Context: minutes of this and earlier sessions, daily bars. Returns how many bars were impossible."""
        bad = 0
        for event in bars:
            candle = candle_of(event)
            if candle is None:
                bad += 1
                continue
            self._label = event.label or self._label
            if event.interval_s == 86_400:
                _upsert(self._daily, candle)
            else:
                own = to_exchange(candle.start).date().isoformat() == self._date
                _upsert(self._today if own else self._earlier, candle)
        self._closed = (0, EMPTY)
        self._earlier_columns, self._daily_columns = columns_of(self._earlier), columns_of(self._daily)
        return bad

    def close_before(self, price: float) -> bool:
        """The official previous close."""
        if not (math.isfinite(price) and price > 0):
            return False
        self._previous_close = price
        if self.last is not None:
            self._say(self.last.price, self.last.ts_event, self.last.source, self.last.volume)
        return True

    def new_session(self, date: str) -> None:
        """Today's minutes become history, and its close the previous one."""
        if self._today:
            self._previous_close = self._today[-1].close
            for day in rolled_up(self._today, SessionBuckets("1D")):
                _upsert(self._daily, day)
            self._earlier = _last_sessions([*self._earlier, *self._today])
        self._date, self._today, self._closed = date, [], (0, EMPTY)
        del self._daily[:-DAILY_KEPT]
        self._earlier_columns, self._daily_columns = columns_of(self._earlier), columns_of(self._daily)
        if self.last is not None:
            self._say(self.last.price, self.last.ts_event, self.last.source, 0.0)

    def view(self, as_of: UnixNanos) -> SymbolBars:
        """Bars at `as_of`: a minute is closed once it is over. Columns that did not change are the same objects."""
        closed = len(self._today)
        while closed and self._today[closed - 1].start + NANOS_PER_MINUTE > as_of:
            closed -= 1
        if self._closed[0] != closed or (closed and not len(self._closed[1])):
            self._closed = closed, columns_of(self._today[:closed])
        forming = self._today[closed] if closed < len(self._today) else None
        return SymbolBars(self._closed[1], forming, self._earlier_columns, self._daily_columns, self._label)

    def _change(self, at: int, candle: Candle) -> None:
        self._today[at] = candle
        if at < self._closed[0]:
            self._closed = (0, EMPTY)

    def _say(self, price: float, instant: UnixNanos, source: str, volume: float) -> None:
        self.last = LastPrice(self.symbol, price, instant, source, self._previous_close, volume)


def candle_of(event: Bar) -> Candle | None:
    """The candle of a bar; `None` if its prices are impossible."""
    numbers = (event.open, event.high, event.low, event.close)
    sane = all(math.isfinite(each) and each > 0 for each in numbers) and math.isfinite(event.volume)
    if not sane or event.high < max(event.open, event.close) or event.low > min(event.open, event.close):
        return None
    return Candle(event.start, *numbers, event.volume)


def columns_of(candles: Sequence[Candle]) -> BarColumns:
    """Read-only columns of bars."""
    starts = np.array([each.start for each in candles], dtype=np.int64)
    table = np.array(
        [(each.open, each.high, each.low, each.close, each.volume) for each in candles], dtype=np.float64
    ).reshape(-1, 5)
    columns = [np.ascontiguousarray(table[:, at]) for at in range(5)]
    for column in (starts, *columns):
        column.setflags(write=False)
    return BarColumns(starts, *columns)


EMPTY = columns_of(())


def _upsert(bars: list[Candle], candle: Candle) -> None:
    if not bars or candle.start > bars[-1].start:
        bars.append(candle)
        return
    at = bisect_left(bars, candle.start, key=lambda bar: bar.start)
    if bars[at].start == candle.start:
        bars[at] = candle
    else:
        bars.insert(at, candle)


def _last_sessions(minutes: list[Candle]) -> list[Candle]:
    dates = sorted({to_exchange(each.start).date().isoformat() for each in minutes})
    first = hours(dates[-EARLIER_SESSIONS:][0])
    return minutes if first is None else [each for each in minutes if each.start >= first.open_at]
