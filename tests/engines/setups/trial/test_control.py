"""Random entries come from other sessions, at the same minute."""

import numpy as np

from spxcc.engines.setups.geometry import Plan
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.trial.control import random_entries
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.play import Attempt

PLAN = Plan(entry=100.0, stop=94.0, t1=106.0, t2=None, r1=1.0, r2=None, null=0.5)


def test_on_noise_they_win_as_often_as_their_geometry_says_less_what_the_rules_cost() -> None:
    tape = noise(12, 300)
    trades = [Attempt("k", sign, row, "L", 0, 0.0, 59, 59, 60, 70, "stop", PLAN, -1.0)
              for row in range(300) for sign in (1, -1)]  # fmt: skip
    drawn = random_entries(tape, trades, [200] * 600, 30, 5, RULES.common)
    assert drawn.r.shape == (600, 30)
    assert 0.44 < drawn.won.mean() < 0.52
    assert -0.08 < drawn.r.mean() < 0.04
    again = random_entries(tape, trades, [200] * 600, 30, 5, RULES.common)
    assert np.array_equal(again.r, drawn.r)
