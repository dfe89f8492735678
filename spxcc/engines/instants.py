"""Instants as the wire writes them."""

from datetime import UTC, datetime

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


def iso_utc(instant: UnixNanos) -> str:
    """`2026-01-14T15:30:00.000Z`: milliseconds, rounded down."""
    seconds, nanos = divmod(instant, NANOS_PER_SECOND)
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanos // 1_000_000:03d}Z"
