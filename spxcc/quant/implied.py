"""Implied volatility in Black-76, vectorised."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spxcc.quant.normal import erfcx

Floats: TypeAlias = NDArray[np.float64]

MIN_TOTAL = 1e-6
MAX_TOTAL = 6.0
"""Domain of the total volatility σ√T."""
_STEPS = 80
_TOLERANCE = 1e-13
_LAST_STEP = 1e-6
"""The steps cube the error: after one as small as this there is none left to take."""
_LEAST_BEND = 0.2
_CLEARLY_AWAY, _CLEARLY_MORE, _NOT_FAR, _CLEARLY_LESS = 1e-3, -1000.0, 2.0, 0.05
"""Where ln β is inside its domain without a look: it is under −5e5 at the least σ√T, and within 0.04 of x/2 at most."""


def implied_vol(
    price: ArrayLike, forward: ArrayLike, strike: ArrayLike, years: ArrayLike, discount: ArrayLike, is_call: ArrayLike
) -> Floats:
    """Annual volatility at which Black-76 gives `price`; NaN where there is none.

    price: present value; forward, strike: > 0, the same unit; years > 0; discount: e^{−rT} > 0. Inputs broadcast. NaN
    where refused: anything not finite or out of range, a price not above intrinsic or not below its bound (F for calls,
    K for puts, discounted), σ√T outside [1e-6, 6]. Halley on ln β over ln σ√T within a shrinking bracket, where β is
    the normalised out-of-the-money price (P. Jäckel, Let's be rational, Wilmott 2015, eq. 2.9).
    """
    p, f, k, t, d = np.broadcast_arrays(*(np.asarray(x, np.float64) for x in (price, forward, strike, years, discount)))
    call = np.broadcast_to(np.asarray(is_call, dtype=np.bool_), p.shape)
    answer = np.full(p.shape, np.nan)
    with np.errstate(invalid="ignore", over="ignore"):
        good = (
            np.isfinite(p)
            & np.isfinite(f)
            & np.isfinite(k)
            & np.isfinite(t)
            & np.isfinite(d)
            & (f > 0)
            & (k > 0)
            & (t > 0)
            & (d > 0)
        )
        raw = np.divide(p, d, out=np.full(p.shape, np.nan), where=good)
        time_value = raw - np.maximum(np.where(call, f - k, k - f), 0.0)
        good &= (time_value > 0) & (raw < np.where(call, f, k))
    if not good.any():
        return answer
    low, high = np.minimum(f[good], k[good]), np.maximum(f[good], k[good])
    with np.errstate(invalid="ignore", over="ignore"):
        away = -np.log1p((high - low) / low)
        total = _total_volatility(np.log(time_value[good]) - np.log(low) + 0.5 * away, away)
        answer[good] = total / np.sqrt(t[good])
    return answer


def _log_beta(x: Floats, total: Floats) -> tuple[Floats, Floats]:
    """ln β(x, s) for x = −|ln(F/K)| ≤ 0, and its slope in ln s."""
    h, t = x / total, 0.5 * total
    span = 0.5 * (erfcx(-(h + t) / np.sqrt(2.0)) - erfcx(-(h - t) / np.sqrt(2.0)))
    span = np.maximum(span, np.finfo(np.float64).tiny)
    return np.log(span) - 0.5 * (h * h + t * t), total / np.sqrt(2.0 * np.pi) / span


def _step(x: Floats, total: Floats, miss: Floats, slope: Floats) -> Floats:
    """Towards ln s where ln β is less by `miss`: Halley's step, or Newton's where the curvature would mislead it.

    The slope's own slope, over it, is 1 + (x/s)² − (s/2)² − slope.
    """
    newton = -miss / slope
    bend = 1.0 + 0.5 * newton * (1.0 + (x / total) ** 2 - 0.25 * total * total - slope)
    return newton / np.where(bend > _LEAST_BEND, bend, 1.0)


def _total_volatility(target: Floats, x: Floats) -> Floats:
    """s with ln β(x, s) = target; NaN outside the domain."""
    low, high = np.full(x.shape, np.log(MIN_TOTAL)), np.full(x.shape, np.log(MAX_TOTAL))
    inside = (x < -_CLEARLY_AWAY) & (target > _CLEARLY_MORE) & (x > -_NOT_FAR) & (target < 0.5 * x - _CLEARLY_LESS)
    near = np.flatnonzero(~inside)
    least, most = (_log_beta(x[near], np.exp(bound[near]))[0] for bound in (low, high))
    inside[near] = (least <= target[near]) & (target[near] <= most)
    guess = np.maximum(np.sqrt(2.0 * np.abs(x)), np.sqrt(2.0 * np.pi) * np.exp(np.minimum(target, 0.0)))
    at = np.log(np.clip(guess, MIN_TOTAL, MAX_TOTAL))
    active = np.flatnonzero(inside)
    for _ in range(_STEPS):
        if not active.size:
            break
        here = at[active]
        total = np.exp(here)
        value, slope = _log_beta(x[active], total)
        miss = value - target[active]
        low[active] = np.where(miss < 0, here, low[active])
        high[active] = np.where(miss > 0, here, high[active])
        there = here + _step(x[active], total, miss, slope)
        middle = 0.5 * (low[active] + high[active])
        outside = (there <= low[active]) | (there >= high[active])
        at[active] = np.where(miss == 0, here, np.where(outside, middle, there))
        active = active[np.abs(at[active] - here) > np.where(outside, _TOLERANCE, _LAST_STEP)]
    return np.where(inside, np.exp(at), np.nan)
