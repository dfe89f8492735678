"""The normal distribution function and the scaled complementary error function, to full double precision.

Rational approximations of W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969)
631–637, as in the public routine CALERF of 1990; relative error below 3e-16. Kept here because importing scipy.special
takes longer than everything else that the first screen waits for; it is the twin in the tests.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

_A = (1.85777706184603153e-1, 3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02,
      3.20937758913846947e03)  # fmt: skip
_B = (1.0, 2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03)
_C = (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e00, 6.61191906371416295e01,
      2.98635138197400131e02, 8.81952221241769090e02, 1.71204761263407058e03, 2.05107837782607147e03,
      1.23033935479799725e03)  # fmt: skip
_D = (1.0, 1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
      3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03)  # fmt: skip
_P = (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
      1.60837851487422766e-2, 6.58749161529837803e-4)  # fmt: skip
_Q = (1.0, 2.56852019228982242e00, 1.87295284992346047e00, 5.27905102951428412e-1, 6.05183413124413191e-2,
      2.33520497626869185e-3)  # fmt: skip
_SMALL, _LARGE, _HUGE = 0.46875, 4.0, 40.0
_PER_ROOT_PI = 1.0 / math.sqrt(math.pi)


def erfcx(x: ArrayLike) -> Floats:
    """exp(x²)·erfc(x); overflows to infinity below −26.6, NaN stays NaN."""
    value = np.asarray(x, dtype=np.float64)
    size = np.abs(value)
    scaled = _scaled_tail(size)
    with np.errstate(over="ignore", invalid="ignore"):
        squared = _exp_square(size)
        near = size <= _SMALL
        if near.any():
            scaled = np.where(near, squared * (1.0 - _erf_near(np.where(near, size, 0.0))), scaled)
        return np.where(value < 0, 2.0 * squared - scaled, scaled)


def ndtr(x: ArrayLike) -> Floats:
    """P(Z ≤ x) of a standard normal Z; keeps its relative precision in both tails."""
    value = np.asarray(x, dtype=np.float64) * math.sqrt(0.5)
    size = np.abs(value)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        tail = 0.5 * _scaled_tail(size) / _exp_square(size)
        near = size <= _SMALL
        far = np.where(value > 0, 1.0 - tail, tail)
        return np.where(near, 0.5 + 0.5 * np.copysign(_erf_near(np.where(near, size, 0.0)), value), far)


def _exp_square(size: Floats) -> Floats:
    """exp(size²), splitting the square so that its rounding does not grow with it; infinite from 27 on."""
    size = np.minimum(size, _HUGE)
    coarse = np.trunc(size * 16.0) / 16.0
    return np.exp(coarse * coarse) * np.exp((size - coarse) * (size + coarse))


def _ratio(x: Floats, numerator: tuple[float, ...], denominator: tuple[float, ...]) -> Floats:
    return np.polyval(numerator, x) / np.polyval(denominator, x)


def _erf_near(size: Floats) -> Floats:
    """erf for 0 ≤ size ≤ 0.46875."""
    return size * _ratio(size * size, _A, _B)


def _scaled_tail(size: Floats) -> Floats:
    """exp(size²)·erfc(size) for size > 0.46875; of no meaning below."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        middle = _ratio(np.minimum(size, _LARGE), _C, _D)
        large = size > _LARGE
        if not large.any():
            return middle
        inverse = np.where(large, 1.0 / np.where(large, size, 1.0), 0.0)
        square = inverse * inverse
        far = inverse * (_PER_ROOT_PI - square * _ratio(square, _P, _Q))
        return np.where(large, far, middle)
