"""The days of a rule, by the exchange calendar."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta

from spxcc.engines.agenda.params import Rule
from spxcc.market.session import hours, previous_session, third_friday

VIX_DAYS = 30
QUARTERS = (3, 6, 9, 12)


def days_of(rule: Rule, first: str, last: str) -> tuple[str, ...]:
    """ISO dates of `rule` from `first` to `last`, both included; an event of a day without a session is left out."""
    found = {day for day in (*rule.dates, *_repeated(rule, first, last)) if first <= day <= last}
    return tuple(sorted(day for day in found - set(rule.skip) if hours(day) is not None))


def expiry_day(year: int, month: int) -> str:
    """The session on which options of the month expire: the third Friday, or the session before if that is none."""
    return _on_or_before(third_friday(year, month))


def vix_expiry(year: int, month: int) -> str:
    """When VIX options of the month settle: 30 days before the third Friday of the next one.

    If that day or that Friday is no session: the session before that day (Cboe's rule).
    """
    friday = third_friday(year + month // 12, month % 12 + 1)
    day = (Date.fromisoformat(friday) - timedelta(days=VIX_DAYS)).isoformat()
    return previous_session(day) if hours(friday) is None or hours(day) is None else day


def _repeated(rule: Rule, first: str, last: str) -> Iterator[str]:
    if rule.repeat == "":
        return
    if rule.repeat == "daily":
        day = Date.fromisoformat(first)
        while day.isoformat() <= last:
            yield day.isoformat()
            day += timedelta(days=1)
        return
    for year, month in _months(first, last):
        match rule.repeat:
            case "first friday":
                yield (Date.fromisoformat(third_friday(year, month)) - timedelta(days=14)).isoformat()
            case "third friday":
                yield expiry_day(year, month)
            case "quarterly third friday" if month in QUARTERS:
                yield expiry_day(year, month)
            case "vix expiry":
                yield vix_expiry(year, month)
            case "month end":
                yield _month_end(year, month)
            case "quarter end" if month in QUARTERS:
                yield _month_end(year, month)


def _months(first: str, last: str) -> Iterator[tuple[int, int]]:
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04d}-{month:02d}" <= last[:7]:
        yield year, month
        year, month = year + month // 12, month % 12 + 1


def _month_end(year: int, month: int) -> str:
    following = Date(year + month // 12, month % 12 + 1, 1)
    return _on_or_before((following - timedelta(days=1)).isoformat())


def _on_or_before(day: str) -> str:
    return day if hours(day) is not None else previous_session(day)
