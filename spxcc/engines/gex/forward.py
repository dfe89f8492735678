"""Forward of each (root, expiry): put–call parity, else the vendor's deltas, else carry interpolated in time."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal, TypeAlias

import numpy as np

from spxcc.engines.gex.book import Book, years_between
from spxcc.engines.gex.params import GexSettings
from spxcc.market.snapshot import Bools, Floats

ForwardSource: TypeAlias = Literal["parity", "vendor delta", "interpolated", "rate", "last trades"]

MIN_PAIRS = 3
MAX_PAIRS = 25
MAX_SD_SHARE = 2.5e-4
"""Residuals of a forward above this share of it (one point at 4000) say that its quotes do not belong together."""
NEAR_SHARE = 0.01
NEAR_VOLATILITY = 0.12
MAX_RATE_ERROR = 0.05
MIN_SPAN_YEARS = 20 / 365
MAX_SPAN_YEARS = 0.5
STANDARD_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Parity:
    """Per group at its quote time: median of K + e^{rT}(C − P), sd of the residuals, number of strikes; NaN = none."""

    forward: Floats
    sd: Floats
    pairs: Floats

    @property
    def good(self) -> Bools:
        with np.errstate(invalid="ignore"):
            return (self.pairs >= MIN_PAIRS) & (self.sd <= MAX_SD_SHARE * self.forward)


@dataclass(frozen=True, slots=True)
class Forwards:
    """Per group: `carry` b, so that F = S·e^{bT}; `quoted` the forward at quote time; `source` of it."""

    carry: Floats
    quoted: Floats
    source: tuple[ForwardSource, ...]


def near_money(strike: Floats, centre: float, years: float) -> Bools:
    """Strikes within max(1 %, 0.12·√T) of `centre`."""
    return np.abs(strike / centre - 1.0) <= max(NEAR_SHARE, NEAR_VOLATILITY * float(np.sqrt(years)))


def parity_forwards(book: Book, settings: GexSettings) -> Parity:
    """The forward of every group whose near strikes have two-sided quotes of call and put."""
    count = len(book.roots)
    years = years_between(book.quoted_at, book.settles_at)
    forward, sd, pairs = np.full(count, np.nan), np.full(count, np.nan), np.zeros(count)
    usable = book.call.sane(book.strike, settings) & book.put.sane(book.strike, settings)
    gap = book.call.mid - book.put.mid
    for at in range(count):
        rows = book.rows_of(at)
        chosen = np.flatnonzero(usable[rows]) + rows.start
        if not chosen.size:
            continue
        centre = float(book.strike[chosen[int(np.argmin(np.abs(gap[chosen])))]])
        chosen = chosen[near_money(book.strike[chosen], centre, float(years[at]))]
        chosen = chosen[np.argsort(np.abs(gap[chosen]), kind="stable")[:MAX_PAIRS]]
        forward[at], sd[at] = _fit(book.strike[chosen], gap[chosen], float(years[at]), settings.rate)
        pairs[at] = chosen.size
    return Parity(forward, sd, pairs)


def _fit(strike: Floats, gap: Floats, years: float, rate: float) -> tuple[float, float]:
    """Median of K + e^{rT}(C − P) and the sd about it, free of what a wrong rate adds.

    A rate that is off by ρ tilts the values by ρ·T against C − P. The tilt is taken out as far as `MAX_RATE_ERROR`
    explains it: at the front it vanishes, and the discount factor is never fitted.
    """
    implied = strike + np.exp(rate * years) * gap
    away = gap - gap.mean()
    spread = float(away @ away)
    tilt = 0.0
    if strike.size >= MIN_PAIRS and spread > 0 and gap.min() <= 0 <= gap.max():
        limit = MAX_RATE_ERROR * years
        tilt = float(np.clip(away @ implied / spread, -limit, limit))
    level = implied - tilt * gap
    middle = float(np.median(level))
    return middle, float(np.sqrt(np.mean((level - middle) ** 2)))


def parity_spot(book: Book, parity: Parity, settings: GexSettings) -> tuple[float, int] | None:
    """Spot at quote time from the nearest good forward, S = F·e^{−bT}, and the group; `None` without one.

    b = r − q with a given dividend yield; else the slope of ln F over T where the forwards span twenty days or more;
    else r, an error of q·T that is under a point within four days.
    """
    good = np.flatnonzero(parity.good)
    if not good.size:
        return None
    years = years_between(book.quoted_at, book.settles_at)
    front = int(good[0])
    return float(parity.forward[front] * np.exp(-_slope(parity, years, good, settings) * years[front])), front


def _slope(
    parity: Parity, years: Floats, good: np.ndarray[tuple[int], np.dtype[np.intp]], settings: GexSettings
) -> float:
    if settings.dividend is not None:
        return settings.rate - settings.dividend
    used = good[years[good] <= MAX_SPAN_YEARS]
    if used.size < 2 or years[used[-1]] - years[used[0]] < MIN_SPAN_YEARS:
        return settings.rate
    weight = 1.0 / (parity.sd[used] / parity.forward[used] + 1e-5) ** 2
    t, y = years[used], np.log(parity.forward[used])
    t, y = t - np.average(t, weights=weight), y - np.average(y, weights=weight)
    return float(np.sum(weight * t * y) / np.sum(weight * t * t))


def forwards(book: Book, parity: Parity, spot: float, settings: GexSettings) -> Forwards:
    """Carry of every group against the spot at quote time.

    Where parity is not good: the vendor's deltas (they name his forward); else the carry of the neighbours interpolated
    in T, flat at the ends; else r − q (q = 0 where unknown).
    """
    years = years_between(book.quoted_at, book.settles_at)
    with np.errstate(invalid="ignore"):
        carry = np.where(parity.good, np.log(parity.forward / spot) / years, np.nan)
    source: list[ForwardSource] = ["parity" if good else "interpolated" for good in parity.good]
    for at in np.flatnonzero(~parity.good):
        found = _vendor_carry(book, int(at), spot, float(years[at]))
        if found is not None:
            carry[at], source[at] = found, "vendor delta"
    known = np.isfinite(carry)
    if known.any():
        carry[~known] = np.interp(years[~known], years[known], carry[known])
    else:
        carry[:] = settings.rate - (settings.dividend or 0.0)
        source = ["rate"] * len(source)
    return Forwards(carry, spot * np.exp(carry * years), tuple(source))


def _vendor_carry(book: Book, group: int, spot: float, years: float) -> float | None:
    """Median carry at which N(d1) is the vendor's call delta, of those between 0.25 and 0.75 at his volatility.

    Cboe's deltas of call and put differ by 1 whatever the time, so they are N(d1) of the forward, without e_q.
    """
    rows = book.rows_of(group)
    strike, sigma, delta = book.strike[rows], book.call.vendor_iv[rows], book.call.vendor_delta[rows]
    with np.errstate(invalid="ignore"):
        used = (delta > 0.25) & (delta < 0.75) & (sigma > 0)
    if np.count_nonzero(used) < MIN_PAIRS:
        return None
    total = sigma[used] * np.sqrt(years)
    carry = (np.log(strike[used] / spot) + total * (_quantiles(delta[used]) - 0.5 * total)) / years
    return float(np.median(carry))


def _quantiles(shares: Floats) -> Floats:
    """Standard normal quantiles of shares strictly between 0 and 1."""
    return np.array([STANDARD_NORMAL.inv_cdf(share) for share in shares.tolist()], dtype=np.float64)
