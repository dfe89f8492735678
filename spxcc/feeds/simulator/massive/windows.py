"""Spans of bars: their width, and the calendar's units."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as Date

import numpy as np

from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.snapshot import Ints
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis

MINUTE_MS, DAY_MS = 60_000, 86_400_000
SPANS = {"second": 1_000, "minute": MINUTE_MS, "hour": 60 * MINUTE_MS}
CALENDAR = ("day", "week", "month", "quarter", "year")
CHICAGO_LAG_MS = 60 * MINUTE_MS
"""Days of an index begin at midnight in Chicago."""


@dataclass(frozen=True, slots=True)
class Span:
    """`multiplier` units of `timespan`."""

    multiplier: int
    timespan: str

    @property
    def width_ms(self) -> int | None:
        """Length, `None` for units of the calendar."""
        unit = SPANS.get(self.timespan)
        return None if unit is None else self.multiplier * unit

    @property
    def base(self) -> str:
        """What the vendor folds it from, and what `limit` counts."""
        return "second" if self.timespan == "second" else "day" if self.width_ms is None else "minute"


def midnight(date: str, lag_ms: int = 0) -> UnixMillis:
    """Start of an ISO date in New York, `lag_ms` later for Chicago."""
    return at_exchange(date, "00:00") // NANOS_PER_MILLI + lag_ms


def date_of(instant: UnixMillis) -> str:
    """ISO date in New York."""
    return to_exchange(instant * NANOS_PER_MILLI).date().isoformat()


def starts_of(span: Span, stamps: Ints, lag_ms: int) -> Ints:
    """Start of the bar that each instant (Unix milliseconds) belongs to."""
    width = span.width_ms
    if width is None:
        return np.array([_calendar_start(span, int(stamp), lag_ms) for stamp in stamps], dtype=np.int64)
    if width <= SPANS["hour"]:
        return np.asarray(stamps // width * width)
    first = np.array([midnight(date_of(int(stamp))) for stamp in stamps], dtype=np.int64)
    return np.asarray(first + (stamps - first) // width * width)


def end_of(span: Span, start: UnixMillis, lag_ms: int) -> UnixMillis:
    """End of the bar that begins at `start`."""
    width = span.width_ms
    if width is not None:
        return start + width
    day = Date.fromisoformat(date_of(start - lag_ms))
    return midnight(_later(span, day).isoformat(), lag_ms)


def _calendar_start(span: Span, stamp: UnixMillis, lag_ms: int) -> UnixMillis:
    day = Date.fromisoformat(date_of(stamp - lag_ms))
    if span.timespan == "day":
        first = day - timedelta(days=(day.toordinal()) % span.multiplier)
    elif span.timespan == "week":
        sunday = day - timedelta(days=day.isoweekday() % 7)
        first = sunday - timedelta(weeks=(sunday.toordinal() // 7) % span.multiplier)
    else:
        months = {"month": 1, "quarter": 3, "year": 12}[span.timespan] * span.multiplier
        count = (day.year * 12 + day.month - 1) // months * months
        first = Date(count // 12, count % 12 + 1, 1)
    return midnight(first.isoformat(), lag_ms)


def _later(span: Span, day: Date) -> Date:
    if span.timespan in ("day", "week"):
        return day + timedelta(days=span.multiplier * (7 if span.timespan == "week" else 1))
    count = day.year * 12 + day.month - 1 + {"month": 1, "quarter": 3, "year": 12}[span.timespan] * span.multiplier
    return Date(count // 12, count % 12 + 1, 1)


def instant_of(text: str) -> tuple[UnixMillis, bool] | None:
    """Unix milliseconds of a bound and whether it was a date; `None` for neither."""
    if text.lstrip("-").isdigit():
        value = int(text)
        return (value, False) if 0 <= value < 10**14 else None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return None
    return midnight(day), True
