"""Paths that lead a setup through its whole life."""

from spxcc.engines.gex.result import StrikeGex
from tests.engines.setups.days import World
from tests.fakes.results import make_level

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


def ladder(low: float, high: float) -> tuple[StrikeGex, ...]:
    """Exposure by strike with next to no gamma between `low` and `high`."""
    strikes = [6700.0 + 5 * at for at in range(41)]
    return tuple(StrikeGex(each, 1.0 if low < each < high else 100.0, -1.0, 99.0, 10, 10) for each in strikes)


BREAKOUT_WORLD = World(
    p_plus=0.3,
    call_wall=None,
    put_wall=None,
    word="trending",
    by_strike=ladder(6808.0, 6832.0),
    others=(
        make_level("pdh-id", 6808.0, family="structural", kind="pdh", label="PDH"),
        make_level("em-id", 6832.0, kind="em_high", label="EM+"),
    ),
)
BREAKOUT_CLOSES = [*[6801.0, 6800.0] * 18, 6802.0, 6810.0, 6810.6, 6813.0, 6817.0, 6821.0, 6826.0, 6830.0, 6833.0]
"""Below the edge, a wide bar through it, a close that holds, and across the gap."""
REVERSION_WORLD = World(call_wall=None, put_wall=None, vwap=6800.0, vwap_sigma=8.0)
REVERSION_CLOSES = [*[6800.0, 6806.0] * 18, 6810.0, 6814.0, 6817.0, 6815.0, 6812.0, 6808.0, 6805.0, 6801.0, 6797.0]
"""A wander, a stretch of more than two σ, and back to VWAP."""
TREND_WORLD = World(call_wall=None, put_wall=None, vwap=6800.0, flip=(6780.0, 6790.0), word="trending")
TREND_CLOSES = [
    *[6790.0 + minute for minute in range(36)],
    6822.0,
    6818.0,
    6815.0,
    6818.6,
    6822.0,
    6827.0,
    6834.0,
    6846.0,
]
"""A straight rise, a third given back, a turn, and beyond the peak."""
