"""The date line of a Cboe quote table, in the languages that its website writes it in."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from spxcc.feeds.files.months import MONTHS, plain
from spxcc.market.session import EXCHANGE_ZONE

_CLOCKS = tuple(
    re.compile(rf"(?<![\d{mark}])(\d{{1,2}}){mark}(\d{{2}})(?:{mark}\d{{2}})?(?![\d{mark}])", re.ASCII)
    for mark in (":", r"\.")
)
_HALF_AFTER = re.compile(r"\s*([AP])\.?\s?M\b\.?", re.IGNORECASE | re.ASCII)
_HALF_BEFORE = re.compile(r"(?:\b([AaPp])[Mm]|([上下])午|午([前後])|오([전후]))\s*$", re.ASCII)
_AFTERNOON = frozenset("Pp下後후")
_GMT = re.compile(r"\b(?:GMT|UTC)(?:\s*([+−-])\s*(\d{1,2})(?::?(\d{2}))?)?(?![\w:])", re.ASCII)
_ZONE = re.compile(r"\b[A-Z]{2,5}\b", re.ASCII)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b", re.ASCII)
_DAY = re.compile(r"\b(\d{1,2})\b", re.ASCII)
_NUMERIC = re.compile(
    r"\b(\d{4})(?:-(\d{2})-(\d{2})(?:T|\b)|\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일])", re.ASCII
)
"""Dates without a name of the month whose order is beyond doubt."""
_WORD = re.compile(r"[^\W\d_]+")
_SAID_AFTER = frozenset({"on", "de", "uhr", "h", "ч", "г"})
"""Words that may follow the time and change nothing about it."""
_ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("ET", "EST", "EDT"), EXCHANGE_ZONE),
    **dict.fromkeys(("CT", "CST", "CDT"), ZoneInfo("America/Chicago")),
    **dict.fromkeys(("MT", "MST", "MDT"), ZoneInfo("America/Denver")),
    **dict.fromkeys(("PT", "PST", "PDT"), ZoneInfo("America/Los_Angeles")),
}


def parse_date_line(text: str) -> datetime | None:
    """Instant of a line such as `December 12, 2022 at 8:30 PM EST` or `9 декабря 2023 г. в 13:49 GMT-5`.

    `None` if day, month, year or time is missing or could be read in two ways, and for a zone that is not known.
    Without a zone it is exchange time.
    """
    line = plain(text)
    clock = next((found for found in (mark.search(line) for mark in _CLOCKS) if found is not None), None)
    if clock is None:
        return None
    before, after = line[: clock.start()], line[clock.end() :]
    half = _HALF_AFTER.match(after)
    if half is not None:
        after = after[half.end() :]
    else:
        half = _HALF_BEFORE.search(before)
        before = before if half is None else before[: half.start()]
    hour = _hour(int(clock[1]), next((mark for mark in half.groups() if mark), None) if half else None)
    date = _numeric(before, after) or _named(before, after)
    if hour is None or date is None:
        return None
    year, month, day, zone = date
    try:
        return datetime(year, month, day, hour, int(clock[2]), tzinfo=zone)
    except ValueError:
        return None


def _hour(shown: int, half: str | None) -> int | None:
    if half is None:
        return shown
    if not 1 <= shown <= 12:
        return None
    return shown % 12 + (12 if half in _AFTERNOON else 0)


def _numeric(before: str, after: str) -> tuple[int, int, int, tzinfo] | None:
    """Year, month, day and zone of `2023-12-09` and `2023年12月9日`; the zone may stand between date and time."""
    date = _NUMERIC.search(before)
    if date is None:
        return None
    rest = f"{before[date.end() :]} {after}"
    zone = _zone(rest)
    left = _ZONE.sub(" ", _GMT.sub(" ", rest))
    if zone is None or re.search(r"\w", left):
        return None
    return int(date[1]), int(date[2] or date[4]), int(date[3] or date[5]), zone


def _named(before: str, after: str) -> tuple[int, int, int, tzinfo] | None:
    words = _WORD.findall(f"{before} {after}".lower())
    months = {MONTHS[word] for word in words if word in MONTHS}
    year, zone = _YEAR.search(f"{before} {after}"), _zone(after)
    behind = _ZONE.sub(" ", _GMT.sub(" ", after))
    day = _DAY.search(before) or _DAY.search(behind)
    strange = {word for word in _WORD.findall(behind.lower()) if word not in MONTHS} - _SAID_AFTER
    if len(months) != 1 or year is None or day is None or zone is None or strange:
        return None
    return int(year[0]), months.pop(), int(day[1]), zone


def _zone(text: str) -> tzinfo | None:
    """The zone that `text` names, exchange time without one; `None` for one that is not known."""
    offset = _GMT.search(text)
    if offset is not None:
        size = timedelta(hours=int(offset[2] or 0), minutes=int(offset[3] or 0))
        if size > timedelta(hours=14):
            return None
        return timezone(size if offset[1] == "+" else -size)
    named = _ZONE.search(text)
    return EXCHANGE_ZONE if named is None else _ZONES.get(named[0])
