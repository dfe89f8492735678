"""Constants of the levels engine."""

from types import MappingProxyType

OPENING_MINUTES = 15
BALANCE_MINUTES = 60
MISSING_MINUTES = 1
"""So many minutes may lack in the opening range and the initial balance before they are refused."""
VALUE_AREA = 0.70
PROFILE_BIN = 1.0
"""Points."""
FIBONACCI = (0.236, 0.382, 0.5, 0.618, 0.786)
EXTENSIONS = (1.272, 1.618, 2.0, 2.618)
"""Of the swing, in its own direction, from where it began."""
AGREES_E15 = 0.1
"""SPY's level, mapped, this near says the same (ENGINES.md 17)."""
ATR_BARS = 14
SWING_ATR = 8.0
"""Threshold of a swing in one-minute ATRs."""
MIN_SWING_BARS = 30
ROUND_STEPS: tuple[tuple[int, float, float], ...] = ((100, 0.010, 0.6), (50, 0.006, 0.5), (25, 0.0035, 0.35))
"""Multiple, how far from spot it is listed (share of spot), weight."""
ROUND_KEEP = 1.5
"""Once listed, a round number stays until it is this many times further off."""
ROUND_ANCHOR = 100
FLIP_STEP = 0.25
"""The flip is listed to this many points: its own uncertainty is far larger."""
SPY_STEP = 0.1
BAND_E15, BAND_LEAST, BAND_MOST = 0.10, 0.75, 3.0
"""Half width of a level: clamp(0.10·E15, 0.75, 3) points (SETUPS.md 1)."""
BEYOND_E15 = 0.25
HELD_MINUTES = 15
REARM_BANDS = 2.0
RESET_BANDS = 2.0
"""A level that jumps further than this is another level: its touches start anew."""
PLACEBOS = 2
"""Random levels beside each real one."""
PRIOR_TOUCHES = 4.0
"""The weight of a kind counts like this many resolved touches."""
WEIGHTS = MappingProxyType(
    {
        "flip": 0.6,
        "abs_gamma": 0.55,
        "max_pain": 0.35,
        "em": 0.45,
        "previous_day": 0.6,
        "previous_week": 0.5,
        "previous_month": 0.45,
        "overnight": 0.45,
        "day_open": 0.4,
        "opening_range": 0.5,
        "initial_balance": 0.5,
        "vwap": 0.55,
        "vwap_band": 0.4,
        "profile": 0.5,
        "fib": 0.35,
        "pivot": 0.4,
        "spy": 0.4,
        "own": 0.4,
        "vendor": 0.4,
    }
)
"""Prior strength per kind: a stated opinion (ENGINES.md 13), outweighed by the touches of the day."""
WALL_WEIGHT = 0.5
"""A wall's prior: this plus its share of gross exposure."""
