"""Milliseconds, nanoseconds, and neither."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.times import from_millis, from_nanos, from_rfc3339, possible
from tests.fakes.snapshots import at


@given(st.integers(10**12, 10**13 - 1))
def test_thirteen_digits_are_milliseconds_and_nineteen_nanoseconds(millis: int) -> None:
    assert from_millis(millis) == millis * 10**6
    assert from_nanos(millis * 10**6 + 7) == millis * 10**6 + 7
    assert from_millis(millis * 10**6) is None
    assert from_nanos(millis) is None
    assert from_millis(millis // 1000) is None


def test_the_future_is_no_time_of_an_event() -> None:
    now = at("11:00")
    assert possible(now + 5 * 10**9, now) == now + 5 * 10**9
    assert possible(now + 3600 * 10**9, now) is None
    assert possible(None, now) is None


def test_server_times_have_an_offset() -> None:
    assert from_rfc3339("2026-01-14T11:00:00-05:00") == at("11:00")
    assert from_rfc3339("2026-01-14T11:00:00") is None
    assert from_rfc3339("soon") is None
