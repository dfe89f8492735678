"""The vectorised formulas against plain Python, one option at a time, and the sense of time."""

import numpy as np
import pytest

from spxcc.quant import bsm
from tests.quant.contracts import wide_grid
from tests.quant.scalar_twin import GREEKS, scalar

DAY = 1 / 365


@pytest.mark.parametrize("greek", GREEKS)
def test_equals_plain_python(greek: str) -> None:
    contracts = wide_grid(0.31)
    found = getattr(bsm, greek)(*contracts.arguments)
    twin = np.array([scalar(greek, *contracts.one(at)) for at in range(len(contracts))])
    # A put's delta there is a difference from one, a price one from its intrinsic value.
    floor = {"delta": 1e-14, "price": 1e-13 * contracts.spot, "theta": 1e-12 * contracts.spot}.get(greek, 0.0)
    assert (np.abs(found - twin) <= 1e-9 * np.abs(twin) + floor).all()


@pytest.mark.parametrize("is_call", [True, False])
@pytest.mark.parametrize(("greek", "of"), [("theta", "price"), ("charm", "delta"), ("color", "gamma")])
@pytest.mark.parametrize("strike", [5600.0, 5905.0, 6300.0])
def test_time_passes_forward(greek: str, of: str, strike: float, is_call: bool) -> None:
    """The value a little later less that of now has the sign and size of the greek."""
    now = (5900.0, strike, 30 * DAY, 0.17, 0.0425, 0.0265, is_call)
    step = 1e-4 * DAY
    later, earlier = ((*now[:2], now[2] + move, *now[3:]) for move in (-step, step))
    change = float(getattr(bsm, of)(*later) - getattr(bsm, of)(*earlier))
    assert float(getattr(bsm, greek)(*now)) == pytest.approx(change / (2 * step), rel=1e-4)


def test_the_signs_a_trader_knows() -> None:
    at_the_money = (5900.0, 5900.0, 5 * DAY, 0.15, 0.04, 0.03)
    for is_call in (True, False):
        assert float(bsm.theta(*at_the_money, is_call)) < 0
        assert float(bsm.color(*at_the_money, is_call)) > 0
        assert float(bsm.color(5900.0, 6500.0, 5 * DAY, 0.15, 0.04, 0.03, is_call)) < 0
    deep_put = float(bsm.theta(5900.0, 9000.0, 1.0, 0.1, 0.05, 0.03, False))
    assert deep_put > 0
