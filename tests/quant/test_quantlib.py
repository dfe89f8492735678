"""Prices and greeks against QuantLib's, contract by contract, to 1e-10 relative.

QuantLib's `volga` is the change of vega per unit of σ√T, so it is taken times √T. It has two limits: where N(x) < 1e-8
its normal distribution is an asymptotic series of some seven digits, and values that are differences lose more of them;
and densities below about 1e-300 are zero. So where a contract departs by more than 1e-10 the fifty-digit twin decides:
it must side with the product to 1e-10. No contract with a volatility of the file departs.
"""

import math

import numpy as np
import pytest
import QuantLib as ql

from spxcc.quant import bsm
from tests.quant.contracts import Contracts, Floats, real_contracts, wide_grid
from tests.quant.multiprecise import multiprecise

GREEKS = ("price", "delta", "gamma", "vega", "theta", "vanna", "vomma")
TOLERANCE = 1e-10
SMALLEST = 1e-290
"""Below it a double has no full set of digits any more."""
PRICE_DIGITS = 1e-18
"""Of spot: a price is the difference of two terms of its size, each with 16 digits that agree in the wings."""
CHAINS = (
    ("spx_2022-12-12_2030ET", "2022-12-12", "20:15"),
    ("spx_2023-09-14_1631ET", "2023-09-14", "16:15"),
    ("spx_2025-01-06_2126ET_jan-expiries", "2025-01-06", "21:11"),
)


def by_quantlib(contracts: Contracts) -> dict[str, Floats]:
    """All of `GREEKS` by one calculator per contract."""
    table = np.empty((len(contracts), len(GREEKS)))
    for at in range(len(contracts)):
        spot, strike, years, sigma, rate, carry, is_call = contracts.one(at)
        payoff = ql.PlainVanillaPayoff(ql.Option.Call if is_call else ql.Option.Put, strike)
        forward, total = spot * math.exp(carry * years), sigma * math.sqrt(years)
        one = ql.BlackCalculator(payoff, forward, total, math.exp(-rate * years))
        table[at] = (
            one.value(),
            one.delta(spot),
            one.gamma(spot),
            one.vega(years),
            one.theta(spot, years),
            one.vanna(spot, years),
            one.volga(years) * math.sqrt(years),
        )
    return dict(zip(GREEKS, table.T, strict=True))


def departing(contracts: Contracts) -> dict[str, set[int]]:
    """By greek the contracts where QuantLib is further than the tolerance; each is settled by the twin."""
    found: dict[str, set[int]] = {}
    for greek, twin in by_quantlib(contracts).items():
        own = getattr(bsm, greek)(*contracts.arguments)
        away = np.flatnonzero(~(np.abs(own - twin) <= TOLERANCE * np.abs(twin)))
        floor = PRICE_DIGITS * contracts.spot if greek == "price" else SMALLEST
        for at in away.tolist():
            exact = multiprecise(greek, *contracts.one(at))
            assert float(own[at]) == pytest.approx(exact, rel=TOLERANCE, abs=floor), (greek, contracts.one(at))
        found[greek] = set(away.tolist())
    return found


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "day", "clock"), CHAINS)
def test_f33_every_contract_of_a_real_chain(name: str, day: str, clock: str) -> None:
    contracts = real_contracts(name, day, clock)
    assert len(contracts) > 3_000
    for greek, away in departing(contracts).items():
        assert not [contracts.one(at) for at in away if contracts.has_vendor[at]], greek


def test_f33_a_grid_wider_than_a_chain() -> None:
    contracts = wide_grid(0.5)
    found = departing(contracts)
    total = contracts.sigma * np.sqrt(contracts.years)
    d1 = (np.log(contracts.spot / contracts.strike) + contracts.carry * contracts.years) / total + total / 2
    outermost = np.maximum(np.abs(d1), np.abs(d1 - total))
    for greek in ("delta", "gamma", "vega", "vanna"):
        assert all(outermost[at] > 4.0 for at in found[greek]), greek
