"""Units of expected movement: E(m) and what is measured in it."""

import math

MINUTES_PER_YEAR = 525_600.0
"""Calendar minutes, the one time convention of σ here (ENGINES.md 3: never mixed with trading time)."""


def expected_points(spot: float, sigma: float, minutes: float) -> float:
    """E(m) = S·σ·√(m/525600), index points, one standard deviation (SETUPS.md 1).

    spot: index points, > 0. sigma: annual volatility as a fraction on calendar minutes, > 0. minutes: ≥ 0. Raises
    ValueError outside.
    """
    if not (spot > 0 and sigma > 0 and minutes >= 0 and math.isfinite(spot * sigma * minutes)):
        raise ValueError(f"expected spot > 0, sigma > 0, minutes ≥ 0, found {spot}, {sigma}, {minutes}")
    return spot * sigma * math.sqrt(minutes / MINUTES_PER_YEAR)


def e_unit(spot: float | None, sigma: float | None, minutes: float) -> float | None:
    """`expected_points`, or `None` where spot or sigma is unknown."""
    if spot is None or sigma is None or spot <= 0 or sigma <= 0:
        return None
    return expected_points(spot, sigma, minutes)


def over_longer(points: float, minutes: float, longer: float) -> float:
    """A move of `points` expected over `minutes` > 0, over `longer` minutes instead: ∝ √t."""
    return points * math.sqrt(longer / minutes)


def straddle_of(one_sd: float) -> float:
    """ATM straddle of a one-sd range: √(2/π) of it (0.798; ENGINES.md 2)."""
    return math.sqrt(2.0 / math.pi) * one_sd
