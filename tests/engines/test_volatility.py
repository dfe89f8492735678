"""Units of expected movement."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.volatility import e_unit, expected_points, over_longer, straddle_of


@pytest.mark.parametrize(("minutes", "points"), [(5, 6.8), (15, 11.8), (30, 16.6)])
def test_worked_example(minutes: int, points: float) -> None:
    assert expected_points(6800, 0.324, minutes) == pytest.approx(points, abs=0.06)


@given(st.floats(100, 10_000), st.floats(0.01, 3), st.floats(0.1, 10_000))
def test_grows_with_the_root_of_time(spot: float, sigma: float, minutes: float) -> None:
    assert expected_points(spot, sigma, 4 * minutes) == pytest.approx(2 * expected_points(spot, sigma, minutes))


def test_over_longer_is_the_same_as_expecting_longer() -> None:
    assert over_longer(expected_points(6000, 0.2, 90), 90, 390) == pytest.approx(expected_points(6000, 0.2, 390))


def test_a_year_is_sigma() -> None:
    assert expected_points(100, 0.2, 525_600) == pytest.approx(20)


@pytest.mark.parametrize("wrong", [(0, 0.2, 5), (100, 0, 5), (100, 0.2, -1), (math.nan, 0.2, 5), (math.inf, 0.2, 5)])
def test_nonsense_is_an_error(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="expected spot > 0"):
        expected_points(*wrong)


def test_a_missing_input_has_no_unit() -> None:
    assert e_unit(None, 0.2, 15) is None
    assert e_unit(6000, None, 15) is None
    assert e_unit(6000, 0.2, 15) == expected_points(6000, 0.2, 15)


def test_straddle_is_0_798_of_one_sd() -> None:
    assert straddle_of(13.43) == pytest.approx(10.72, abs=0.01)
