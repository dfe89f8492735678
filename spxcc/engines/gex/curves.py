"""Profiles of several weightings of one book in one pass, with their roots."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.positions import Positions
from spxcc.engines.gex.profile import Repricer, find_roots, make_repricer, nearest, search_grid
from spxcc.engines.gex.result import Root
from spxcc.engines.gex.tables import usd
from spxcc.market.snapshot import Floats


@dataclass(frozen=True, slots=True)
class Curves:
    """Net exposure by level for each name, on a grid that holds spot; roots lowest first.

    alone: that of the first name, computed without the others, which may differ in the last bit.
    """

    repricer: Repricer
    spot: float
    grid: Floats
    values: Mapping[str, Floats]
    roots: Mapping[str, tuple[Root, ...]]
    alone: Floats

    def flip(self, name: str) -> float | None:
        """The root nearest spot, to a hundredth."""
        level = nearest(self.roots[name], self.spot)
        return None if level is None else round(level, 2)

    def shown(self, name: str) -> tuple[tuple[float, float], ...]:
        """(level, net) as far from spot as it is published."""
        near = np.flatnonzero(np.abs(self.grid / self.spot - 1.0) <= params.PROFILE_SHOWN + 1e-9)
        levels, values = self.grid[near].tolist(), self.values[name][near].tolist()
        return tuple((round(level, 2), usd(value)) for level, value in zip(levels, values, strict=True))


def make_curves(positions: Positions, spot: float, weights: Mapping[str, Floats], settings: GexSettings) -> Curves:
    """weights: contracts per position, long > 0."""
    grid = search_grid(spot, settings.flip_range, settings.flip_step)
    repricer = make_repricer(positions, settings.rate)
    columns = np.stack(list(weights.values()), axis=1)
    values, alone = repricer.several(grid, (columns, columns[:, :1]))
    return Curves(
        repricer=repricer,
        spot=spot,
        grid=grid,
        values={name: values[:, at] for at, name in enumerate(weights)},
        roots={name: find_roots(repricer, columns[:, at], grid, values[:, at]) for at, name in enumerate(weights)},
        alone=alone[:, 0],
    )
