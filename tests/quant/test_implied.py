"""Inversion to volatility: there and back, the twin by bisection, refusals."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from spxcc.quant import bsm
from spxcc.quant.implied import MAX_TOTAL, MIN_TOTAL, implied_vol


def black(forward: float, strike: float, total: float, is_call: bool) -> float:
    """Undiscounted Black-76 at total volatility, by scipy.stats."""
    d1 = math.log(forward / strike) / total + total / 2
    flag = 1 if is_call else -1
    return float(flag * (forward * norm.cdf(flag * d1) - strike * norm.cdf(flag * (d1 - total))))


def test_seed_vector_converges() -> None:
    years = 30 / 365
    found = implied_vol(108.645, 5900 * math.exp(0.031 * years), 5900.0, years, math.exp(-0.045 * years), True)
    assert float(found) == pytest.approx(0.15, abs=1e-5)


@given(
    st.floats(10.0, 8000.0),
    st.floats(-3.0, 3.0),
    st.floats(1 / 525_600, 5.0),
    st.floats(0.02, 3.0),
    st.floats(0.5, 1.2),
)
def test_there_and_back(forward: float, deviations: float, years: float, sigma: float, discount: float) -> None:
    total = sigma * math.sqrt(years)
    assume(total < 3.0)
    strike = forward * math.exp(deviations * total)
    is_call = strike >= forward
    price = discount * black(forward, strike, total, is_call)
    assert float(implied_vol(price, forward, strike, years, discount, is_call)) == pytest.approx(sigma, rel=1e-8)


@pytest.mark.parametrize(("strike", "price"), [(5000.0, 0.05), (5900.0, 100.0), (6000.0, 12.5), (9000.0, 0.025)])
def test_equals_the_bisected_twin(strike: float, price: float) -> None:
    forward, years = 5900.0, 0.05
    is_call = strike >= forward
    twin = brentq(lambda s: black(forward, strike, s, is_call) - price, 1e-5, 5.0, xtol=1e-14) / math.sqrt(years)
    assert float(implied_vol(price, forward, strike, years, 1.0, is_call)) == pytest.approx(twin, rel=1e-9)


def test_a_deep_wing_to_its_last_digits() -> None:
    total = 0.05
    price = float(bsm.price(1.0, math.exp(8 * total), 1.0, total, 0.0, 0.0, True))
    assert price < 1e-15
    assert float(implied_vol(price, 1.0, math.exp(8 * total), 1.0, 1.0, True)) == pytest.approx(total, rel=1e-3)


def test_in_the_money_by_its_time_value() -> None:
    price = black(5900.0, 5800.0, 0.03, True)
    assert float(implied_vol(price, 5900.0, 5800.0, 1.0, 1.0, True)) == pytest.approx(0.03, rel=1e-9)
    put = price - 100.0
    assert float(implied_vol(put, 5900.0, 5800.0, 1.0, 1.0, False)) == pytest.approx(0.03, rel=1e-9)


@pytest.mark.parametrize(
    ("price", "forward", "strike", "years", "discount", "is_call"),
    [
        (0.0, 100.0, 110.0, 0.1, 1.0, True),
        (-1.0, 100.0, 110.0, 0.1, 1.0, True),
        (9.9, 100.0, 90.0, 0.1, 1.0, True),
        (10.0, 100.0, 90.0, 0.1, 1.0, True),
        (100.0, 100.0, 90.0, 0.1, 1.0, True),
        (90.0, 100.0, 90.0, 0.1, 1.0, False),
        (5.0, 100.0, 100.0, 0.0, 1.0, True),
        (5.0, 100.0, 100.0, 0.1, 0.0, True),
        (5.0, -100.0, 100.0, 0.1, 1.0, True),
        (5.0, 100.0, 0.0, 0.1, 1.0, True),
        (math.nan, 100.0, 100.0, 0.1, 1.0, True),
        (math.inf, 100.0, 100.0, 0.1, 1.0, True),
        (5.0, math.nan, 100.0, 0.1, 1.0, True),
    ],
)
def test_refused(price: float, forward: float, strike: float, years: float, discount: float, is_call: bool) -> None:
    assert math.isnan(float(implied_vol(price, forward, strike, years, discount, is_call)))


def test_outside_the_domain_is_refused() -> None:
    assert math.isnan(float(implied_vol(0.3 * MIN_TOTAL, 1.0, 1.0, 1.0, 1.0, True)))
    assert math.isnan(float(implied_vol(black(1.0, 1.0, MAX_TOTAL + 0.5, True), 1.0, 1.0, 1.0, 1.0, True)))
    assert float(implied_vol(black(1.0, 1.0, 5.5, True), 1.0, 1.0, 1.0, 1.0, True)) == pytest.approx(5.5, rel=1e-9)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=8))
def test_any_price_gives_a_volatility_or_nan(prices: list[float]) -> None:
    found = implied_vol(np.array(prices), 100.0, 103.0, 0.2, 0.99, True)
    known = found[np.isfinite(found)]
    assert ((known > 0) & (known * math.sqrt(0.2) <= MAX_TOTAL * (1 + 1e-9))).all()
    assert not np.isinf(found).any()


def test_shapes_broadcast() -> None:
    found = implied_vol([[5.0], [6.0]], 100.0, [100.0, 101.0, 102.0], 0.2, 1.0, True)
    assert found.shape == (2, 3)
    assert np.isfinite(found).all()
