"""Prices and greeks against textbook values, hundred-digit differences, and the laws they obey."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.quant import bsm
from tests.fakes.precise import GREEKS, precise

POINTS = (
    (5900.0, 5900.0, 30 / 365, 0.15, 0.045, 0.031, True),
    (5900.0, 5700.0, 30 / 365, 0.18, 0.045, 0.031, False),
    (5900.0, 6100.0, 4 / 24 / 365, 0.25, 0.045, 0.031, True),
    (5900.0, 5895.0, 1 / 525_600, 0.12, 0.045, 0.031, False),
    (450.0, 500.0, 2.5, 0.22, 0.01, -0.004, True),
    (450.0, 300.0, 1.1, 0.35, 0.05, 0.05, False),
    (100.0, 95.0, 0.5, 0.2, 0.1, 0.05, True),
)
EXACT = ("price", "delta", "gamma", "vega", "theta", "vanna", "vomma")

spots = st.floats(50.0, 8000.0)
moneyness = st.floats(-0.4, 0.4)
years_ = st.floats(1 / 525_600, 3.0)
sigmas = st.floats(0.03, 1.5)
rates = st.floats(-0.02, 0.1)


@pytest.mark.parametrize("greek", GREEKS)
@pytest.mark.parametrize("point", POINTS)
def test_equals_the_hundred_digit_twin(
    greek: str, point: tuple[float, float, float, float, float, float, bool]
) -> None:
    found = float(getattr(bsm, greek)(*point))
    assert found == pytest.approx(precise(greek, *point), rel=1e-10 if greek in EXACT else 1e-8)


def test_seed_vectors() -> None:
    month, rate, carry = 30 / 365, 0.045, 0.031
    call, put = bsm.price(5900.0, 5900.0, month, 0.15, rate, carry, [True, False])
    assert (round(float(call), 2), round(float(put), 2)) == (108.64, 93.65)
    assert float(bsm.delta(5900.0, 5900.0, month, 0.15, rate, carry, True)) == pytest.approx(0.5316, abs=5e-5)
    hours = 4 / 24 / 365
    assert float(bsm.gamma(5900.0, 5900.0, hours, 0.15, rate, carry, True)) == pytest.approx(0.0211, abs=5e-5)
    assert float(bsm.price(5900.0, 5900.0, hours, 0.15, rate, carry, True)) == pytest.approx(7.59, abs=5e-3)


def test_textbook_values() -> None:
    """Haug, 2nd ed., p. 4: S 60, X 65, T .25, r 8 %, σ 30 %: 2.1334; Hull, 8th ed., ex. 15.6: 4.76 and 0.81."""
    assert float(bsm.price(60.0, 65.0, 0.25, 0.3, 0.08, 0.08, True)) == pytest.approx(2.1334, abs=5e-5)
    both = bsm.price(42.0, 40.0, 0.5, 0.2, 0.1, 0.1, [True, False])
    assert both.tolist() == pytest.approx([4.76, 0.81], abs=5e-3)


@given(spots, moneyness, years_, sigmas, rates, rates)
def test_call_and_put_at_one_volatility(s: float, k: float, t: float, v: float, r: float, b: float) -> None:
    strike = s * math.exp(k)
    of = (s, strike, t, v, r, b)
    e_q, e_r = math.exp((b - r) * t), math.exp(-r * t)
    parity = float(bsm.price(*of, True) - bsm.price(*of, False))
    assert parity == pytest.approx(s * e_q - strike * e_r, abs=1e-9 * s)
    assert float(bsm.delta(*of, True) - bsm.delta(*of, False)) == pytest.approx(e_q, rel=1e-12)
    assert float(bsm.charm(*of, True) - bsm.charm(*of, False)) == pytest.approx((r - b) * e_q, rel=1e-6, abs=1e-7)
    for same in (bsm.gamma, bsm.vega, bsm.vanna, bsm.vomma, bsm.speed, bsm.zomma, bsm.color):
        assert float(same(*of, True)) == float(same(*of, False))


@given(spots, moneyness, years_, sigmas, rates, rates, st.booleans())
def test_bounds(s: float, k: float, t: float, v: float, r: float, b: float, call: bool) -> None:
    strike = s * math.exp(k)
    of = (s, strike, t, v, r, b, call)
    discounted, paid = s * math.exp((b - r) * t), strike * math.exp(-r * t)
    floor = max(0.0, discounted - paid if call else paid - discounted)
    assert floor - 1e-9 * s <= float(bsm.price(*of)) <= (discounted if call else paid) * (1 + 1e-12)
    assert float(bsm.gamma(*of)) >= 0
    assert float(bsm.vega(*of)) >= 0


@given(spots, moneyness, years_, sigmas, st.floats(0.01, 100.0))
def test_homogeneity(s: float, k: float, t: float, v: float, c: float) -> None:
    strike = s * math.exp(k)
    one, scaled = (s, strike, t, v, 0.04, 0.03, True), (c * s, c * strike, t, v, 0.04, 0.03, True)
    assert float(bsm.gamma(*scaled)) == pytest.approx(float(bsm.gamma(*one)) / c, rel=1e-9, abs=1e-300)
    assert float(bsm.delta(*scaled)) == pytest.approx(float(bsm.delta(*one)), rel=1e-9, abs=1e-12)


@settings(max_examples=60)
@given(
    st.sampled_from((0.0, 1e-15, 1e-9)), st.sampled_from((0.0, 1e-12, 0.2)), st.sampled_from((5800.0, 5900.0, 6000.0))
)
def test_everything_is_finite_at_expiry(t: float, v: float, strike: float) -> None:
    for greek in GREEKS:
        for call in (True, False):
            assert np.isfinite(getattr(bsm, greek)(5900.0, strike, t, v, 0.04, 0.03, call)), greek


def test_limits_at_expiry_away_from_the_strike() -> None:
    strike, call = np.array([5800.0, 6000.0, 5800.0, 6000.0]), np.array([True, True, False, False])
    of = (5900.0, strike, 0.0, 0.2, 0.04, 0.03, call)
    assert bsm.price(*of).tolist() == pytest.approx([100.0, 0.0, 0.0, 100.0], abs=1e-6)
    assert bsm.delta(*of).tolist() == pytest.approx([1.0, 0.0, 0.0, -1.0])
    assert bsm.gamma(*of).tolist() == [0.0] * 4


def test_the_delta_of_an_out_of_the_money_call_falls_with_time() -> None:
    assert float(bsm.charm(5900.0, 6000.0, 5 / 365, 0.15, 0.04, 0.03, True)) < 0


def test_shapes_broadcast() -> None:
    strike = np.array([5800.0, 5900.0, 6000.0])
    for greek in GREEKS:
        found = getattr(bsm, greek)(5900.0, strike, 0.1, 0.2, 0.04, 0.03, np.array([[True], [False]]))
        assert found.shape == (2, 3), greek
