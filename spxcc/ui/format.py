"""Numbers and instants as words. Minus is `−`; an absent value is `–`."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from spxcc.market.units import UnixMillis

NEW_YORK = ZoneInfo("America/New_York")
ABSENT = "–"
MINUTE_MS = 60_000


def price(value: float | None, digits: int = 2) -> str:
    """`6,885.86`."""
    return ABSENT if value is None else f"{value:,.{digits}f}".replace("-", "−")


def strike(value: float) -> str:
    """`6,905`, or `6,902.5` where it is no whole number."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def signed(value: float | None, digits: int = 2) -> str:
    """`+12.41`, `−0.60`."""
    if value is None:
        return ABSENT
    text = f"{value:+,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = f"{0:+.{digits}f}"
    return text.replace("-", "−")


def percent(value: float | None, digits: int = 0) -> str:
    """`43 %` of a share 0–1."""
    return ABSENT if value is None else f"{value * 100:.{digits}f} %".replace("-", "−")


def dollars(value: float | None, sign: bool = False) -> str:
    """`172K`, `−0.60B`: US dollars with a unit."""
    if value is None:
        return ABSENT
    size = abs(value)
    for limit, unit, digits in ((999.5e6, 1e9, 2), (999.5e3, 1e6, 0 if size >= 1e7 else 1), (999.5, 1e3, 0)):
        if size >= limit:
            name = {1e9: "B", 1e6: "M", 1e3: "K"}[unit]
            text = f"{size / unit:,.{digits}f}{name}"
            break
    else:
        text = f"{size:.0f}"
    mark = "−" if value < 0 else "+" if sign and value > 0 else ""
    return mark + text


def count(value: float) -> str:
    """`977`, `12.3K`, `1.2M`: a volume."""
    if value >= 999_500:
        return f"{value / 1e6:.1f}M"
    return f"{value / 1e3:.1f}K" if value >= 9_995 else f"{value:,.0f}"


def age(millis: float | None) -> str:
    """`40ms`, `4.2s`, `41s`, `12m`, `15h`: how old something is; a negative age (clocks differ) counts as none."""
    if millis is None:
        return ABSENT
    ms = max(millis, 0.0)
    if ms < 1_000:
        return f"{int(ms / 10) * 10}ms"
    for limit, text in (
        (10_000, f"{ms / 1_000:.1f}s"),
        (100_000, f"{ms / 1_000:.0f}s"),
        (100 * MINUTE_MS, f"{ms / MINUTE_MS:.0f}m"),
        (100 * 3_600_000, f"{ms / 3_600_000:.0f}h"),
    ):
        if ms < limit:
            return text
    return f"{ms / 86_400_000:.0f}d"


@lru_cache(maxsize=512)
def _offset_ms(quarter: int) -> int:
    """Offset of New York from UTC in the quarter of an hour number `quarter`."""
    at = datetime.fromtimestamp(quarter * 900, UTC).astimezone(NEW_YORK)
    shift = at.utcoffset()
    return 0 if shift is None else int(shift.total_seconds()) * 1000


def clock(at: UnixMillis, seconds: bool = True) -> str:
    """`14:32:07` exchange time."""
    second = (at + _offset_ms(at // 900_000)) // 1000 % 86_400
    text = f"{second // 3600:02d}:{second // 60 % 60:02d}"
    return f"{text}:{second % 60:02d}" if seconds else text


def day(at: UnixMillis) -> str:
    """`2026-11-18`, the date in New York."""
    return _date((at + _offset_ms(at // 900_000)) // 86_400_000)


@lru_cache(maxsize=512)
def _date(number: int) -> str:
    """The date of the day number `number` since 1970."""
    return datetime.fromtimestamp(number * 86_400, UTC).strftime("%Y-%m-%d")


def iso_millis(text: str) -> UnixMillis | None:
    """Instant of an ISO string with an offset; `None` if it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else int(at.timestamp() * 1000)


def until(millis: float) -> str:
    """`6:10`, `1h28`: time left."""
    seconds = max(int(millis // 1000), 0)
    return f"{seconds // 3600}h{seconds // 60 % 60:02d}" if seconds >= 3600 else f"{seconds // 60}:{seconds % 60:02d}"
