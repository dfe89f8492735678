"""The date line of a Cboe quote table, in the languages that its website writes it in."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from spxcc.market.session import EXCHANGE_ZONE

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    "januar": 1, "februar": 2, "marz": 3, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
    "janeiro": 1, "fevereiro": 2, "marco": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9, "outubro": 10,
    "novembro": 11, "dezembro": 12,
    "gennaio": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "settembre": 9, "ottobre": 10,
    "dicembre": 12,
}  # fmt: skip

_TIME = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([AP])\.?\s?M\b\.?)?", re.IGNORECASE | re.ASCII)
_GMT = re.compile(r"\b(?:GMT|UTC)(?:\s*([+−-])\s*(\d{1,2})(?::?(\d{2}))?)?(?![\w:])", re.ASCII)
_ZONE = re.compile(r"\b[A-Z]{2,5}\b", re.ASCII)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b", re.ASCII)
_DAY = re.compile(r"\b(\d{1,2})\b", re.ASCII)
_ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("ET", "EST", "EDT"), EXCHANGE_ZONE),
    **dict.fromkeys(("CT", "CST", "CDT"), ZoneInfo("America/Chicago")),
    **dict.fromkeys(("MT", "MST", "MDT"), ZoneInfo("America/Denver")),
    **dict.fromkeys(("PT", "PST", "PDT"), ZoneInfo("America/Los_Angeles")),
}


def parse_date_line(text: str) -> datetime | None:
    """Instant of a line such as `December 12, 2022 at 8:30 PM EST` or `23 de marzo de 2022, 10:11 GMT-4`.

    `None` if day, month, year or time is missing, or for a zone that is not known. Without a zone it is exchange time.
    """
    plain = _plain(text)
    clock, year = _TIME.search(plain), _YEAR.search(plain)
    month = next((_MONTHS[word] for word in re.findall(r"[a-z]+", plain.lower()) if word in _MONTHS), None)
    if month is None or year is None or clock is None:
        return None
    before = plain[: clock.start()]
    after = plain[clock.end() :]
    day = _DAY.search(before) or _DAY.search(_GMT.sub(" ", after))
    zone = _zone(after)
    if day is None or zone is None:
        return None
    hour, half = int(clock[1]), (clock[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(int(year[0]), month, int(day[1]), hour, int(clock[2]), tzinfo=zone)
    except ValueError:
        return None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _zone(after: str) -> tzinfo | None:
    """Zone in the text after the time."""
    offset = _GMT.search(after)
    if offset is not None:
        size = timedelta(hours=int(offset[2] or 0), minutes=int(offset[3] or 0))
        if size > timedelta(hours=14):
            return None
        return timezone(size if offset[1] == "+" else -size)
    named = _ZONE.search(after)
    return EXCHANGE_ZONE if named is None else _ZONES.get(named[0])
