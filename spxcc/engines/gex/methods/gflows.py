"""gflows' method as published: weekdays over 252, the ten-year yield, no dividend, 300 prices within ±50 %."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.methods.convention import (
    Convention,
    Grid,
    MethodResult,
    by_convention,
    weekday_years,
    with_vendor_volatility,
)
from spxcc.market.snapshot import Bools, Floats, OptionChain
from spxcc.market.units import UnixNanos
from spxcc.quant.normal import ndtr

DAYS_PER_YEAR = 252.0
GRID = Grid(300, 0.5)
_BILLION = 1e9


def convention(ten_year: float) -> Convention:
    """`ten_year`: the 10-year yield, as a fraction."""
    return Convention(
        name="gflows",
        days_per_year=DAYS_PER_YEAR,
        rate=ten_year,
        grid=GRID,
        definition=(
            f"gflows: calls +, puts −; Γ·OI·100·S²·1 %; vendor's σ, sticky strike; T = max(1, weekdays)/252, all "
            f"expirations alike; r {ten_year:.3%} (10-year yield), q 0; {GRID.count} prices within ±{GRID.reach:.0%}; "
            "net from the profile at spot, flip = its first change of sign, linear"
        ),
    )


def gflows(chain: OptionChain, as_of: UnixNanos, spot: float, ten_year: float) -> MethodResult:
    """Net and flip of `chain` at `spot`."""
    return by_convention(chain, as_of, spot, convention(ten_year))


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The four profiles by price, in the units of the tool.

    gamma: USD bn per +1 %, calls +, puts −. delta: Σ Δ·OI·S/1e9, puts negative. vanna: Σ ±vanna·OI·S·σ/1e9. charm:
    Σ ±charm·OI·S·T/1e9, charm = −∂Δ/∂T per year.
    """

    levels: Floats
    gamma: Floats
    delta: Floats
    vanna: Floats
    charm: Floats


def profiles(chain: OptionChain, as_of: UnixNanos, spot: float, ten_year: float) -> Profiles:
    """All four by the published method: every contract at every price, as dense tables of (prices, contracts)."""
    levels = GRID.of(spot)
    years = weekday_years(chain.expiries, as_of, DAYS_PER_YEAR)
    live = chain.settles_at > as_of
    valued = with_vendor_volatility(chain, as_of)
    total = np.zeros((4, levels.size))
    for side, sign in ((chain.is_call, 1.0), (~chain.is_call, -1.0)):
        total += _side(chain, levels, years, live & side, valued, ten_year, sign)
    return Profiles(levels, *total)


def _side(
    chain: OptionChain, levels: Floats, years: Floats, listed: Bools, valued: Bools, rate: float, sign: float
) -> Floats:
    """gamma, delta, vanna, charm of the calls (sign +1) or of the puts (−1); (4, prices)."""
    price, strike, time = levels[:, None], chain.strike[listed], years[listed]
    known = valued[listed]
    sigma = np.where(known, chain.vendor_iv[listed], 1.0)
    interest = np.where(known, np.nan_to_num(chain.open_interest[listed]), 0.0)
    spread = sigma * np.sqrt(time)
    d1 = (np.log(price / strike) + (rate + 0.5 * sigma * sigma) * time) / spread
    d2 = d1 - spread
    density = np.exp(-0.5 * d1 * d1) / np.sqrt(2.0 * np.pi)
    delta = sign * ndtr(sign * d1)
    gamma = density / (price * spread)
    vanna = -density * d2 / sigma
    charm = -density * (2.0 * rate * time - d2 * spread) / (2.0 * time * spread)
    tables = (
        gamma * (sign * params.CONTRACT_SIZE * 0.01 * interest) * price * price,
        delta * interest * price,
        vanna * (sign * interest * sigma) * price,
        charm * (sign * interest * time) * price,
    )
    return np.stack([table.sum(axis=1) for table in tables]) / _BILLION
