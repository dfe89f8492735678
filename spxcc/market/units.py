"""Names of units: the type of a number says what it counts."""

from typing import TypeAlias

UnixNanos: TypeAlias = int
"""Nanoseconds since 1970-01-01T00:00:00Z."""

UnixMillis: TypeAlias = int
"""Milliseconds since 1970-01-01T00:00:00Z; the unit of instants on the wire."""

NANOS_PER_MILLI = 1_000_000
NANOS_PER_SECOND = 1_000_000_000
NANOS_PER_MINUTE = 60 * NANOS_PER_SECOND
NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND


def to_millis(instant: UnixNanos) -> UnixMillis:
    """Whole milliseconds of `instant`, rounded down."""
    return instant // NANOS_PER_MILLI


def to_nanos(instant: UnixMillis) -> UnixNanos:
    """Nanoseconds of a wire instant."""
    return instant * NANOS_PER_MILLI
