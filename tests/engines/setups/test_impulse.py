"""The last impulse and its pull-back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.impulse import leg_of


def test_a_rise_and_a_pull_back() -> None:
    close = np.concatenate((100.0 + np.arange(35.0), 134.0 - 2 * np.arange(1.0, 6.0)))
    leg = leg_of(close + 0.5, close - 0.5, close, 1, 30)
    assert (leg.peak, leg.swing) == (134.5, 123.5)
    assert leg.origin == close[10] - 0.5
    assert leg.retrace == pytest.approx(11 / leg.size)
    assert leg.efficiency == 1.0


def test_the_efficiency_is_that_before_the_pull_back() -> None:
    close = np.concatenate((100.0 + np.arange(45.0), 144.0 - 3 * np.arange(1.0, 4.0)))
    assert leg_of(close, close, close, 1, 30).efficiency == 1.0
    assert leg_of(-close, -close, -close, -1, 30).efficiency == 1.0


def test_a_peak_that_the_closes_fell_to_has_a_negative_efficiency() -> None:
    close = np.concatenate((100.0 - np.arange(45.0), [58.0, 57.0]))
    leg = leg_of(close, close, close, 1, 1)
    assert leg.efficiency is not None
    assert leg.efficiency < 0


def test_without_thirty_one_closes_up_to_the_peak_it_is_unknown() -> None:
    close = 100.0 + np.arange(20.0)
    leg = leg_of(close, close, close, 1, 30)
    assert leg.efficiency is None
    assert (leg.swing, leg.retrace, leg.given_back) == (leg.peak, 0.0, "0%")
    assert leg_of(close[::-1], close[::-1], close[::-1], 1, 30).given_back == "0%"
    after = np.array([100.0, 103.0, 99.0])
    assert leg_of(after, after, after, 1, 30).given_back == "all"
    with pytest.raises(ValueError, match="at least one bar"):
        leg_of(close[:0], close[:0], close[:0], 1, 30)


@given(st.lists(st.floats(90, 110), min_size=1, max_size=60), st.sampled_from((1, -1)))
def test_a_leg_and_its_mirror(path: list[float], sign: int) -> None:
    close = np.array(path)
    one = leg_of(close + 0.25, close - 0.25, close, sign, 30)
    other = leg_of(-close + 0.25, -close - 0.25, -close, -sign, 30)
    assert (one.origin, one.peak, one.swing) == (-other.origin, -other.peak, -other.swing)
    assert one.efficiency == other.efficiency
    assert sign * (one.peak - one.origin) >= 0
    assert sign * (one.peak - one.swing) >= 0
