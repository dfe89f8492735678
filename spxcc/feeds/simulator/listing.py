"""Which option contracts there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property

import numpy as np

from spxcc.market.contract import OptionContract, settles_at
from spxcc.market.session import hours, next_session, previous_session, third_friday
from spxcc.market.snapshot import Bools, Floats, Ints

DAILIES = 4
WEEKLIES = 2
SPX_NEAR, SPX_NEAR_STEP, SPX_FAR, SPX_FAR_STEP = 0.04, 5.0, 0.10, 25.0
SPY_NEAR, SPY_NEAR_STEP = 0.04, 1.0
CENTRE_STEP = 50.0
FULL_DAILIES, FULL_WEEKLIES, FULL_MONTHLIES = 28, 10, 11
FULL_NEAR, FULL_FAR, FULL_OUTER, FULL_OUTER_STEP = 0.08, 0.20, 0.40, 100.0
"""Of a listing as large as the real one."""


@dataclass(frozen=True)
class Listing:
    """Contracts of one underlying: every (root, expiry) lists the same strikes.

    Contract number = 2·(expiry·strikes + strike) + (0 call, 1 put); `near` is the part of `strikes` that is finely
    spaced. dead: how many (root, expiry) at the end settled this morning: still listed, traded no more.
    """

    underlying: str
    roots: tuple[str, ...]
    expiries: tuple[str, ...]
    strikes: Floats
    near: slice
    dead: int = 0

    @cached_property
    def settles_at(self) -> Ints:
        """Settlement instant of every (root, expiry), nanoseconds."""
        return np.array([settles_at(*pair) for pair in zip(self.roots, self.expiries, strict=True)], dtype=np.int64)

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Compact OCC symbols by contract number."""
        return tuple(
            OptionContract(root, expiry, right, strike).symbol
            for root, expiry in zip(self.roots, self.expiries, strict=True)
            for strike in self.strikes.tolist()
            for right in ("C", "P")
        )

    def __len__(self) -> int:
        return 2 * len(self.roots) * int(self.strikes.size)

    def is_dead(self, contract: Ints) -> Bools:
        """Whether the contracts are traded no more."""
        return self.expiry_of(contract) >= len(self.roots) - self.dead

    def expiry_of(self, contract: Ints) -> Ints:
        """Place of the contracts' expiry."""
        return np.asarray(contract // (2 * self.strikes.size))

    def strike_of(self, contract: Ints) -> Floats:
        """Strike of the contracts."""
        return self.strikes[(contract // 2) % self.strikes.size]

    def is_call(self, contract: Ints) -> Bools:
        """Whether the contracts are calls."""
        return np.asarray(contract % 2 == 0)

    def number(self, expiry: Ints | int, strike: Ints, call: Bools | bool) -> Ints:
        """Contract number from the places of expiry and strike."""
        return np.asarray(2 * (expiry * self.strikes.size + strike) + np.where(call, 0, 1), dtype=np.int64)

    def nearest(self, level: Floats) -> Ints:
        """Place of the listed strike nearest to each level; the lower one of two."""
        above = np.clip(np.searchsorted(self.strikes, level), 1, self.strikes.size - 1)
        lower = level - self.strikes[above - 1] <= self.strikes[above] - level
        return np.asarray(np.where(lower, above - 1, above), dtype=np.int64)


def spx_listing(date: str, level: float, full: bool = False) -> Listing:
    """SPXW of today, the next four sessions and two weeks, and the monthly: SPX (morning) and SPXW (afternoon).

    On the day of a monthly itself the SPX that settled in the morning is there too, at the end. full: as many
    contracts as the real chain, some 30,000, out to a year.
    """
    dead = [("SPX", date)] if _monthly(previous_session(date)) == date else []
    pairs = _full_pairs(date) if full else _pairs(date)
    centre = round(level / CENTRE_STEP) * CENTRE_STEP
    near = _steps(centre, SPX_NEAR_STEP, (FULL_NEAR if full else SPX_NEAR) * centre)
    strikes = _around(near, _steps(centre, SPX_FAR_STEP, (FULL_FAR if full else SPX_FAR) * centre))
    if full:
        strikes = _around(strikes, _steps(centre, FULL_OUTER_STEP, FULL_OUTER * centre))
    roots, expiries = zip(*sorted(pairs, key=lambda pair: settles_at(*pair)), *dead, strict=True)
    first = int(np.searchsorted(strikes, near[0]))
    return Listing("SPX", roots, expiries, strikes, slice(first, first + near.size), len(dead))


def _pairs(date: str) -> Sequence[tuple[str, str]]:
    dailies = _dailies(date)
    monthly = _monthly(dailies[-1])
    weeklies = _weeklies(dailies[-1], monthly)
    return [*(("SPXW", expiry) for expiry in (*dailies, *weeklies, monthly)), ("SPX", monthly)]


def _full_pairs(date: str) -> Sequence[tuple[str, str]]:
    dailies = _dailies(date, FULL_DAILIES)
    monthlies = [_monthly(date)]
    while len(monthlies) < FULL_MONTHLIES:
        # From the month's end on: a monthly before a holiday is not the month's third Friday.
        monthlies.append(_monthly(f"{monthlies[-1][:8]}28"))
    weeklies = _weeklies(dailies[-1], "", FULL_WEEKLIES)
    return [*(("SPXW", expiry) for expiry in {*dailies, *weeklies, *monthlies}), *(("SPX", own) for own in monthlies)]


def _around(inner: Floats, outer: Floats) -> Floats:
    """The strikes of `inner`, and those of `outer` beyond them."""
    return np.concatenate((outer[outer < inner[0]], inner, outer[outer > inner[-1]]))


def spy_listing(date: str, level: float) -> Listing:
    """SPY of today, the next session, the end of the week after, and the monthly."""
    dailies = _dailies(date)
    monthly = _monthly(dailies[-1])
    expiries = tuple(sorted({*dailies[:2], _weeklies(dailies[-1], monthly)[0], monthly}))
    centre = float(round(level))
    strikes = _steps(centre, SPY_NEAR_STEP, SPY_NEAR * centre)
    return Listing("SPY", ("SPY",) * len(expiries), expiries, strikes, slice(0, strikes.size))


def _steps(centre: float, step: float, reach: float) -> Floats:
    count = int(reach // step)
    return centre + step * np.arange(-count, count + 1, dtype=np.float64)


def _dailies(date: str, count: int = DAILIES) -> Sequence[str]:
    found = [date]
    for _ in range(count):
        found.append(next_session(found[-1]))
    return found


def _weeklies(after: str, monthly: str, count: int = WEEKLIES) -> Sequence[str]:
    """Last sessions of the next weeks, without the one of the monthly."""
    found: list[str] = []
    day = after
    while len(found) < count:
        following = next_session(day)
        last = Date.fromisoformat(following).isocalendar()[:2] != Date.fromisoformat(day).isocalendar()[:2]
        if last and day not in (after, monthly):
            found.append(day)
        day = following
    return found


def _monthly(after: str) -> str:
    day = Date.fromisoformat(after)
    year, month = day.year, day.month
    while third_friday(year, month) <= after:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    friday = third_friday(year, month)
    return friday if hours(friday) is not None else previous_session(friday)
