"""Constants of the regime engine."""

WINDOW = 30
"""Minutes of the efficiency ratio and of the range."""
HOLD_MS = 5 * 60_000
"""A new word must hold this long before it replaces the old one."""
TRENDING_ER = 0.45
RANGING_ER = 0.35
TRENDING_MOVE_E30 = 0.6
COMPRESSION_RANGE_E30 = 1.0
"""A driftless path exceeds this range nine times in ten."""
BREAKOUT_RECENT = 10
BREAKOUT_BEYOND_E15 = 0.25
BREAKOUT_MOVE_E10 = 1.0
DIRECTION_MOVE_E30 = 0.5
DIRECTION_ER = 0.3
POSITIVE = 0.7
NEGATIVE = 0.3
NEAR_FLIP_SHARE = 0.25
"""Spot this close to the flip, in expected moves, is near it (ENGINES.md 14)."""
HALF_HOUR_MS = 30 * 60_000
"""What a word is held against: the half hour after it."""
LAG_MS = 5_000
"""The price that a half hour ends with may have happened so much before its end."""
LATE_MS = 120_000
"""A price that comes later than this ends none."""
