"""Gaps between levels, and how little gamma they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spxcc.engines.gex.result import StrikeGex
from spxcc.engines.levels.result import Level
from spxcc.engines.setups.params import Breakout


@dataclass(frozen=True, slots=True)
class Gap:
    """From `edge` in the direction of the trade up to the price `far`."""

    edge: Level
    far: float

    @property
    def width(self) -> float:
        """Points."""
        return abs(self.far - self.edge.price)


def edges_of(levels: Iterable[Level], rules: Breakout) -> list[Level]:
    """The levels where something stands, lowest first."""
    kept = [level for level in levels if level.family in rules.families and level.kind not in rules.constructed]
    return sorted(kept, key=lambda level: (level.price, level.id))


def next_gap(edges: Sequence[Level], price: float, sign: int, joined: float) -> Gap | None:
    """The gap behind the first edge at or beyond `price` in the direction `sign`.

    Edges within `joined` points of the one before are one edge, named by the outermost. `None` without a far side.
    """
    ahead = sorted((level for level in edges if sign * (level.price - price) >= 0), key=lambda each: sign * each.price)
    for near, beyond in pairwise(ahead):
        if sign * (beyond.price - near.price) > joined:
            return Gap(near, beyond.price)
    return None


def gap_behind(edges: Sequence[Level], edge: Level, sign: int, joined: float) -> Gap | None:
    """The gap from `edge` to the next edge more than `joined` points beyond it."""
    beyond = [level.price for level in edges if sign * (level.price - edge.price) > joined]
    return None if not beyond else Gap(edge, min(beyond, key=lambda price: sign * price))


def vacuum_rank(
    by_strike: Sequence[StrikeGex], low: float, high: float, spot: float, reach: float, least: int
) -> float | None:
    """Share of windows, as many strikes wide as (low, high) and within `reach` of spot, that hold no more Σ|γ| than it.

    0…1, small = a vacuum. `None` where the gap holds no strike or there are fewer than `least` windows.
    """
    near = [row for row in by_strike if abs(row.strike - spot) <= reach]
    if not near:
        return None
    gross = np.array([row.call - row.put for row in near], dtype=np.float64)
    inside = [row.call - row.put for row in by_strike if low < row.strike < high]
    if not inside or gross.size - len(inside) + 1 < least:
        return None
    sums = np.convolve(gross, np.ones(len(inside)), "valid")
    return float(np.mean(sums <= sum(inside) * (1 + 1e-9)))
