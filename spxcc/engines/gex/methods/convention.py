"""What a published gamma profile is made of, and the profile by such a convention."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.profile import Repricer
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import Bools, Floats, OptionChain
from spxcc.market.units import UnixNanos
from spxcc.quant.roots import bracket_roots


@dataclass(frozen=True, slots=True)
class Grid:
    """`count` prices from spot·(1 − reach) to spot·(1 + reach), equally far apart."""

    count: int
    reach: float

    def of(self, spot: float) -> Floats:
        """The prices."""
        return np.linspace((1.0 - self.reach) * spot, (1.0 + self.reach) * spot, self.count)


@dataclass(frozen=True, slots=True)
class Convention:
    """Weekdays over `days_per_year`, one flat `rate`, no dividend, every expiration at the close, a grid of prices."""

    name: str
    days_per_year: float
    rate: float
    grid: Grid
    definition: str


@dataclass(frozen=True, slots=True, eq=False)
class MethodResult:
    """A method's answer; exposures in USD per +1 %, as its profile has them at spot.

    net, call, put: `None` together where no contract has the vendor's volatility, and `reason` says so. flip: `None`
    where the profile has no change of sign. levels, calls, puts: the profile. used: per contract of the chain, whether
    it entered; contracts and interest: how many did, with which open interest.
    """

    name: str
    spot: float
    rate: float
    net: float | None
    call: float | None
    put: float | None
    flip: float | None
    reason: str | None
    definition: str
    levels: Floats
    calls: Floats
    puts: Floats
    used: Bools
    contracts: int
    interest: int

    @property
    def profile(self) -> Floats:
        """Net by level."""
        return self.calls + self.puts


def weekday_years(expiries: tuple[str, ...], as_of: UnixNanos, days_per_year: float) -> Floats:
    """Weekdays from the exchange date of `as_of` to each expiration, at least one, over `days_per_year`."""
    today = np.datetime64(to_exchange(as_of).date().isoformat())
    days = np.busday_count(today, np.array(expiries, dtype="datetime64[D]"))
    return np.maximum(days, 1) / days_per_year


def with_vendor_volatility(chain: OptionChain, as_of: UnixNanos) -> Bools:
    """Contracts that live after `as_of` and have a volatility of the vendor; 0 is none."""
    with np.errstate(invalid="ignore"):
        return (chain.settles_at > as_of) & (chain.vendor_iv > 0)


def plain_repricer(strike: Floats, years: Floats, sigma: Floats, rate: float, carry: Floats | float) -> Repricer:
    """Gamma of contracts at any spot; all arrays of one length, `sigma` > 0, `rate` and `carry` per year."""
    total = sigma * np.sqrt(years)
    return Repricer(
        slope=1.0 / total,
        shift=(carry * years - np.log(strike)) / total + 0.5 * total,
        unit=np.exp((carry - rate) * years) * (0.01 * params.CONTRACT_SIZE / np.sqrt(2.0 * np.pi)) / total,
    )


def first_crossing(levels: Floats, values: Floats) -> float | None:
    """Where the straight line between the first two neighbours of opposite sign is zero, from the lowest level up."""
    changes = bracket_roots(levels, values)
    if not changes:
        return None
    low, high = changes[0]
    before, after = np.interp(changes[0], levels, values)
    return float(high - (high - low) * after / (after - before))


def by_convention(chain: OptionChain, as_of: UnixNanos, spot: float, convention: Convention) -> MethodResult:
    """Net, calls, puts and flip of `chain` at `spot` by a convention, with the vendor's volatility of each contract."""
    used = with_vendor_volatility(chain, as_of)
    interest = np.where(used, np.nan_to_num(chain.open_interest), 0.0)
    held = used & (interest > 0)
    levels = convention.grid.of(spot)
    years = weekday_years(chain.expiries, as_of, convention.days_per_year)[held]
    repricer = plain_repricer(chain.strike[held], years, chain.vendor_iv[held], convention.rate, convention.rate)
    calls, puts = np.where(chain.is_call, interest, 0.0)[held], np.where(chain.is_call, 0.0, -interest)[held]
    curves = repricer.curves(levels, np.stack((calls, puts), axis=1))
    net = curves.sum(axis=1)
    flip = first_crossing(levels, net)
    there = bool(held.any())
    return MethodResult(
        name=convention.name,
        spot=spot,
        rate=convention.rate,
        net=float(np.interp(spot, levels, net)) if there else None,
        call=float(np.interp(spot, levels, curves[:, 0])) if there else None,
        put=float(np.interp(spot, levels, curves[:, 1])) if there else None,
        flip=flip,
        reason=_reason(there, flip, convention),
        definition=convention.definition,
        levels=levels,
        calls=curves[:, 0],
        puts=curves[:, 1],
        used=used,
        contracts=int(np.count_nonzero(used)),
        interest=round(float(interest.sum())),
    )


def _reason(there: bool, flip: float | None, convention: Convention) -> str | None:
    if not there:
        return f"{convention.name} needs the vendor's volatilities, and no contract with open interest has one"
    if flip is None:
        return f"the profile does not change sign within ±{convention.grid.reach:.0%} of spot"
    return None
