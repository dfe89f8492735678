"""What the exposures are summed over: strikes with a count and a volatility."""

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

    own: the volatility was inverted from a mid, so its total variance is what was measured. row: of the book.
    has_call, has_put: whose contract of that row it stands for.
    """

    group: Ints
    strike: Floats
    years: Floats
    carry: Floats
    sigma: Floats
    call_interest: Floats
    put_interest: Floats
    own: Bools
    row: Ints
    has_call: Bools
    has_put: Bools

    def __len__(self) -> int:
        return int(self.strike.size)

    @property
    def signed(self) -> Floats:
        """Open interest in the standard sign model: dealers long the calls, short the puts."""
        return self.call_interest - self.put_interest

    def of_calls(self, column: Floats) -> Floats:
        """A column of the book's calls by position; absent ones 0."""
        return np.where(self.has_call, np.nan_to_num(column)[self.row], 0.0)

    def of_puts(self, column: Floats) -> Floats:
        """A column of the book's puts by position; absent ones 0."""
        return np.where(self.has_put, np.nan_to_num(column)[self.row], 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """Contracts that dealers hold by a sign model, per position: long > 0, short < 0."""

    call: Floats
    put: Floats

    @property
    def net(self) -> Floats:
        return self.call + self.put


@dataclass(frozen=True, slots=True)
class Exposures:
    """Per position, USD: delta to trade per +1 % spot of calls and of puts; the rest is summed over both.

    dex: delta notional in the customers' sign, dealer_dex in the dealers'. vanna: delta notional per +1 volatility
    point. charm: per calendar day. speed: change of call + put for a further +1 %.
    """

    call: Floats
    put: Floats
    dex: Floats
    dealer_dex: Floats
    vanna: Floats
    charm: Floats
    speed: Floats

    @property
    def net(self) -> Floats:
        return self.call + self.put

    @property
    def gross(self) -> Floats:
        return np.abs(self.call) + np.abs(self.put)


def make_positions(book: Book, surface: Surface, years: Floats, carry: Floats) -> Positions:
    """Rows with a volatility and open interest or volume; a row whose call and put differ in it is two positions.

    years, carry: per group, at the time of valuation.
    """
    calls, puts = np.nan_to_num(book.call.interest), np.nan_to_num(book.put.interest)
    call_count = calls + np.nan_to_num(book.call.volume)
    put_count = puts + np.nan_to_num(book.put.volume)
    valued = (surface.source != NONE) & (call_count + put_count > 0)
    same = valued & (surface.call == surface.put)
    apart = valued & ~same
    rows = np.concatenate(
        (np.flatnonzero(same), np.flatnonzero(apart & (call_count > 0)), np.flatnonzero(apart & (put_count > 0)))
    )
    split = np.count_nonzero(same)
    second = split + np.count_nonzero(apart & (call_count > 0))
    at = np.arange(rows.size)
    has_call, has_put = at < second, (at < split) | (at >= second)
    order = np.lexsort((book.group[rows], book.strike[rows]))
    rows, has_call, has_put = rows[order], has_call[order], has_put[order]
    group = book.group[rows]
    return Positions(
        group=group,
        strike=book.strike[rows],
        years=years[group],
        carry=carry[group],
        sigma=np.where(has_call, surface.call[rows], surface.put[rows]),
        call_interest=np.where(has_call, calls[rows], 0.0),
        put_interest=np.where(has_put, puts[rows], 0.0),
        own=surface.source[rows] == MID,
        row=rows,
        has_call=has_call,
        has_put=has_put,
    )


def standard_weights(positions: Positions) -> Weights:
    """Dealers long the calls, short the puts."""
    return Weights(positions.call_interest, -positions.put_interest)


def sensitivities_of(positions: Positions, spot: float, rate: float) -> bsm.Sensitivities:
    """Of a call of each position."""
    return bsm.call_sensitivities(spot, positions.strike, positions.years, positions.sigma, rate, positions.carry)


def exposures(
    positions: Positions,
    spot: float,
    rate: float,
    weights: Weights | None = None,
    known: bsm.Sensitivities | None = None,
) -> Exposures:
    """All exposures of each position at `spot`; `weights` default to the standard sign model.

    known: `sensitivities_of` the same, where somebody has them.
    """
    held = standard_weights(positions) if weights is None else weights
    one = sensitivities_of(positions, spot, rate) if known is None else known
    notional = params.CONTRACT_SIZE * spot
    gamma = one.gamma * (notional * spot * 0.01)
    dividend = rate - positions.carry
    put_delta, put_charm = one.delta - one.e_q, one.charm - dividend * one.e_q
    speed = (2.0 * one.gamma + one.speed * spot) * (notional * spot * 1e-4)
    return Exposures(
        call=gamma * held.call,
        put=gamma * held.put,
        dex=(one.delta * positions.call_interest + put_delta * positions.put_interest) * notional,
        dealer_dex=(one.delta * held.call + put_delta * held.put) * notional,
        vanna=one.vanna * held.net * (notional * 0.01),
        charm=(one.charm * held.call + put_charm * held.put) * (notional / 365.0),
        speed=speed * held.net,
    )
