"""Exposures one contract at a time, by the definitions: slow, obvious, apart from the product."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy.stats import norm


@dataclass(frozen=True)
class Contract:
    """One contract: years to settlement, carry b, volatility, open interest."""

    strike: float
    is_call: bool
    years: float
    carry: float
    sigma: float
    interest: float


@dataclass(frozen=True)
class Totals:
    """USD: per +1 % (call, put, net), delta notional, per volatility point, per day."""

    call: float
    put: float
    net: float
    dex: float
    vanna: float
    charm: float


def totals(contracts: Iterable[Contract], spot: float, rate: float) -> Totals:
    """Sums over `contracts` at `spot`."""
    call = put = dex = vanna = charm = 0.0
    for one in contracts:
        s = one.sigma * math.sqrt(one.years)
        d1 = math.log(spot / one.strike) / s + one.carry * one.years / s + s / 2
        d2, q = d1 - s, rate - one.carry
        e_q, phi = math.exp(-q * one.years), math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
        size, sign = 100 * one.interest, 1 if one.is_call else -1
        gamma = e_q * phi / (spot * s)
        call += gamma * size * spot**2 / 100 if one.is_call else 0.0
        put -= 0.0 if one.is_call else gamma * size * spot**2 / 100
        dex += sign * e_q * float(norm.cdf(sign * d1)) * size * spot
        vanna += sign * -e_q * phi * d2 / one.sigma * size * spot / 100
        decay = e_q * phi * (2 * one.carry * one.years - d2 * s) / (2 * one.years * s)
        charm += sign * (sign * q * e_q * float(norm.cdf(sign * d1)) - decay) * size * spot / 365
    return Totals(call, put, call + put, dex, vanna, charm)
