"""Contracts to try the formulas on: those of a real chain, and a grid that is wider than any chain."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.cboe_chain import real_chain

Floats = NDArray[np.float64]
YEAR_NS = 365 * 86_400 * NANOS_PER_SECOND
RATE, DIVIDEND = 0.0425, 0.016
UNQUOTED = 0.2


@dataclass(frozen=True)
class Contracts:
    """Columns of equal length. has_vendor: the volatility is of the file, otherwise 20 %. mid: NaN if unquoted."""

    spot: float
    strike: Floats
    years: Floats
    sigma: Floats
    rate: Floats
    carry: Floats
    is_call: NDArray[np.bool_]
    has_vendor: NDArray[np.bool_]
    mid: Floats

    @property
    def arguments(self) -> tuple[float, Floats, Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
        """Of the functions of `quant.bsm`."""
        return self.spot, self.strike, self.years, self.sigma, self.rate, self.carry, self.is_call

    def one(self, at: int) -> tuple[float, float, float, float, float, float, bool]:
        """The same of one contract, as plain numbers."""
        columns = (self.strike, self.years, self.sigma, self.rate, self.carry)
        strike, years, sigma, rate, carry = (float(column[at]) for column in columns)
        return self.spot, strike, years, sigma, rate, carry, bool(self.is_call[at])

    def every(self, step: int) -> "Contracts":
        """Each `step`-th."""
        names = ("strike", "years", "sigma", "rate", "carry", "is_call", "has_vendor", "mid")
        return replace(self, **{name: getattr(self, name)[::step] for name in names})

    def __len__(self) -> int:
        return int(self.strike.size)


def real_contracts(name: str, day: str, clock: str) -> Contracts:
    """Every contract of a Cboe file that lives at the time of its quotes, at the printed price of the index."""
    chain = real_chain(name, day, clock)
    years = (chain.settles_at - chain.ts_event) / YEAR_NS
    alive = years > 0
    sigma = chain.vendor_iv[alive]
    has_vendor = np.isfinite(sigma)
    flat = np.full(sigma.size, RATE)
    return Contracts(
        spot=float(chain.underlying_price or 0.0),
        strike=chain.strike[alive],
        years=years[alive],
        sigma=np.where(has_vendor, sigma, UNQUOTED),
        rate=flat,
        carry=flat - DIVIDEND,
        is_call=chain.is_call[alive],
        has_vendor=has_vendor,
        mid=0.5 * (chain.bid + chain.ask)[alive],
    )


def wide_grid(step: float) -> Contracts:
    """From a minute to five years, 5 % to 250 % volatility, −7 to 7 deviations every `step`, both signs of carry."""
    minutes = np.array([1.0, 30.0, 390.0, 10_000.0, 525_600.0, 5 * 525_600.0])
    deviations = np.arange(-7.0, 7.0 + step / 2, step) + 0.013
    rates = np.array([[0.0425, 0.0265], [0.01, -0.004], [0.05, 0.05], [0.0, 0.0]])
    axes = np.meshgrid(minutes / 525_600.0, [0.05, 0.17, 0.6, 2.5], deviations, np.arange(len(rates)), indexing="ij")
    years, sigma, away, pair = (axis.ravel() for axis in axes)
    rate, carry = rates[pair].T
    strike = 5900.0 * np.exp(away * sigma * np.sqrt(years))
    is_call = np.arange(strike.size) % 2 == 0
    has_vendor, mid = np.ones(strike.size, dtype=np.bool_), np.full(strike.size, np.nan)
    return Contracts(5900.0, strike, years, sigma, rate, carry, is_call, has_vendor, mid)
