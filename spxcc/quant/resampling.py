"""Whole days drawn again, and many questions asked at once."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS = 2000
_CHUNK = 200


def day_means(blocks: Sequence[Sequence[float]], seed: int, draws: int = DRAWS) -> Floats:
    """Means of all values when as many blocks as there are get drawn with replacement, `draws` times, ascending.

    Values of one block (a day) are kept together, because they are not independent. The same seed gives the same draws.
    Raises ValueError where there is no value.
    """
    totals = np.array([float(np.sum(block)) for block in blocks])
    counts = np.array([float(len(block)) for block in blocks])
    if not counts.sum():
        raise ValueError("expected at least one value, found none")
    full = counts > 0
    totals, counts = totals[full], counts[full]
    chance = np.random.Generator(np.random.PCG64(seed))
    found: list[Floats] = []
    for first in range(0, draws, _CHUNK):
        chosen = chance.integers(0, totals.size, (min(_CHUNK, draws - first), totals.size))
        found.append(totals[chosen].sum(axis=1) / counts[chosen].sum(axis=1))
    return np.sort(np.concatenate(found))


def day_block_interval(
    blocks: Sequence[Sequence[float]], seed: int, share: float = 0.95, draws: int = DRAWS
) -> tuple[float, float] | None:
    """The middle `share` of `day_means`; `None` where fewer than two days have a value."""
    if sum(len(block) > 0 for block in blocks) < 2:
        return None
    means = day_means(blocks, seed, draws)
    edge = (1 - share) / 2
    low, high = np.quantile(means, (edge, 1 - edge))
    return float(low), float(high)


def adjusted(p_values: Mapping[str, float]) -> dict[str, float]:
    """q values of Benjamini and Hochberg: the least false discovery rate at which each question still stands out.

    Source: Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995) 289–300. Raises ValueError for a p value outside
    [0, 1].
    """
    if any(not 0 <= p <= 1 for p in p_values.values()):
        raise ValueError(f"expected p values in [0, 1], found {sorted(p_values.values())}")
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    found: dict[str, float] = {}
    least = 1.0
    for rank in range(len(ordered), 0, -1):
        name = ordered[rank - 1]
        least = min(least, p_values[name] * len(ordered) / rank)
        found[name] = least
    return {name: found[name] for name in p_values}


def sample_size(
    share: float, against: float = 0.5, z_alpha: float = 1.6448536269514722, z_power: float = 0.8416212335729143
) -> int:
    """Trials that tell `share` from `against`, one-sided, by the normal approximation (5 %, power 80 % by default).

    Raises ValueError unless both are within (0, 1) and different.
    """
    if not (0 < share < 1 and 0 < against < 1 and share != against):
        raise ValueError(f"expected two different shares within (0, 1), found {share} and {against}")
    needed = z_alpha * (against * (1 - against)) ** 0.5 + z_power * (share * (1 - share)) ** 0.5
    return int(np.ceil((needed / (share - against)) ** 2))
