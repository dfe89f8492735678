"""The normal distribution, against scipy and the textbook."""

import math

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from spxcc.quant.normal import erfcx, ndtr, ndtr_of_bell


def test_equals_scipy_over_the_whole_domain() -> None:
    x = np.concatenate((np.linspace(-37, 37, 50_001), np.linspace(-1, 1, 5_001), [0.46875, 4.0, 5e-324]))
    # In the tails the rounding of the argument alone gives x²·eps.
    assert np.abs(ndtr(x) / scipy.special.ndtr(x) - 1.0).max() < 1e-13
    y = np.concatenate((np.linspace(-26, 60, 50_001), 10.0 ** np.linspace(-20, 15, 500)))
    assert np.abs(erfcx(y) / scipy.special.erfcx(y) - 1.0).max() < 1e-13
    middle = np.linspace(-4, 4, 20_001)
    assert np.abs(ndtr(middle) / scipy.special.ndtr(middle) - 1.0).max() < 5e-15


def test_textbook_values() -> None:
    # M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, table 26.1.
    assert ndtr([0.0, 1.0, 2.0]).tolist() == pytest.approx([0.5, 0.841344746068543, 0.977249868051821], abs=1e-15)


def test_the_ends() -> None:
    assert ndtr([-math.inf, math.inf]).tolist() == [0.0, 1.0]
    assert erfcx([math.inf, -math.inf]).tolist() == [0.0, math.inf]
    assert np.isnan(ndtr(math.nan))
    assert np.isnan(erfcx(math.nan))
    assert ndtr(0.5).shape == ()


@given(st.floats(-8, 8))
def test_both_tails_make_one(x: float) -> None:
    assert float(ndtr(x)) + float(ndtr(-x)) == pytest.approx(1.0, abs=1e-15)


@given(st.floats(-8, 8), st.floats(-8, 8))
def test_it_never_falls(x: float, y: float) -> None:
    low, high = min(x, y), max(x, y)
    assert float(ndtr(low)) <= float(ndtr(high)) + 1e-16


def test_with_the_bell_given_it_is_the_same() -> None:
    x = np.concatenate((np.linspace(-30, 30, 20_001), [0.0, 5.6568542494923806, 4.0])).reshape(2, -1)
    found = ndtr_of_bell(x, np.exp(-0.5 * x * x))
    # The bell carries x²/2 roundings of its argument.
    assert np.abs(found / ndtr(x) - 1.0).max() < 2e-13
    assert found.shape == x.shape
