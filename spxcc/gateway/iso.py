"""Instants as text."""

from datetime import UTC, datetime
from functools import lru_cache

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


def iso(instant: UnixNanos) -> str:
    """ISO 8601 in UTC with milliseconds."""
    whole, rest = divmod(instant, NANOS_PER_SECOND)
    return f"{_second(whole)}.{rest // 1_000_000:03d}Z"


@lru_cache(maxsize=16)
def _second(at: int) -> str:
    """Thousands of frames may leave within one."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}"
