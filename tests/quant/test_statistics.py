"""Wilson intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest

from spxcc.quant.statistics import wilson_interval


@given(st.integers(0, 400), st.integers(1, 400))
def test_equals_scipy(successes: int, n: int) -> None:
    successes = min(successes, n)
    twin = binomtest(successes, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(successes, n) == pytest.approx((twin.low, twin.high), abs=1e-12)


def test_is_the_set_of_shares_not_refused() -> None:
    """Its ends solve |p̂ − p| = z·√(p(1 − p)/n)."""
    found = wilson_interval(13, 20)
    assert found is not None
    for low, high, end in ((0.0, 0.65, found[0]), (0.65, 1.0, found[1])):
        root = brentq(lambda p: (0.65 - p) ** 2 - 1.959963984540054**2 * p * (1 - p) / 20, low + 1e-12, high - 1e-12)
        assert end == pytest.approx(root, abs=1e-9)


def test_edges() -> None:
    assert wilson_interval(0, 0) is None
    none, every = wilson_interval(0, 10), wilson_interval(10, 10)
    assert none is not None
    assert every is not None
    assert none[0] == 0.0
    assert every[1] == 1.0
    assert none[1] == pytest.approx(1.0 - every[0])


def test_more_observations_narrow_it() -> None:
    few, many = wilson_interval(6, 10), wilson_interval(600, 1000)
    assert few is not None
    assert many is not None
    assert few[0] < many[0] < 0.6 < many[1] < few[1]


@pytest.mark.parametrize(("successes", "n", "z"), [(-1, 5, 2.0), (6, 5, 2.0), (1, 5, 0.0)])
def test_refused(successes: int, n: int, z: float) -> None:
    with pytest.raises(ValueError, match="expected 0 ≤ successes ≤ n"):
        wilson_interval(successes, n, z)
