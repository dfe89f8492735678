"""When an alert counts as gone back, how long it keeps quiet, and what is too old to tell."""

from spxcc.engines.alerts.result import Kind

HYSTERESIS_PTS = 0.5
"""A cross counts this far beyond its level, so that a price that flickers at it crosses once."""
RETREAT_E5 = 0.25
"""A level is armed again after a retreat of this share of E(5), SETUPS.md 10; never under `HYSTERESIS_PTS`."""
FINGERPRINT_MS = 4 * 60_000
"""The same thing is said once in this time, whichever alert saw it."""
FRESH_MS = 60_000
"""Events older than this when first seen are history, not news."""
FLOW_BACK, BASIS_BACK, MOVE_BACK = 5.0, 0.5, 5.0
"""Points of the flow score, of z, and % of the expected move to go back before these are armed again."""
COOLDOWN_MS: dict[Kind, int] = {
    "touch": 60_000, "cross": 60_000, "flip": 120_000, "wall": 300_000, "regime": 300_000, "setup": 0,
    "print": 10_000, "flow": 120_000, "basis": 300_000, "move": 0, "stale": 60_000, "event": 0, "close": 0,
}  # fmt: skip
"""Least time between two firings of one alert."""
