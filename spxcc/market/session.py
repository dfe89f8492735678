"""The exchange session calendar: a shipped table of closed weekdays and early closes, exchange time on top."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

Phase: TypeAlias = Literal["pre-market", "open", "after-hours", "closed"]

EXCHANGE_ZONE = ZoneInfo("America/New_York")
OPEN, CLOSE, EXTENDED_OPEN, EXTENDED_CLOSE = time(9, 30), time(16, 0), time(4, 0), time(20, 0)
EXTENDED_AFTER_EARLY_CLOSE = time(17, 0)
_CLOCK = re.compile(r"\d{2}:\d{2}(?::\d{2})?", re.ASCII)


class CalendarRangeError(ValueError):
    """A date outside the shipped session table."""


@dataclass(frozen=True, slots=True)
class SessionHours:
    """Regular hours of the session `date` (ISO): `open_at` inclusive, `close_at` exclusive."""

    date: str
    open_at: UnixNanos
    close_at: UnixNanos
    half_day: bool


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """The session that counts at an instant: today's if today is one, else the next.

    date: ISO trading date. open_at/close_at: its regular hours. phase: at the instant asked. next_open/next_close: the
    first such instants after it. holiday: name, if today's weekday is a full holiday.
    """

    date: str
    open_at: UnixNanos
    close_at: UnixNanos
    phase: Phase
    next_open: UnixNanos
    next_close: UnixNanos
    half_day: bool
    holiday: str | None


class _Table(msgspec.Struct, frozen=True):
    first: str
    last: str
    closed: dict[str, str]
    early_closes: dict[str, str]


def to_exchange(instant: UnixNanos) -> datetime:
    """`instant` in exchange time, whole seconds. Raises CalendarRangeError for one that no calendar reaches."""
    try:
        return datetime.fromtimestamp(instant // NANOS_PER_SECOND, EXCHANGE_ZONE)
    except (OverflowError, OSError, ValueError):
        raise CalendarRangeError(f"expected an instant in nanoseconds, found {instant}; check its unit") from None


def at_exchange(date: str, clock: str | time) -> UnixNanos:
    """Instant of `clock` ("14:30", "14:30:05") exchange time on the ISO `date`. Raises ValueError for other texts."""
    if isinstance(clock, str) and not _CLOCK.fullmatch(clock):
        raise ValueError(f"expected a time such as 14:30, found {clock[:24]!r}")
    moment = time.fromisoformat(clock) if isinstance(clock, str) else clock
    local = datetime.combine(Date.fromisoformat(date), moment, EXCHANGE_ZONE)
    return int(local.timestamp()) * NANOS_PER_SECOND


@cache
def hours(date: str) -> SessionHours | None:
    """Regular hours of the ISO `date`, `None` if it is no session.

    Raises CalendarRangeError outside the table, ValueError for what is no date as YYYY-MM-DD.
    """
    table = _table()
    if not table.first <= date <= table.last:
        raise CalendarRangeError(
            f"expected a date from {table.first} to {table.last}, found {date}; a newer release has a longer table"
        )
    day = Date.fromisoformat(date)
    if day.isoformat() != date:
        raise ValueError(f"expected a date as {day.isoformat()}, found {date!r}")
    if day.weekday() > 4 or date in table.closed:
        return None
    early = table.early_closes.get(date)
    close = CLOSE if early is None else time.fromisoformat(early)
    return SessionHours(date, at_exchange(date, OPEN), at_exchange(date, close), early is not None)


def next_session(date: str) -> str:
    """The first session after the ISO `date`."""
    return _step(date, 1)


def previous_session(date: str) -> str:
    """The last session before the ISO `date`."""
    return _step(date, -1)


def session_at(instant: UnixNanos) -> SessionHours | None:
    """The session whose regular hours hold `instant`."""
    found = hours(to_exchange(instant).date().isoformat())
    return found if found is not None and found.open_at <= instant < found.close_at else None


def daily_session(instant: UnixNanos) -> SessionHours:
    """The session of a daily bar stamped `instant`: at its open, within it, or at a midnight (New York, UTC) before."""
    found = hours(to_exchange(instant).date().isoformat())
    if found is not None and instant < found.close_at:
        return found
    return _hours_of(next_session(to_exchange(instant).date().isoformat()))


def session_info(instant: UnixNanos) -> SessionInfo:
    """What the calendar says at `instant`."""
    today = to_exchange(instant).date().isoformat()
    own = hours(today)
    counted = own or _hours_of(next_session(today))
    following = _hours_of(next_session(counted.date))
    return SessionInfo(
        date=counted.date,
        open_at=counted.open_at,
        close_at=counted.close_at,
        phase="closed" if own is None else _phase(own, instant),
        next_open=counted.open_at if instant < counted.open_at else following.open_at,
        next_close=counted.close_at if instant < counted.close_at else following.close_at,
        half_day=counted.half_day,
        holiday=_table().closed.get(today),
    )


def third_friday(year: int, month: int) -> str:
    """ISO date of the third Friday."""
    first = Date(year, month, 1)
    return (first + timedelta(days=(4 - first.weekday()) % 7 + 14)).isoformat()


def _phase(own: SessionHours, instant: UnixNanos) -> Phase:
    late = EXTENDED_AFTER_EARLY_CLOSE if own.half_day else EXTENDED_CLOSE
    edges = [at_exchange(own.date, EXTENDED_OPEN), own.open_at, own.close_at, at_exchange(own.date, late)]
    phases: tuple[Phase, ...] = ("closed", "pre-market", "open", "after-hours", "closed")
    return phases[bisect_right(edges, instant)]


def _step(date: str, days: int) -> str:
    day = Date.fromisoformat(date) + timedelta(days=days)
    while hours(day.isoformat()) is None:
        day += timedelta(days=days)
    return day.isoformat()


def _hours_of(date: str) -> SessionHours:
    found = hours(date)
    assert found is not None, f"{date} was given as a session"
    return found


@cache
def _table() -> _Table:
    raw = files("spxcc.market").joinpath("session_table.json").read_bytes()
    return msgspec.json.decode(raw, type=_Table)
