"""Several greeks at once against each on its own."""

import numpy as np
import pytest

from spxcc.quant import bsm
from tests.quant.contracts import wide_grid

NAMES = ("delta", "gamma", "vanna", "charm", "speed")


@pytest.mark.parametrize("name", NAMES)
def test_equal_the_single_functions_to_the_last_bit(name: str) -> None:
    spot, strike, years, sigma, rate, carry, _ = wide_grid(0.2).arguments
    found = getattr(bsm.call_sensitivities(spot, strike, years, sigma, rate, carry), name)
    assert found.tolist() == getattr(bsm, name)(spot, strike, years, sigma, rate, carry, True).tolist()


def test_puts_follow_from_calls() -> None:
    spot, strike, years, sigma, rate, carry, _ = wide_grid(0.2).arguments
    of = (spot, strike, years, sigma, rate, carry)
    call = bsm.call_sensitivities(*of)
    assert call.e_q.tolist() == np.exp((carry - rate) * years).tolist()
    assert call.delta - call.e_q == pytest.approx(bsm.delta(*of, False), rel=1e-12, abs=1e-15)
    charm = bsm.charm(*of, False)
    assert call.charm - (rate - carry) * call.e_q == pytest.approx(charm, rel=1e-11, abs=1e-15)
    for same in ("gamma", "vanna", "speed"):
        assert getattr(call, same).tolist() == getattr(bsm, same)(*of, False).tolist()


def test_shapes_broadcast() -> None:
    found = bsm.call_sensitivities(
        np.array([[5800.0], [5900.0]]), np.array([5800.0, 5900.0, 6000.0]), 0.1, 0.2, 0.04, 0.03
    )
    for name in NAMES:
        assert getattr(found, name).shape == (2, 3), name


def test_everything_is_finite_at_expiry() -> None:
    strikes = np.array([5800.0, 5900.0, 6000.0])
    for sigma in (0.0, 0.2):
        found = bsm.call_sensitivities(5900.0, strikes, 0.0, sigma, 0.04, 0.03)
        for name in NAMES:
            assert np.isfinite(getattr(found, name)).all(), name
    assert found.delta.tolist() == pytest.approx([1.0, 0.5, 0.0], abs=1e-6)
