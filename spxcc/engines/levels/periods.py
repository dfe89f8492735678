"""High, low and close of the previous day, week and month."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from spxcc.market.snapshot import BarColumns, SymbolBars
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE

EPOCH = date(1970, 1, 1)
MIDDLE_NS = 6 * 60 * NANOS_PER_MINUTE
"""With this added, the UTC date of a bar's start is its trading date, be it stamped at midnight UTC, or at midnight or
the open in New York."""


@dataclass(frozen=True, slots=True)
class Period:
    """High, low and close of a span of sessions."""

    high: float
    low: float
    close: float


def trading_date(start: int) -> date:
    """Trading date of a bar of regular hours or of a day that starts at `start` (ns)."""
    return EPOCH + timedelta(days=(start + MIDDLE_NS) // NANOS_PER_DAY)


def previous_day(bars: SymbolBars, session: str) -> Period | None:
    """The last session before `session`: of the daily bars, else of the minutes kept of earlier sessions."""
    return _last_before(bars.daily, session) or _last_before(bars.earlier, session)


def _last_before(columns: BarColumns, session: str) -> Period | None:
    days = (columns.start + MIDDLE_NS) // NANOS_PER_DAY
    before = days[days < (date.fromisoformat(session) - EPOCH).days]
    return None if not before.size else _period(columns, days == before.max())


def previous_week(daily: BarColumns, session: str) -> Period | None:
    """The last week before that of `session`; `None` unless the daily bars reach back beyond its first session."""
    return _previous(daily, session, lambda day: day.isocalendar()[:2])


def previous_month(daily: BarColumns, session: str) -> Period | None:
    """The last calendar month before that of `session`; `None` unless the daily bars reach back beyond it."""
    return _previous(daily, session, lambda day: (day.year, day.month))


def _previous(daily: BarColumns, session: str, unit: Callable[[date], Hashable]) -> Period | None:
    now = date.fromisoformat(session)
    days = [trading_date(int(start)) for start in daily.start]
    before = [day for day in days if day < now and unit(day) != unit(now)]
    if not before or unit(before[0]) == unit(before[-1]):
        return None
    last = unit(before[-1])
    return _period(daily, np.array([day < now and unit(day) == last for day in days]))


def _period(columns: BarColumns, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Period:
    return Period(
        high=float(columns.high[chosen].max()),
        low=float(columns.low[chosen].min()),
        close=float(columns.close[chosen][-1]),
    )
