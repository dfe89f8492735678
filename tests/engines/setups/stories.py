"""Paths that lead a setup through its whole life."""

from spxcc.engines.setups.params import RULES, Rules
from tests.engines.setups.days import World

FADE_WORLD = World(word="ranging")
APPROACH = [6812.0 + 0.3 * (minute % 2) for minute in range(36)]
"""Near the call wall at 6,825 from 09:30 to 10:06, no nearer than 1.07 E15."""
FADE_CLOSES = [
    *APPROACH,
    6816.0,
    6819.0,
    6822.0,
    6824.0,
    6825.4,
    6823.8,
    6822.0,
    6819.0,
    6816.0,
    6813.0,
    6810.0,
    6808.0,
]
"""Then up to it, a touch, a close back inside and down through T1 and T2."""
OPEN_RULES: Rules = RULES
