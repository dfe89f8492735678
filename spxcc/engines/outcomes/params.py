"""Thresholds of the resolution: any change makes a new `terms` version, so new statistics (R14)."""

from functools import cache
from hashlib import sha256

import msgspec


class Terms(msgspec.Struct, frozen=True):
    """slip, through: points. partial: share that leaves at T1. gap_s: longest silence of the feed while open.

    quote_age_s, spread_share, spread_pts: of a quote that an option twin may use. lag: minutes that the entry is late,
    0 but in the lag test.
    """

    slip: float = 0.10
    through: float = 0.10
    partial: float = 0.5
    gap_s: float = 30.0
    quote_age_s: float = 2.0
    spread_share: float = 0.08
    spread_pts: float = 0.30
    lag: int = 0


TERMS = Terms()
RULES = "R1-R14/1"
"""Names the code of the rules; a change of their meaning counts it up."""


@cache
def terms_version(terms: Terms = TERMS) -> str:
    """Start of the SHA-256 of the rules' name and all thresholds, canonically."""
    return sha256(msgspec.json.encode((RULES, terms), order="deterministic")).hexdigest()[:10]
