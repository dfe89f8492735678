"""Two barriers and a random walk."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.quant.barriers import ruin, ruin_within

distances = st.floats(0.1, 50.0)


def test_f45_ruin_by_the_textbook() -> None:
    """Feller I, XIV.2: a fair game between 6 below and 8 above."""
    assert ruin(8.0, 6.0) == pytest.approx(3 / 7)


@given(distances, distances, st.floats(0.01, 5.0), st.floats(0.0, 400.0))
def test_f45_both_barriers_within_a_time_share_what_there_is(
    up: float, down: float, sigma: float, minutes: float
) -> None:
    over, under = ruin_within(up, down, sigma, minutes)
    assert 0 <= over <= ruin(up, down)
    assert 0 <= under <= 1 - ruin(up, down)
    turned = ruin_within(down, up, sigma, minutes)
    assert turned == pytest.approx((under, over), abs=1e-12)
    later = ruin_within(up, down, sigma, minutes + 10)
    assert later[0] >= over - 1e-12


def test_f45_without_a_limit_of_time_it_is_the_ratio() -> None:
    assert ruin_within(8.0, 6.0, 1.0, 1e6)[0] == pytest.approx(ruin(8.0, 6.0))
    assert ruin_within(8.0, 6.0, 1.0, 0.0) == (0.0, 0.0)


def test_f45_a_far_wall_leaves_the_reflection_of_a_single_one() -> None:
    for far in (50.0, 5_000.0):
        found = ruin_within(3.0, far, 1.0, 4.0)[0]
        assert found == pytest.approx(math.erfc(1.5 / math.sqrt(2)), abs=1e-9)


def test_f45_a_walk_in_small_steps_says_the_same() -> None:
    chance = np.random.Generator(np.random.PCG64(1))
    paths = np.cumsum(chance.normal(0, 1 / math.sqrt(60), (6_000, 30 * 60)), axis=1)
    up = np.where((paths >= 4).any(axis=1), (paths >= 4).argmax(axis=1), 10**6)
    down = np.where((paths <= -3).any(axis=1), (paths <= -3).argmax(axis=1), 10**6)
    over, under = ruin_within(4.0, 3.0, 1.0, 30.0)
    # Steps of a second overshoot by 0.58 of one, so the walls are further away by that.
    shift = 0.5826 / math.sqrt(60)
    over, under = ruin_within(4.0 + shift, 3.0 + shift, 1.0, 30.0)
    assert float((up < down).mean()) == pytest.approx(over, abs=0.02)
    assert float((down < up).mean()) == pytest.approx(under, abs=0.02)


@pytest.mark.parametrize("bad", [(0.0, 1.0), (1.0, -1.0), (math.nan, 1.0), (math.inf, 1.0)])
def test_distances_that_are_none_are_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="expected two distances"):
        ruin(*bad)
    with pytest.raises(ValueError, match="expected sigma"):
        ruin_within(1.0, 1.0, 0.0, 1.0)
