"""Black–Scholes–Merton with cost of carry: prices and greeks of European options, vectorised.

All functions take `(spot, strike, years, sigma, rate, carry, is_call)`: scalars or arrays that broadcast. spot, strike:
> 0, the same unit. years: to settlement, ≥ 0. sigma: annual volatility as a fraction, ≥ 0. rate r and carry b = r − q:
continuous, per year. is_call: bool. Formulas: E. G. Haug, Complete Guide to Option Pricing Formulas, 2nd ed., ch. 2.

With F = S·e^{bT}, s = σ√T, d1 = ln(F/K)/s + s/2, d2 = d1 − s. Time and volatility have a floor (`MIN_YEARS`,
`MIN_SIGMA`), so at expiry every value is finite: away from the strike it is the limit.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spxcc.quant.normal import ndtr, ndtr_of_bell

Floats: TypeAlias = NDArray[np.float64]

MIN_YEARS = 1e-12
"""30 microseconds."""
MIN_SIGMA = 1e-8
_PER_ROOT_TWO_PI = 1.0 / math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What all formulas share; `flag` +1 call, −1 put; `e_q` e^{(b−r)T}; `bell` e^{−d1²/2}."""

    spot: Floats
    strike: Floats
    years: Floats
    sigma: Floats
    rate: Floats
    carry: Floats
    flag: Floats
    total: Floats
    d1: Floats
    d2: Floats
    e_q: Floats
    bell: Floats

    @property
    def e_r(self) -> Floats:
        """e^{−rT}."""
        return np.exp(-self.rate * self.years)

    @property
    def share(self) -> Floats:
        """N(d1) of calls, N(−d1) of puts."""
        return ndtr_of_bell(self.flag * self.d1, self.bell)

    @property
    def delta(self) -> Floats:
        return self.flag * self.e_q * self.share

    @property
    def density(self) -> Floats:
        """e_q·φ(d1)."""
        return self.e_q * self.bell * _PER_ROOT_TWO_PI

    @property
    def dividend(self) -> Floats:
        return self.rate - self.carry

    @property
    def gamma(self) -> Floats:
        return self.density / (self.spot * self.total)

    @property
    def vega(self) -> Floats:
        return self.spot * self.density * np.sqrt(self.years)

    @property
    def d1_slope(self) -> Floats:
        """∂d1/∂T = (2bT − d2·s) / (2·T·s)."""
        return (2.0 * self.carry * self.years - self.d2 * self.total) / (2.0 * self.years * self.total)


def _terms(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> _Terms:
    s, k = np.asarray(spot, dtype=np.float64), np.asarray(strike, dtype=np.float64)
    t = np.maximum(np.asarray(years, dtype=np.float64), MIN_YEARS)
    v = np.maximum(np.asarray(sigma, dtype=np.float64), MIN_SIGMA)
    r, b = np.asarray(rate, dtype=np.float64), np.asarray(carry, dtype=np.float64)
    total = v * np.sqrt(t)
    d1 = (np.log(s / k) + b * t) / total + 0.5 * total
    return _Terms(
        spot=s,
        strike=k,
        years=t,
        sigma=v,
        rate=r,
        carry=b,
        flag=np.where(np.asarray(is_call, dtype=np.bool_), 1.0, -1.0),
        total=total,
        d1=d1,
        d2=d1 - total,
        e_q=np.exp((b - r) * t),
        bell=np.exp(-0.5 * d1 * d1),
    )


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """Of a call: delta, gamma, vanna, charm and speed as the functions of those names give them, and e_q = e^{(b−r)T}.

    A put has the same gamma, vanna and speed; its delta is less by e_q and its charm by q·e_q.
    """

    delta: Floats
    gamma: Floats
    vanna: Floats
    charm: Floats
    speed: Floats
    e_q: Floats


def call_sensitivities(
    spot: ArrayLike, strike: ArrayLike, years: ArrayLike, sigma: ArrayLike, rate: ArrayLike, carry: ArrayLike
) -> Sensitivities:
    """All that an exposure needs, from terms that are computed once."""
    x = _terms(spot, strike, years, sigma, rate, carry, True)
    delta, density = x.delta, x.density
    gamma = density / (x.spot * x.total)
    return Sensitivities(
        delta=delta,
        gamma=gamma,
        vanna=-density * x.d2 / x.sigma,
        charm=x.dividend * delta - density * x.d1_slope,
        speed=-gamma / x.spot * (x.d1 / x.total + 1.0),
        e_q=x.e_q,
    )


def price(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """Present value, in the unit of spot."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return x.flag * (x.spot * x.e_q * x.share - x.strike * x.e_r * ndtr(x.flag * x.d2))


def delta(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂V/∂S: e_q·N(d1) for calls, −e_q·N(−d1) for puts."""
    return _terms(spot, strike, years, sigma, rate, carry, is_call).delta


def gamma(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂²V/∂S², the same for call and put."""
    return _terms(spot, strike, years, sigma, rate, carry, is_call).gamma + 0.0 * np.asarray(is_call)


def vega(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂V/∂σ per 1.00 of volatility (a hundredth of it per point), the same for call and put."""
    return _terms(spot, strike, years, sigma, rate, carry, is_call).vega + 0.0 * np.asarray(is_call)


def theta(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂V/∂t = −∂V/∂T per year (a 365th of it per calendar day)."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    decay = -x.spot * x.density * x.sigma / (2.0 * np.sqrt(x.years))
    interest = x.flag * x.rate * x.strike * x.e_r * ndtr(x.flag * x.d2)
    return decay - interest + x.flag * x.dividend * x.spot * x.e_q * x.share


def vanna(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂Δ/∂σ = −e_q·φ(d1)·d2/σ per 1.00 of volatility, the same for call and put."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return -x.density * x.d2 / x.sigma + 0.0 * x.flag


def charm(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂Δ/∂t = −∂Δ/∂T per year; of call minus put q·e_q."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return x.dividend * x.delta - x.density * x.d1_slope


def vomma(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂²V/∂σ² = vega·d1·d2/σ per 1.00 of volatility squared, the same for call and put."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return x.vega * x.d1 * x.d2 / x.sigma + 0.0 * x.flag


def speed(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂Γ/∂S = −(Γ/S)·(d1/s + 1), the same for call and put."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return -x.gamma / x.spot * (x.d1 / x.total + 1.0) + 0.0 * x.flag


def zomma(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂Γ/∂σ = Γ·(d1·d2 − 1)/σ per 1.00 of volatility, the same for call and put."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return x.gamma * (x.d1 * x.d2 - 1.0) / x.sigma + 0.0 * x.flag


def color(
    spot: ArrayLike,
    strike: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    rate: ArrayLike,
    carry: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """∂Γ/∂t = −∂Γ/∂T per year = Γ·(q + d1·∂d1/∂T + 1/(2T)), the same for call and put."""
    x = _terms(spot, strike, years, sigma, rate, carry, is_call)
    return x.gamma * (x.dividend + x.d1 * x.d1_slope + 0.5 / x.years) + 0.0 * x.flag
