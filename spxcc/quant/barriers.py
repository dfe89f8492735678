"""The driftless walk between two barriers: what a target and a stop are worth before anybody knows anything."""

import math

_TERMS = 400
_ENOUGH = 40.0


def ruin(up: float, down: float) -> float:
    """P(+up before −down) without drift and without an end: down / (up + down). Raises ValueError unless both > 0."""
    if not (up > 0 and down > 0 and math.isfinite(up + down)):
        raise ValueError(f"expected two distances above 0, found {up} and {down}")
    return down / (up + down)


def ruin_within(up: float, down: float, sigma: float, minutes: float) -> tuple[float, float]:
    """(P(+up first), P(−down first)), each within `minutes`; what is left of 1 touches neither in time.

    up, down: distances, > 0. sigma: standard deviation of one minute in the same unit, > 0. minutes: ≥ 0. By the sine
    series of the heat equation between absorbing walls; where that takes very many terms the far wall is out of reach,
    and the reflection principle of a single wall is exact to 1e-12.

    Source: W. Feller, An Introduction to Probability Theory and Its Applications II, XIV.5. Raises ValueError outside.
    """
    infinite = ruin(up, down)
    if not (sigma > 0 and minutes >= 0 and math.isfinite(sigma * minutes)):
        raise ValueError(f"expected sigma > 0 and minutes ≥ 0, found {sigma} and {minutes}")
    if minutes == 0:
        return 0.0, 0.0
    width, spread = up + down, sigma * math.sqrt(minutes)
    terms = math.ceil(math.sqrt(2 * _ENOUGH) * width / (math.pi * spread))
    if terms > _TERMS:
        return _single(up, spread), _single(down, spread)
    over = under = 0.0
    for n in range(1, terms + 1):
        fade = math.exp(-0.5 * (n * math.pi * spread / width) ** 2) / n
        over += (-1) ** n * fade * math.sin(n * math.pi * down / width)
        under += (-1) ** n * fade * math.sin(n * math.pi * up / width)
    first = infinite + 2 / math.pi * over
    other = (1 - infinite) + 2 / math.pi * under
    return min(max(first, 0.0), infinite), min(max(other, 0.0), 1 - infinite)


def _single(distance: float, spread: float) -> float:
    """P(a walk reaches `distance` at all): 2·(1 − Φ(distance / spread))."""
    return math.erfc(distance / (spread * math.sqrt(2)))
