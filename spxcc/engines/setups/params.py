"""Thresholds of the setups: every one enters the `rules_version` of its kind (SETUPS.md 1 and 2)."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import TypeAlias

import msgspec

Kind: TypeAlias = str
KINDS: tuple[Kind, ...] = ("breakout_vacuum",)
"""Those whose places code finds; of all others the definition is the rule."""
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
    place_e15: float = 1.0
    leave_e15: float = 1.3


class Breakout(msgspec.Struct, frozen=True):
    """S2: through an edge into a gap between levels that holds little gamma.

    Edges are levels of `families` but for `constructed` kinds; edges within `joined_e15` are one. The gap's sum of |γ|
    is ranked among windows of as many strikes within `reach_e30` of spot.
    """

    families: tuple[str, ...] = ("gamma", "structural", "intraday")
    constructed: tuple[str, ...] = ("vwap_p1", "vwap_m1", "vwap_p2", "vwap_m2")
    joined_e15: float = 0.25
    gap_e30: float = 1.0
    watch_gap_e30: float = 0.75
    vacuum_share: float = 0.25
    reach_e30: float = 4.0
    least_windows: int = 10
    p_plus: float = 0.50
    range_ratio: float = 1.3
    range_bars: int = 20
    stop_e15: float = 0.35
    t1_share: float = 0.5
    last_entry_min: int = 30
    time_stop_min: int = 30


class Rules(msgspec.Struct, frozen=True):
    """All thresholds."""

    common: Common = Common()
    breakout: Breakout = Breakout()

    def of(self, kind: Kind) -> Breakout:
        """Those of one kind. Raises ValueError for a kind that is not of `KINDS`."""
        if kind in KINDS:
            return self.breakout
        raise ValueError(f"expected one of {', '.join(KINDS)}, found {kind}")


RULES = Rules()


@cache
def versions(rules: Rules) -> Mapping[Kind, str]:
    """`rules_version` per kind: start of the SHA-256 of its name, the common and its own thresholds, canonically."""
    made: dict[Kind, str] = {}
    for kind in KINDS:
        text = msgspec.json.encode((kind, rules.common, rules.of(kind)), order="deterministic")
        made[kind] = sha256(text).hexdigest()[:10]
    return MappingProxyType(made)
