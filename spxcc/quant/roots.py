"""Roots of one function of one number: bracketing on a grid, then Brent."""

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def bracket_roots(
    grid: NDArray[np.float64], values: NDArray[np.float64], noise: float = 0.0
) -> list[tuple[float, float]]:
    """Intervals of neighbouring grid points between which `values` change sign, in the order of the grid.

    grid, values: 1-D of equal length. noise: ≥ 0; where |value| is not above it the point has no sign and is passed
    over, so an interval may span several points. A zero that is only touched is no root.
    """
    if grid.shape != values.shape or grid.ndim != 1:
        raise ValueError(f"expected two 1-D arrays of equal length, found shapes {grid.shape} and {values.shape}")
    signed = np.flatnonzero(np.abs(values) > noise)
    signs = np.sign(values[signed])
    changes = np.flatnonzero(signs[1:] != signs[:-1])
    return [(float(grid[signed[at]]), float(grid[signed[at + 1]])) for at in changes]


def brent(f: Callable[[float], float], a: float, b: float, xtol: float, max_steps: int = 100) -> float:
    """Root of `f` in [a, b] to within `xtol`, by inverse quadratic interpolation, secant and bisection.

    Source: R. P. Brent, Algorithms for Minimization without Derivatives (1973), ch. 4. Raises ValueError unless f(a)
    and f(b) have opposite signs (or one is zero) and `xtol` > 0; ArithmeticError if `max_steps` do not suffice.
    """
    fa, fb = f(a), f(b)
    if not xtol > 0 or not fa * fb <= 0:
        raise ValueError(f"expected xtol > 0 and a change of sign, found xtol {xtol}, f({a}) = {fa}, f({b}) = {fb}")
    c, fc = a, fa
    step = before = b - a
    for _ in range(max_steps):
        if fb * fc > 0:
            c, fc, step, before = a, fa, b - a, b - a
        if abs(fc) < abs(fb):
            a, fa, b, fb, c, fc = b, fb, c, fc, b, fb
        tolerance = 2.0 * sys.float_info.epsilon * abs(b) + 0.5 * xtol
        half = 0.5 * (c - b)
        if abs(half) <= tolerance or fb == 0:
            return b
        if abs(before) < tolerance or abs(fa) <= abs(fb):
            step = before = half
        else:
            p, q = _interpolate(a, fa, b, fb, c, fc)
            if 2.0 * p < min(3.0 * half * q - abs(tolerance * q), abs(before * q)):
                before, step = step, p / q
            else:
                step = before = half
        a, fa = b, fb
        b += step if abs(step) > tolerance else (tolerance if half > 0 else -tolerance)
        fb = f(b)
    raise ArithmeticError(f"expected a root within {max_steps} steps, found an interval of {abs(c - b)}; widen xtol")


def _interpolate(a: float, fa: float, b: float, fb: float, c: float, fc: float) -> tuple[float, float]:
    """The step p/q from b, p ≥ 0: secant with two points, inverse quadratic with three."""
    s = fb / fa
    if a == c:
        p, q = (c - b) * s, 1.0 - s
    else:
        q, r = fa / fc, fb / fc
        p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1.0))
        q = (q - 1.0) * (r - 1.0) * (s - 1.0)
    return (p, -q) if p > 0 else (-p, q)
