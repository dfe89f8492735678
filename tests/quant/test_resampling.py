"""Resampling by days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from spxcc.quant.resampling import adjusted, day_block_interval, day_means, sample_size

p_lists = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20)


def test_f45_the_power_truth_of_the_page() -> None:
    assert [sample_size(share) for share in (0.55, 0.60, 0.65)] == [617, 153, 67]


@given(p_lists)
def test_f45_q_values_equal_those_of_scipy(values: list[float]) -> None:
    named = {str(at): value for at, value in enumerate(values)}
    assert list(adjusted(named).values()) == pytest.approx(stats.false_discovery_control(values).tolist())


def test_f45_days_are_drawn_whole() -> None:
    blocks = [[1.0] * 10, [-1.0] * 10]
    assert set(day_means(blocks, 7).tolist()) == {-1.0, 0.0, 1.0}
    assert day_block_interval(blocks, 7) == (-1.0, 1.0)


def test_f45_the_same_seed_gives_the_same_interval() -> None:
    chance = np.random.Generator(np.random.PCG64(3))
    blocks = [chance.normal(0.1, 1, 3).tolist() for _ in range(60)]
    one, same, other = (day_block_interval(blocks, seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert one is not None
    spread = np.std([np.mean(block) for block in blocks]) / np.sqrt(60)
    assert one[1] - one[0] == pytest.approx(2 * 1.96 * spread, rel=0.15)


def test_one_day_has_no_interval() -> None:
    assert day_block_interval([[1.0, -1.0], []], 1) is None
    with pytest.raises(ValueError, match="at least one value"):
        day_means([[]], 1)
    with pytest.raises(ValueError, match="p values"):
        adjusted({"a": 1.5})
    with pytest.raises(ValueError, match="different shares"):
        sample_size(0.5)
