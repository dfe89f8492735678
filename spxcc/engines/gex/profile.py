"""Net gamma exposure as a function of spot: the whole book repriced, and its roots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions
from spxcc.engines.gex.result import Root
from spxcc.market.snapshot import Floats
from spxcc.quant.roots import bracket_roots, brent

NOISE = 1e-6
"""Of the largest |net| in range: below it the sign of the profile means nothing."""
XTOL = 1e-7
COARSE = 5
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Repricer:
    """Gamma of all positions at any spot, at fixed volatilities (sticky strike) and carries.

    With x = ln S·slope + shift (d1), Γ·100·S²·1 % of one contract is S·unit·e^{−x²/2}.
    """

    slope: Floats
    shift: Floats
    unit: Floats

    def curves(self, levels: Floats, weights: Floats) -> Floats:
        """Σ weights·Γ·100·S²·1 % at each level, USD per 1 %. levels (n), weights (positions, k) → (n, k)."""
        return self.several(levels, (weights,))[0]

    def several(self, levels: Floats, weightings: Sequence[Floats]) -> list[Floats]:
        """`curves` of each of `weightings`, to the bit as if they were asked for one by one."""
        scaled = [self.unit[:, None] * weights for weights in weightings]
        answers = [np.empty((levels.size, weights.shape[1])) for weights in weightings]
        for begin in range(0, levels.size, _CHUNK):
            part = levels[begin : begin + _CHUNK]
            bells = self.bells(part)
            for answer, each in zip(answers, scaled, strict=True):
                answer[begin : begin + _CHUNK] = part[:, None] * (bells @ each)
        return answers

    def bells(self, levels: Floats) -> Floats:
        """e^{−d1²/2}, (levels, positions)."""
        x = np.multiply.outer(np.log(levels), self.slope)
        x += self.shift
        np.multiply(x, x, out=x)
        x *= -0.5
        return np.exp(x, out=x)

    def at(self, spot: float, weights: Floats) -> float:
        """One level, one column of weights (positions)."""
        return self.curve(weights)(spot)

    def curve(self, weights: Floats) -> Callable[[float], float]:
        """The same as a function of the level, for many of them one by one."""
        scaled = self.unit * weights

        def net(spot: float) -> float:
            x = np.log(spot) * self.slope
            x += self.shift
            bell = -0.5 * x
            bell *= x
            np.exp(bell, out=bell)
            bell *= scaled
            return float(spot * np.add.reduce(bell))

        return net


def make_repricer(
    positions: Positions, rate: float, sigma: Floats | None = None, years: Floats | None = None
) -> Repricer:
    """Precompute; `sigma` and `years` replace those of the positions."""
    vol = positions.sigma if sigma is None else sigma
    time = positions.years if years is None else years
    total = vol * np.sqrt(time)
    drift = positions.carry * positions.years
    shift = shift_of(drift, np.log(positions.strike), total)
    return Repricer(1.0 / total, shift, unit_of(drift, rate * positions.years, total))


def shift_of(drift: Floats, log_strike: Floats, total: Floats) -> Floats:
    """d1 at a price of one; total: σ√T."""
    return (drift - log_strike) / total + 0.5 * total


def unit_of(drift: Floats, discount: Floats, total: Floats) -> Floats:
    """What stands before S·e^{−d1²/2} in the exposure of a contract; discount: rT."""
    unit: Floats = np.exp(drift - discount) * (0.01 * params.CONTRACT_SIZE / np.sqrt(2.0 * np.pi)) / total
    return unit


def search_grid(spot: float, reach: float, step: float) -> Floats:
    """Levels S·(1 + j·step) for |j·step| ≤ reach; spot itself is one of them.

    Beyond what is published only every fifth: a pair of roots closer than that, so far away, says nothing.
    """
    half, fine = round(reach / step), round(params.PROFILE_SHOWN / step)
    steps = np.arange(-half, half + 1, dtype=np.float64)
    kept: Floats = steps[(np.abs(steps) <= fine) | (steps % COARSE == 0)]
    return spot * (1.0 + step * kept)


def find_roots(repricer: Repricer, weights: Floats, grid: Floats, values: Floats) -> tuple[Root, ...]:
    """Every root of the profile on the grid's range, by bracket and Brent, with its slope; lowest first."""
    peak = float(np.max(np.abs(values), initial=0.0))
    if peak == 0.0:
        return ()
    roots: list[Root] = []
    net = repricer.curve(weights)
    for low, high in bracket_roots(grid, values, NOISE * peak):
        level = brent(net, low, high, XTOL)
        h = 1e-4 * level
        slope = (net(level + h) - net(level - h)) / (2.0 * h)
        roots.append(Root(level, slope, slope > 0))
    return tuple(roots)


def nearest(roots: tuple[Root, ...], spot: float) -> float | None:
    """Level of the root nearest to spot; of two equally near the lower."""
    return min((root.level for root in roots), key=lambda level: (abs(level - spot), level), default=None)


def no_root_reason(values: Floats, reach: float) -> str:
    """Why the profile has no root."""
    side = "positive" if float(values[int(np.argmax(np.abs(values)))]) > 0 else "negative"
    return f"net gamma is {side} at every price within ±{100 * reach:.0f} % of spot"
