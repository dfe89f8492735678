"""The beta distribution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from spxcc.quant.beta import beta_cdf, beta_quantile

shapes = st.floats(0.3, 500.0)


@given(shapes, shapes, st.floats(0.0, 1.0))
def test_equal_to_scipy(a: float, b: float, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(float(stats.beta.cdf(x, a, b)), abs=1e-10)


@given(st.floats(1.0, 200.0), st.floats(1.0, 200.0), st.floats(0.01, 0.99))
def test_the_quantile_inverts(a: float, b: float, share: float) -> None:
    assert beta_cdf(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-9)


def test_the_prior_of_a_six_to_eight_geometry() -> None:
    """SETUPS.md 4: no outcome at 6/8 is .429 [80 %: .29–.57]."""
    a, b = 20 * 6 / 14, 20 * 8 / 14
    assert [round(beta_quantile(share, a, b), 2) for share in (0.1, 0.9)] == [0.29, 0.57]


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a share"):
        beta_quantile(1.5, 1.0, 1.0)
    with pytest.raises(ValueError, match="expected a, b"):
        beta_cdf(0.5, 0.0, 1.0)
