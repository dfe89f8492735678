"""The nearest expiry: at-the-money volatility, straddle and one-sd range."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.book import Book
from spxcc.engines.gex.forward import near_money
from spxcc.engines.gex.surface import Surface
from spxcc.market.snapshot import Floats
from spxcc.quant import bsm


@dataclass(frozen=True, slots=True)
class Valuation:
    """Per group at the time of valuation: years to settlement (floored), forward; and the spot and rate."""

    years: Floats
    forward: Floats
    spot: float
    rate: float


def front_group(valuation: Valuation) -> int | None:
    """The nearest group with two minutes or more to live."""
    alive = np.flatnonzero(valuation.years * params.MINUTES_PER_YEAR >= params.MIN_FRONT_MINUTES)
    return int(alive[0]) if alive.size else None


def strikes_near(book: Book, surface: Surface, valuation: Valuation, group: int) -> int:
    """Strikes around the money of a group that have a volatility of their own or of the vendor."""
    rows = book.rows_of(group)
    known = surface.measured_in(rows)
    near = near_money(book.strike[rows], float(valuation.forward[group]), float(valuation.years[group]))
    return int(np.count_nonzero(known & near))


def atm_iv(book: Book, surface: Surface, valuation: Valuation, group: int) -> float | None:
    """Volatility at the forward, linear in strike between the two neighbours; `None` unless both are known and near."""
    rows = book.rows_of(group)
    strike, forward = book.strike[rows], float(valuation.forward[group])
    known = surface.measured_in(rows)
    known &= near_money(strike, forward, float(valuation.years[group]))
    below, above = np.flatnonzero(known & (strike <= forward)), np.flatnonzero(known & (strike >= forward))
    if not below.size or not above.size:
        return None
    sigma = 0.5 * (surface.call[rows] + surface.put[rows])
    low, high = int(below[-1]), int(above[0])
    if low == high:
        return float(sigma[low])
    weight = (forward - strike[low]) / (strike[high] - strike[low])
    return float(sigma[low] + weight * (sigma[high] - sigma[low]))


def straddle(valuation: Valuation, group: int, sigma: float) -> float:
    """Value of call and put struck at the forward, at `sigma` and the time that is left, points."""
    forward, years = float(valuation.forward[group]), float(valuation.years[group])
    value = bsm.price(forward, forward, years, sigma, valuation.rate, 0.0, np.array([True, False]))
    return float(value.sum())


def one_sd(valuation: Valuation, group: int, sigma: float) -> float:
    """σ·S·√T, points."""
    return float(sigma * valuation.spot * np.sqrt(valuation.years[group]))
