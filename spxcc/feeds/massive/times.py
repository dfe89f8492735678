"""The vendor's times: milliseconds here, nanoseconds there. Whatever is neither is refused."""

from datetime import datetime

from spxcc.market.units import UnixNanos

_NS_PER_MS = 1_000_000
_MS_MIN, _MS_MAX = 10**12, 10**13
AHEAD_NS = 60 * 1_000_000_000
"""So far the vendor's clock may be ahead of ours."""


def from_millis(value: int) -> UnixNanos | None:
    """Nanoseconds of a time in milliseconds (13 digits); `None` for anything else."""
    return value * _NS_PER_MS if _MS_MIN <= value < _MS_MAX else None


def from_nanos(value: int) -> UnixNanos | None:
    """A time in nanoseconds (19 digits); `None` for anything else."""
    return value if _MS_MIN * _NS_PER_MS <= value < _MS_MAX * _NS_PER_MS else None


def possible(instant: UnixNanos | None, now: UnixNanos) -> UnixNanos | None:
    """`instant`, unless it lies in the future by more than clocks differ."""
    return None if instant is None or instant > now + AHEAD_NS else instant


def from_rfc3339(text: str) -> UnixNanos | None:
    """Nanoseconds of a time with an offset; `None` for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return int(moment.timestamp() * 1000) * _NS_PER_MS
