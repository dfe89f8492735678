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
    rest = (value < _SMALL).ravel().nonzero()[0]
    if rest.size:
        scaled.ravel()[rest] = _scaled_below(value.ravel()[rest], scaled.ravel()[rest])
    return scaled


def ndtr(x: ArrayLike) -> Floats:
    """P(Z ≤ x) of a standard normal Z; keeps its relative precision in both tails."""
    value = np.asarray(x, dtype=np.float64)
    with np.errstate(under="ignore"):
        return ndtr_of_bell(value, 1.0 / _exp_square(np.abs(value) * math.sqrt(0.5)))


def ndtr_of_bell(x: Floats, bell: Floats) -> Floats:
    """P(Z ≤ x) where bell = e^{−x²/2} is known already; relative error in the tails that of `bell`."""
    size = np.abs(x) * math.sqrt(0.5)
    tail = _scaled_tail(size)
    tail *= bell
    tail *= 0.5
    np.subtract(1.0, tail, out=tail, where=x > 0)
    near = (size <= _SMALL).ravel().nonzero()[0]
    tail.ravel()[near] = 0.5 + 0.5 * np.copysign(_erf_near(size.ravel()[near]), x.ravel()[near])
    return tail


def _scaled_below(value: Floats, scaled: Floats) -> Floats:
    """erfcx of `value` < 0.46875, given that of its size beyond −0.46875."""
    size = np.abs(value)
    with np.errstate(over="ignore"):
        squared = _exp_square(size)
        below = np.where(value < 0, 2.0 * squared - scaled, scaled)
    near = size <= _SMALL
    below[near] = squared[near] * (1.0 - np.copysign(_erf_near(size[near]), value[near]))
    return below


def _exp_square(size: Floats) -> Floats:
    """exp(size²), splitting the square so that its rounding does not grow with it; infinite from 27 on."""
    size = np.minimum(size, _HUGE)
    coarse = np.trunc(size * 16.0) / 16.0
    with np.errstate(over="ignore"):
        return np.exp(coarse * coarse) * np.exp((size - coarse) * (size + coarse))


def _ratio(x: Floats, numerator: tuple[float, ...], denominator: tuple[float, ...]) -> Floats:
    top = _polynomial(x, numerator)
    top /= _polynomial(x, denominator)
    return top


def _polynomial(x: Floats, coefficients: tuple[float, ...]) -> Floats:
    """By Horner, in place: what this module spends its time on."""
    value = x * coefficients[0]
    value += coefficients[1]
    for each in coefficients[2:]:
        value *= x
        value += each
    return value


def _erf_near(size: Floats) -> Floats:
    """erf for 0 ≤ size ≤ 0.46875."""
    return size * _ratio(size * size, _A, _B)


def _scaled_tail(size: Floats) -> Floats:
    """exp(size²)·erfc(size) for size > 0.46875, zero below; contiguous."""
    flat = size.ravel()
    scaled = np.zeros(flat.shape)
    large = flat > _LARGE
    middle = (~(large | (flat <= _SMALL))).nonzero()[0]
    scaled[middle] = _ratio(flat[middle], _C, _D)
    far = large.nonzero()[0]
    if far.size:
        inverse = 1.0 / flat[far]
        square = inverse * inverse
        scaled[far] = inverse * (_PER_ROOT_PI - square * _ratio(square, _P, _Q))
    return scaled.reshape(size.shape)
