"""The Beta distribution: what is believed of a share after some successes and failures."""

import math

_STEPS = 300
_TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """P(share ≤ x) of Beta(a, b), a and b > 0, by Lentz's continued fraction of the incomplete beta function.

    Source: Numerical Recipes, 3rd ed., 6.4. Raises ValueError outside.
    """
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"expected a, b > 0 and x in [0, 1], found {a}, {b}, {x}")
    if x in (0.0, 1.0):
        return x
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x with `beta_cdf(x, a, b) == share`, to 1e-12, by bisection. Raises ValueError unless 0 ≤ share ≤ 1."""
    if not 0 <= share <= 1:
        raise ValueError(f"expected a share in [0, 1], found {share}")
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of I_x(a, b), evaluated from the front."""
    c, d = 1.0, 1.0 / _kept(1.0 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _kept(1.0 + part * d)
            c = _kept(1.0 + part / c)
            found *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return found


def _kept(value: float) -> float:
    """Never zero, as it divides."""
    return value if abs(value) > _TINY else _TINY
