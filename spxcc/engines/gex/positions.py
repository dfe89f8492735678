"""What the exposures are summed over: strikes with open interest and a volatility."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.book import Book
from spxcc.engines.gex.surface import MID, NONE, Surface
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.quant import bsm


@dataclass(frozen=True, slots=True)
class Positions:
    """One per (group, strike, volatility), sorted by strike. years and carry at the time of valuation, per position.

    own: the volatility was inverted from a mid, so its total variance is what was measured.
    """

    group: Ints
    strike: Floats
    years: Floats
    carry: Floats
    sigma: Floats
    call_interest: Floats
    put_interest: Floats
    own: Bools

    def __len__(self) -> int:
        return int(self.strike.size)

    @property
    def signed(self) -> Floats:
        """Open interest in the standard sign model: dealers long the calls, short the puts."""
        return self.call_interest - self.put_interest


@dataclass(frozen=True, slots=True)
class Exposures:
    """Per position, USD: delta to trade per +1 % spot of calls (≥ 0) and of puts (≤ 0); the rest is summed over both.

    dex: delta notional in the customers' sign. vanna: delta notional per +1 volatility point. charm: per calendar day.
    """

    call: Floats
    put: Floats
    dex: Floats
    vanna: Floats
    charm: Floats


def make_positions(book: Book, surface: Surface, years: Floats, carry: Floats) -> Positions:
    """Rows with open interest and a volatility; where call and put have different ones they are two positions.

    years, carry: per group, at the time of valuation.
    """
    calls, puts = np.nan_to_num(book.call.interest), np.nan_to_num(book.put.interest)
    valued = (surface.source != NONE) & (calls + puts > 0)
    same = valued & (surface.call == surface.put)
    apart = valued & ~same
    rows = np.concatenate(
        (np.flatnonzero(same), np.flatnonzero(apart & (calls > 0)), np.flatnonzero(apart & (puts > 0)))
    )
    split, second = np.count_nonzero(same), np.count_nonzero(same) + np.count_nonzero(apart & (calls > 0))
    at = np.arange(rows.size)
    keeps_call, keeps_put = at < second, (at < split) | (at >= second)
    order = np.lexsort((book.group[rows], book.strike[rows]))
    rows, keeps_call, keeps_put = rows[order], keeps_call[order], keeps_put[order]
    group = book.group[rows]
    return Positions(
        group=group,
        strike=book.strike[rows],
        years=years[group],
        carry=carry[group],
        sigma=np.where(keeps_call, surface.call[rows], surface.put[rows]),
        call_interest=np.where(keeps_call, calls[rows], 0.0),
        put_interest=np.where(keeps_put, puts[rows], 0.0),
        own=surface.source[rows] == MID,
    )


def exposures(positions: Positions, spot: float, rate: float) -> Exposures:
    """GEX, DEX, vanna and charm of each position at `spot`."""
    given = (spot, positions.strike, positions.years, positions.sigma, rate, positions.carry)
    size = params.CONTRACT_SIZE
    gamma = bsm.gamma(*given, True) * size * spot * spot * 0.01
    call_delta, call_charm = bsm.delta(*given, True), bsm.charm(*given, True)
    dividend = rate - positions.carry
    e_q = np.exp(-dividend * positions.years)
    calls, puts = positions.call_interest, positions.put_interest
    return Exposures(
        call=gamma * calls,
        put=-gamma * puts,
        dex=(call_delta * calls + (call_delta - e_q) * puts) * size * spot,
        vanna=bsm.vanna(*given, True) * positions.signed * size * spot * 0.01,
        charm=(call_charm * calls - (call_charm - dividend * e_q) * puts) * size * spot / 365.0,
    )
