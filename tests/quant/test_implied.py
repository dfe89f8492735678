"""Inversion to volatility: there and back, the twin by bisection, refusals."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from spxcc.quant import bsm
from spxcc.quant.implied import MAX_TOTAL, MIN_TOTAL, implied_vol
from tests.quant.contracts import real_contracts
from tests.quant.multiprecise import multiprecise

HALF_CENT, HALF_TICK = 0.005, 0.025


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


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=8), st.floats(0.0), st.floats(0.0))
@example([5e-324], 100.0, 103.0)
@example([1.0], 1e308, 1e-308)
def test_anything_gives_a_volatility_or_nan(prices: list[float], forward: float, strike: float) -> None:
    for is_call in (True, False):
        found = implied_vol(np.array(prices), forward, strike, 0.2, 0.99, is_call)
        known = found[np.isfinite(found)]
        assert ((known > 0) & (known * math.sqrt(0.2) <= MAX_TOTAL * (1 + 1e-9))).all()
        assert not np.isinf(found).any()


def test_shapes_broadcast() -> None:
    found = implied_vol([[5.0], [6.0]], 100.0, [100.0, 101.0, 102.0], 0.2, 1.0, True)
    assert found.shape == (2, 3)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("total", [1.1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 5.9])
def test_f33_there_and_back_over_the_whole_domain(total: float) -> None:
    """A price that is right to the last bit: what is lost is the difference of neighbours, 1e-16 over σ√T."""
    for deviations in np.linspace(-7.0, 7.0, 29):
        strike = 4000.0 * math.exp(deviations * total)
        is_call = strike >= 4000.0
        price = multiprecise("price", 4000.0, strike, 1.0, total, 0.0, 0.0, is_call)
        found = float(implied_vol(price, 4000.0, strike, 1.0, 1.0, is_call))
        assert found == pytest.approx(total, rel=1e-13 + 1e-15 / total), deviations


@given(
    st.floats(400.0, 8000.0),
    st.floats(-4.0, 4.0),
    st.floats(1 / 525_600, 3.0),
    st.floats(0.05, 2.0),
    st.floats(0.85, 1.0),
)
def test_f33_half_a_cent_moves_it_no_more_than_vega_says(
    forward: float, deviations: float, years: float, sigma: float, discount: float
) -> None:
    strike = forward * math.exp(deviations * sigma * math.sqrt(years))
    is_call = strike >= forward
    price = discount * black(forward, strike, sigma * math.sqrt(years), is_call)
    assume(price > HALF_TICK)
    moved = price + HALF_CENT * np.array([-1.0, 0.0, 1.0])
    low, middle, high = implied_vol(moved, forward, strike, years, discount, is_call).tolist()
    assert low < middle < high
    rate = -math.log(discount) / years
    vega = bsm.vega(forward, strike, years, [low, high], rate, 0.0, is_call)
    assert high - low <= 2 * HALF_CENT / float(vega.min()) * (1 + 1e-9)


@given(st.floats(-0.5, 0.5), st.floats(0.001, 2.0), st.booleans())
def test_f33_it_rises_with_the_price_and_never_gaps(away: float, years: float, is_call: bool) -> None:
    forward, strike = 6000.0, 6000.0 * math.exp(away)
    intrinsic = max(0.0, forward - strike if is_call else strike - forward)
    bound = black(forward, strike, 5.9, is_call)
    prices = intrinsic + HALF_TICK + (bound - intrinsic - HALF_TICK) * np.linspace(0.0, 1.0, 400) ** 4
    found = implied_vol(prices, forward, strike, years, 1.0, is_call)
    assert np.isfinite(found).all()
    assert (np.diff(found) > 0)[prices[1:] - prices[:-1] > 1e-6].all()


@given(st.floats(-3.0, 3.0), st.floats(1e-4, 2.0), st.floats(0.05, 1.0))
def test_the_twin_in_the_money_has_the_same_one(deviations: float, years: float, sigma: float) -> None:
    """By put–call parity, to the digits that its price keeps of the time value."""
    forward, discount = 6000.0, 0.97
    strike = forward * math.exp(deviations * sigma * math.sqrt(years))
    out = discount * black(forward, strike, sigma * math.sqrt(years), strike >= forward)
    assume(out > HALF_TICK)
    inside = out + discount * abs(forward - strike)
    one = float(implied_vol(out, forward, strike, years, discount, strike >= forward))
    two = float(implied_vol(inside, forward, strike, years, discount, strike < forward))
    assert two == pytest.approx(one, rel=1e-7)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "day", "clock"),
    [("spx_2022-07-12_1155ET_intraday", "2022-07-12", "11:40"), ("spx_2023-09-14_1631ET", "2023-09-14", "16:15")],
)
def test_every_quoted_mid_out_of_the_money_has_one(name: str, day: str, clock: str) -> None:
    chain = real_contracts(name, day, clock)
    forward = chain.spot * np.exp(chain.carry * chain.years)
    quoted = (chain.is_call == (chain.strike >= forward)) & (chain.mid > HALF_TICK)
    of = (forward, chain.strike, chain.years, np.exp(-chain.rate * chain.years), chain.is_call)
    low, high = (implied_vol(chain.mid + move, *of)[quoted] for move in (-HALF_CENT, HALF_CENT))
    assert np.count_nonzero(quoted) > 2_000
    assert (low < high).all()
