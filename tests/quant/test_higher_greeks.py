"""Charm, speed, zomma and color against differences of fifty digits, to 1e-8 relative."""

import numpy as np
import pytest

from spxcc.quant import bsm
from tests.quant.contracts import Contracts, real_contracts, wide_grid
from tests.quant.multiprecise import GREEKS, multiprecise

HIGHER = ("charm", "speed", "zomma", "color")
SMALLEST = 1e-290
"""Below it a double has no full set of digits any more."""


def worst(greek: str, contracts: Contracts) -> float:
    """Largest relative error, of the values that a double can hold."""
    own = getattr(bsm, greek)(*contracts.arguments)
    exact = np.array([multiprecise(greek, *contracts.one(at)) for at in range(len(contracts))])
    told = np.abs(exact) > SMALLEST
    assert (np.abs(own[~told]) <= 2 * SMALLEST).all()
    return float(np.max(np.abs(own[told] / exact[told] - 1.0)))


@pytest.mark.parametrize("greek", HIGHER)
def test_f33_on_a_grid_wider_than_a_chain(greek: str) -> None:
    assert worst(greek, wide_grid(0.7)) < 1e-8


@pytest.mark.parametrize("greek", sorted(set(GREEKS) - set(HIGHER) - {"price"}))
def test_the_lower_ones_too(greek: str) -> None:
    assert worst(greek, wide_grid(2.3)) < 1e-10


@pytest.mark.real_data
@pytest.mark.parametrize("greek", ["charm", *(pytest.param(each, marks=pytest.mark.slow) for each in HIGHER[1:])])
def test_f33_on_every_seventh_contract_of_a_real_chain(greek: str) -> None:
    whole = real_contracts("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    assert worst(greek, whole.every(7)) < 1e-8
