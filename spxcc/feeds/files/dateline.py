"""The date line of a Cboe quote table, in the languages that its website writes it in."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EXCHANGE = ZoneInfo("America/New_York")

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

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP])?\.?\s*M?", re.IGNORECASE)
_GMT = re.compile(r"\b(?:GMT|UTC)\s*([+-−]\s*\d{1,2})?(?::?(\d{2}))?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(19|20)\d{2}\b")
_DAY = re.compile(r"\b(\d{1,2})\b")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def parse_date_line(text: str) -> datetime | None:
    """Instant of a line such as `December 12, 2022 at 8:30 PM EST` or `23 de marzo de 2022, 10:11 GMT-4`.

    `None` if day, month, year or time is missing. Named American zones mean exchange time.
    """
    plain = _plain(text)
    month = next((_MONTHS[word] for word in re.findall(r"[a-z]+", plain) if word in _MONTHS), None)
    year = _YEAR.search(plain)
    clock = _TIME.search(plain)
    if month is None or year is None or clock is None:
        return None
    rest = plain.replace(year.group(), " ", 1).replace(clock.group(), " ", 1)
    day = _DAY.search(_GMT.sub(" ", rest))
    if day is None:
        return None
    hour, minute = int(clock.group(1)), int(clock.group(2))
    half = (clock.group(4) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        naive = datetime(int(year.group()), month, int(day.group(1)), hour, minute)
    except ValueError:
        return None
    return naive.replace(tzinfo=_zone(plain))


def _zone(plain: str) -> timezone | ZoneInfo:
    offset = _GMT.search(plain)
    if offset is None:
        return EXCHANGE
    hours = int((offset.group(1) or "0").replace(" ", "").replace("−", "-"))
    return timezone(timedelta(hours=hours))
