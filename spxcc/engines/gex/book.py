"""The chain as a ladder: one row per (root, settlement, strike), call and put side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spxcc.engines.flow.result import Signed
from spxcc.engines.gex import params
from spxcc.engines.gex.params import GexSettings
from spxcc.market.snapshot import Bools, Floats, Ints, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos


@dataclass(frozen=True, slots=True)
class Side:
    """Columns of the calls or of the puts, one per row of the ladder; NaN = no such contract, quote or value.

    volume: contracts traded today. bought: those that customers bought less those that they sold, of known side.
    """

    bid: Floats
    ask: Floats
    interest: Floats
    volume: Floats
    bought: Floats
    vendor_iv: Floats
    vendor_delta: Floats

    @property
    def mid(self) -> Floats:
        return 0.5 * (self.bid + self.ask)

    @property
    def two_sided(self) -> Bools:
        """Both prices there, bid > 0, not crossed."""
        with np.errstate(invalid="ignore"):
            return (self.bid > 0) & (self.ask >= self.bid)

    def sane(self, strike: Floats, settings: GexSettings) -> Bools:
        """Two-sided and not too wide to say anything."""
        spread, mid = self.ask - self.bid, self.mid
        with np.errstate(invalid="ignore"):
            widest = np.maximum(settings.max_spread_pts, settings.max_spread_share * mid)
            return self.two_sided & (spread <= widest) & (spread <= settings.max_spread_of_strike * strike)


@dataclass(frozen=True, slots=True)
class Book:
    """Unexpired contracts of a chain.

    Groups, one per (settlement, root, expiry), by settlement: roots, expiries, settles_at (ns), quoted_at (newest
    two-sided quote, else the chain's own time), listed (contracts).
    Rows, by group and strike: group, strike, call, put.
    contracts, quoted, crossed: counts; duplicate: whether some contract came twice.
    """

    roots: tuple[str, ...]
    expiries: tuple[str, ...]
    settles_at: Ints
    quoted_at: Ints
    listed: Ints
    group: Ints
    strike: Floats
    call: Side
    put: Side
    contracts: int
    quoted: int
    crossed: int
    duplicate: bool

    @property
    def interest(self) -> int:
        """Open interest of all contracts; unknown counts as none."""
        return round(float(np.nansum(self.call.interest) + np.nansum(self.put.interest)))

    def rows_of(self, group: int) -> slice:
        """The rows of one group."""
        begin, end = np.searchsorted(self.group, [group, group + 1])
        return slice(int(begin), int(end))


def years_between(since: Ints | UnixNanos, settles_at: Ints) -> Floats:
    """Calendar minutes to settlement over 525,600, at least one minute's worth."""
    minutes = (settles_at - since) / NANOS_PER_MINUTE
    return np.maximum(minutes, params.MIN_MINUTES) / params.MINUTES_PER_YEAR


def make_book(chain: OptionChain, as_of: UnixNanos, signed: Mapping[str, Signed] | None = None) -> Book:
    """The ladder of the contracts that settle after `as_of`; `signed`: the day's classified prints, where known."""
    root = _series_of(chain.roots, chain.expiries)
    order = np.lexsort((~chain.is_call, chain.strike, root, chain.settles_at))
    order = order[chain.settles_at[order] > as_of]
    settles, root, strike = chain.settles_at[order], root[order], chain.strike[order]
    new_group = np.ones(order.size, dtype=np.bool_)
    new_group[1:] = (np.diff(settles) != 0) | (np.diff(root) != 0)
    new_row = new_group.copy()
    new_row[1:] |= np.diff(strike) != 0
    row = np.cumsum(new_row) - 1
    group = np.cumsum(new_group) - 1
    calls = chain.is_call[order]
    first = order[new_group]
    bid, ask = chain.bid[order], chain.ask[order]
    with np.errstate(invalid="ignore"):
        both = (bid > 0) & (ask > 0)
        crossed = both & (bid > ask)
    quoted = np.where(both, chain.quoted_at[order], 0)
    newest = np.zeros(first.size, dtype=np.int64)
    np.maximum.at(newest, group, quoted)
    count = int(np.count_nonzero(new_row))
    per_row = np.bincount(2 * row + calls, minlength=1)
    bought = _bought(chain, signed)
    return Book(
        roots=tuple(chain.roots[at] for at in first),
        expiries=tuple(chain.expiries[at] for at in first),
        settles_at=settles[new_group],
        quoted_at=np.where(newest > 0, newest, chain.ts_event),
        listed=np.bincount(group, minlength=first.size).astype(np.int64),
        group=group[new_row],
        strike=strike[new_row],
        call=_side(chain, bought, order[calls], row[calls], count),
        put=_side(chain, bought, order[~calls], row[~calls], count),
        contracts=int(order.size),
        quoted=int(np.count_nonzero(both)),
        crossed=int(np.count_nonzero(crossed)),
        duplicate=bool(per_row.max(initial=0) > 1),
    )


@lru_cache(maxsize=4)
def _series_of(roots: tuple[str, ...], expiries: tuple[str, ...]) -> Ints:
    """Number of each contract's (root, expiry) in sorted order.

    An expiration that falls on an unscheduled closing settles with its neighbour, yet stays a series of its own.
    """
    series = list(zip(roots, expiries, strict=True))
    codes = {name: at for at, name in enumerate(sorted(set(series)))}
    numbers = np.fromiter((codes[name] for name in series), dtype=np.int64, count=len(series))
    numbers.setflags(write=False)
    return numbers


@lru_cache(maxsize=4)
def _places(contracts: tuple[str, ...]) -> Mapping[str, int]:
    return {name: at for at, name in enumerate(contracts)}


def _bought(chain: OptionChain, signed: Mapping[str, Signed] | None) -> Floats:
    """Per contract of the chain; NaN for all where no print was classified."""
    if not signed:
        return np.full(len(chain), np.nan)
    places = _places(chain.contracts)
    bought = np.zeros(len(chain))
    for name, each in signed.items():
        at = places.get(name)
        if at is not None:
            bought[at] = each.bought - each.sold
    return bought


def _side(chain: OptionChain, bought: Floats, source: Ints, row: Ints, count: int) -> Side:
    def column(values: Floats) -> Floats:
        placed = np.full(count, np.nan)
        placed[row] = values[source]
        return placed

    return Side(
        bid=column(chain.bid),
        ask=column(chain.ask),
        interest=column(chain.open_interest),
        volume=column(chain.volume),
        bought=column(bought),
        vendor_iv=column(chain.vendor_iv),
        vendor_delta=column(chain.vendor_delta),
    )
