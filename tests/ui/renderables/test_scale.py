"""Price axis."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.scale import PriceScale, autoscale, nice_step, ticks

PRICES = st.floats(10, 20_000)


@pytest.mark.parametrize(
    ("span", "count", "step"), [(10, 10, 1), (10, 5, 2), (10, 4, 2.5), (10, 3, 5), (11, 1, 20), (0.9, 9, 0.1)]
)
def test_steps_are_1_2_2_5_5(span: float, count: int, step: float) -> None:
    assert nice_step(span, count) == pytest.approx(step)


@given(PRICES, st.floats(0.1, 500), st.integers(1, 60))
def test_ticks_are_inside_multiples_and_not_too_many(low: float, span: float, count: int) -> None:
    step = nice_step(span, count)
    found = ticks(low, low + span, step)
    assert len(found) <= count + 1
    assert all(low - 1e-6 <= one <= low + span + 1e-6 for one in found)
    assert all(math.isclose(one / step, round(one / step), abs_tol=1e-6) for one in found)


@given(PRICES, st.floats(0, 300), st.integers(1, 200))
def test_a_new_scale_holds_its_data(low: float, span: float, rows: int) -> None:
    scale = autoscale(None, low, low + span, rows)
    assert scale.low < low + 1e-9
    assert scale.high > low + span - 1e-9
    assert scale.row(low) is not None
    assert scale.row(low + span) is not None


def test_hysteresis_keeps_the_axis_still() -> None:
    scale = autoscale(None, 6870, 6890, 30)
    assert autoscale(scale, 6870.5, 6890.4, 30) is scale
    assert autoscale(scale, 6870, 6895, 30) is not scale
    assert autoscale(scale, 6880, 6890, 30) is not scale
    assert autoscale(scale, 6870, 6890, 29) is not scale


@given(st.integers(1, 100), st.integers(0, 99))
def test_row_and_price_are_inverse(rows: int, row: int) -> None:
    scale = PriceScale(6800.0, 6900.0, rows)
    if row < rows:
        assert scale.row(scale.price_at(row)) == row
    assert scale.row(6799.0) is None
    assert scale.row(6900.0) == 0
    assert scale.row(6800.0) == rows - 1
