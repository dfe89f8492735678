"""Calls of a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.limiter import RateLimiter


@given(st.integers(1, 600), st.integers(1, 60), st.lists(st.floats(0, 20), max_size=80))
def test_f32_no_minute_has_more_calls_than_the_plan_and_its_burst(
    per_minute: int, burst: int, pauses: list[float]
) -> None:
    limiter = RateLimiter(per_minute, burst, 0.0)
    now, made = 0.0, []
    for pause in pauses:
        now += pause
        made.append(now + limiter.take(now))
    assert made == sorted(made)
    room = min(burst, per_minute)
    for start in made:
        assert sum(start <= call < start + 60 - 1e-6 for call in made) <= per_minute + room


def test_the_free_plan_has_five_a_minute() -> None:
    limiter = RateLimiter(5, 50, 0.0)
    assert [limiter.take(0.0) for _ in range(7)] == [0, 0, 0, 0, 0, 12, 24]


def test_a_pause_that_was_asked_for_holds_everybody() -> None:
    limiter = RateLimiter(600, 50, 0.0)
    limiter.hold(10.0, 7.0)
    assert (limiter.take(11.0), limiter.take(17.0)) == (6.0, 0.0)


def test_a_plan_without_calls_is_none() -> None:
    with pytest.raises(ValueError, match="at least one call"):
        RateLimiter(0, 1, 0.0)
