"""Legs for every bar at once equal the leg that is looked for one bar at a time."""

import numpy as np
import pytest

from spxcc.engines.setups.features import legs
from spxcc.engines.setups.trial.noise import noise
from tests.engines.setups.impulse import leg_of

TAPE = noise(3, 2)


@pytest.mark.parametrize("sign", [1, -1])
def test_columns_equal_the_rule_on_every_bar(sign: int) -> None:
    tape = TAPE if sign > 0 else TAPE.mirrored()
    parts = {name: getattr(legs, name)(tape, (), 30) for name in ("origin", "peak", "swing", "trend")}
    for bar in range(29, 390, 7):
        leg = leg_of(TAPE.high[1, : bar + 1], TAPE.low[1, : bar + 1], TAPE.close[1, : bar + 1], sign, 30)
        assert sign * parts["origin"][1, bar] == leg.origin
        assert sign * parts["peak"][1, bar] == leg.peak
        assert sign * parts["swing"][1, bar] == leg.swing
        if leg.efficiency is None:
            assert np.isnan(parts["trend"][1, bar])
        else:
            assert parts["trend"][1, bar] == pytest.approx(leg.efficiency, abs=1e-9)
    assert np.isnan(parts["peak"][:, :29]).all()
