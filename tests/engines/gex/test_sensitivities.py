"""Curves of gamma, vanna and charm against the exposures at each level."""

import numpy as np
import pytest

from spxcc.engines.gex.positions import Weights, exposures, standard_weights
from spxcc.engines.gex.sensitivities import sensitivity_curves
from tests.engines.gex.books import some_positions

RATE = 0.0425
LEVELS = np.linspace(5400.0, 6600.0, 37)


@pytest.mark.parametrize("seed", range(4))
def test_each_level_is_the_static_sum(seed: int) -> None:
    positions = some_positions(seed)
    held = standard_weights(positions)
    curves = sensitivity_curves(positions, held, LEVELS, RATE)
    for at, level in enumerate(LEVELS.tolist()):
        exposed = exposures(positions, level, RATE, held)
        assert curves.gamma[at] == pytest.approx(float(exposed.net.sum()), rel=1e-9, abs=1e-3)
        assert curves.vanna[at] == pytest.approx(float(exposed.vanna.sum()), rel=1e-9, abs=1e-3)
        assert curves.charm[at] == pytest.approx(float(exposed.charm.sum()), rel=1e-9, abs=1e-3)


def test_the_weights_are_obeyed() -> None:
    positions = some_positions(1)
    held = standard_weights(positions)
    one = sensitivity_curves(positions, held, LEVELS, RATE)
    other = sensitivity_curves(positions, Weights(-held.call, -held.put), LEVELS, RATE)
    for name in ("gamma", "vanna", "charm"):
        assert getattr(other, name) == pytest.approx(-getattr(one, name))
