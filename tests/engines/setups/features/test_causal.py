"""Operators that only look back: equal to loops, and to themselves on any prefix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.features import causal
from spxcc.quant.indicators import efficiency_ratio

VALUES = st.lists(st.integers(-8, 8).map(float), min_size=1, max_size=30).map(np.array)


@given(VALUES, st.integers(1, 12))
def test_operators_equal_loops(values: np.ndarray, bars: int) -> None:
    for at in range(values.size):
        window = values[max(0, at - bars + 1) : at + 1]
        if at + 1 < bars:
            assert np.isnan(causal.highest(values, bars)[at])
            assert np.isnan(causal.median(values, bars)[at])
        else:
            assert causal.highest(values, bars)[at] == window.max()
            assert causal.lowest(values, bars)[at] == window.min()
            assert causal.median(values, bars)[at] == np.median(window)
        if at >= bars:
            ratio = efficiency_ratio(values[at - bars : at + 1])
            assert abs(causal.efficiency(values, bars)[at]) == pytest.approx(ratio)
    flags = np.where(values > 0, 1.0, np.where(values < 0, 0.0, causal.UNKNOWN))
    any_of, all_of, ago = causal.on_one_of(flags, bars), causal.on_all_of(flags, bars), causal.since(flags)
    for at in range(values.size):
        window = flags[max(0, at - bars + 1) : at + 1]
        assert any_of[at] == window.max()
        assert all_of[at] == (window.min() if at + 1 >= bars else 0.0)
        ones = [back for back in range(at + 1) if flags[at - back] == 1.0]
        assert ago[at] == ones[0] if ones else np.isnan(ago[at])
        kept = causal.held(values, flags)[at]
        assert kept == values[at - ones[0]] if ones else np.isnan(kept)


@given(VALUES, st.integers(1, 12))
def test_a_value_does_not_know_what_follows(values: np.ndarray, bars: int) -> None:
    flags = np.where(values > 0, 1.0, 0.0)
    for make in (causal.highest, causal.lowest, causal.median, causal.efficiency, causal.lag):
        whole = make(values, bars)
        for size in range(1, values.size + 1):
            assert np.array_equal(make(values[:size], bars), whole[:size], equal_nan=True)
    for size in range(1, values.size + 1):
        assert np.array_equal(causal.since(flags[:size]), causal.since(flags)[:size], equal_nan=True)
        assert np.array_equal(causal.running_high(values[:size]), causal.running_high(values)[:size])


def test_nothing_looks_ahead() -> None:
    with pytest.raises(ValueError, match="that would be the future"):
        causal.lag(np.zeros(3), -1)


def test_lowest_during_begins_anew_with_its_flag() -> None:
    values = np.array([5.0, 4.0, 6.0, 3.0, 7.0, 8.0])
    flags = np.array([0.0, 1.0, 1.0, 0.5, 1.0, 1.0])
    assert causal.lowest_during(values, flags).tolist() == [5.0, 4.0, 4.0, 3.0, 7.0, 7.0]
    assert causal.lowest_during(np.stack([values, -values]), np.stack([flags, flags]))[1].tolist() == [
        -5.0, -4.0, -6.0, -3.0, -7.0, -8.0,
    ]  # fmt: skip
