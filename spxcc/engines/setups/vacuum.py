"""Gaps between levels, and how little gamma they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spxcc.engines.gex.result import StrikeGex
from spxcc.engines.levels.result import Level

FAMILIES = frozenset({"gamma", "structural", "intraday"})
CONSTRUCTED = frozenset({"vwap_p1", "vwap_m1", "vwap_p2", "vwap_m2"})
"""Kinds of these families that are drawn about a price, not stood at."""
JOINED_E15 = 0.25
"""Edges so near to each other are one."""
REACH_E30 = 4.0
"""A gap is ranked among the windows of so many E30 about spot."""
LEAST_WINDOWS = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """From one edge to the next, in the direction of the trade. Index points."""

    edge: float
    far: float


def edges_of(levels: Iterable[Level]) -> list[Level]:
    """The levels where something stands, lowest first."""
    kept = [level for level in levels if level.family in FAMILIES and level.kind not in CONSTRUCTED]
    return sorted(kept, key=lambda level: (level.price, level.id))


def next_gap(edges: Sequence[Level], price: float, sign: int, joined: float) -> Gap | None:
    """The gap behind the first edge at or beyond `price` in the direction `sign`.

    Edges within `joined` points of the one before are one edge, named by the outermost. `None` without a far side.
    """
    ahead = sorted((edge.price for edge in edges if sign * (edge.price - price) >= 0), key=lambda edge: sign * edge)
    for near, beyond in pairwise(ahead):
        if sign * (beyond - near) > joined:
            return Gap(near, beyond)
    return None


def vacuum_rank(by_strike: Sequence[StrikeGex], gap: Gap, spot: float, reach: float) -> float | None:
    """Share of windows, as many strikes wide as `gap` and within `reach` of spot, that hold no more Σ|γ| than it.

    0…1, small = a vacuum. `None` where the gap holds no strike or there are fewer than `LEAST_WINDOWS` windows.
    """
    low, high = sorted((gap.edge, gap.far))
    gross = np.array([row.call - row.put for row in by_strike if abs(row.strike - spot) <= reach], dtype=np.float64)
    inside = [row.call - row.put for row in by_strike if low < row.strike < high]
    if not inside or gross.size - len(inside) + 1 < LEAST_WINDOWS:
        return None
    sums = np.convolve(gross, np.ones(len(inside)), "valid")
    return float(np.mean(sums <= sum(inside) * (1 + 1e-9)))
