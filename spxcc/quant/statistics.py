"""Intervals of proportions."""

import math

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal."""


def wilson_interval(successes: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Wilson score interval of a proportion, within [0, 1]; `None` for n = 0.

    Source: E. B. Wilson, JASA 22 (1927) 209–212. Raises ValueError unless 0 ≤ successes ≤ n and z > 0.
    """
    if not (0 <= successes <= n and z > 0):
        raise ValueError(f"expected 0 ≤ successes ≤ n and z > 0, found {successes} of {n}, z {z}")
    if n == 0:
        return None
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high
