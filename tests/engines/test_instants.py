"""Instants on the wire."""

from spxcc.engines.instants import iso_utc
from tests.fakes.snapshots import at


def test_milliseconds_rounded_down_in_utc() -> None:
    assert iso_utc(at("10:30", "2026-01-14") + 999_999) == "2026-01-14T15:30:00.000Z"
    assert iso_utc(at("10:30", "2026-07-15") + 7_900_000) == "2026-07-15T14:30:00.007Z"
