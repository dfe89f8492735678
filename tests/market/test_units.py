"""Instants of the wire and of the core."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, to_millis, to_nanos


@given(st.integers(-(2**62), 2**62))
def test_milliseconds_are_rounded_down(instant: int) -> None:
    back = to_nanos(to_millis(instant))
    assert back <= instant < back + NANOS_PER_MILLI


@given(st.integers(-(2**52), 2**52))
def test_a_wire_instant_survives(millis: int) -> None:
    assert to_millis(to_nanos(millis)) == millis


def test_lengths_fit_into_each_other() -> None:
    assert (NANOS_PER_MINUTE, NANOS_PER_DAY) == (60 * NANOS_PER_SECOND, 1440 * NANOS_PER_MINUTE)
    assert NANOS_PER_SECOND == 1000 * NANOS_PER_MILLI == 10**9
