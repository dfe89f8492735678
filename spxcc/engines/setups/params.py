"""Thresholds that all setups share: they enter every `rules_version` (SETUPS.md 1 and 2). Its own stand in its file."""

from typing import TypeAlias

import msgspec

Kind: TypeAlias = str
TWELVE: tuple[Kind, ...] = (
    "fade_at_wall", "breakout_vacuum", "mean_reversion", "trend_continuation", "orb_breakout", "orb_failure",
    "vwap_reclaim", "flip_cross", "failed_breakdown", "gap_fill", "pin_drift", "power_hour_momentum",
)  # fmt: skip
"""All that ship, in the order of SETUPS.md 1."""

MINUTE_MS = 60_000
KEPT_CLOSED_MS = 10 * MINUTE_MS
"""A closed setup stays listed this long."""
BLIND_BARS = 5
"""Minutes without input after which a watched place is given up."""


class Common(msgspec.Struct, frozen=True):
    """What all kinds share. Points unless the name says E15, R, min (minutes) or share.

    least_risk: a stop nearer than twice the slip would lose more to the slip than to the market.
    """

    slip: float = 0.10
    through: float = 0.10
    z_e15: float = 0.10
    z_least: float = 0.75
    z_most: float = 3.0
    opening_min: int = 30
    last_entry_min: int = 30
    cool_down_min: int = 30
    ttl_trend_min: int = 20
    ttl_range_min: int = 40
    ttl_compression_min: int = 45
    partial_share: float = 0.5
    least_r: float = 0.8
    least_risk: float = 0.20
    strike_pts: float = 5.0


class Rules(msgspec.Struct, frozen=True):
    """All thresholds."""

    common: Common = Common()


RULES = Rules()
