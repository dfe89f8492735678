"""Contracts of a run's positions: one row a contract, calls and puts apart."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.positions import Positions, Weights
from spxcc.engines.gex.surface import FILLED, LAST, MID, UNBID, VENDOR
from spxcc.engines.why.result import Contribution
from spxcc.market.contract import OptionContract
from spxcc.market.snapshot import Bools, Floats, Ints

IV_SOURCES = {MID: "mid", VENDOR: "vendor", FILLED: "neighbours", UNBID: "no bid", LAST: "last trade"}


@dataclass(frozen=True, slots=True)
class Contracts:
    """One per contract that a position stands for; `position` is its place there."""

    view: MarketView
    positions: Positions
    position: Ints
    is_call: Bools

    @property
    def strike(self) -> Floats:
        return self.positions.strike[self.position]

    @property
    def group(self) -> Ints:
        return self.positions.group[self.position]

    @property
    def interest(self) -> Floats:
        """Open interest; NaN = unknown."""
        book, row = self.view.book, self.positions.row[self.position]
        return np.where(self.is_call, book.call.interest[row], book.put.interest[row])

    def of(self, column: Floats) -> Floats:
        """A column of the positions, per contract."""
        return column[self.position]

    def held(self, weights: Weights) -> Floats:
        """Contracts counted by a sign model or view."""
        return np.where(self.is_call, weights.call[self.position], weights.put[self.position])


def contracts_of(view: MarketView, positions: Positions) -> Contracts:
    """Calls, then puts, each in the order of the positions."""
    calls, puts = np.flatnonzero(positions.has_call), np.flatnonzero(positions.has_put)
    return Contracts(view, positions, np.concatenate((calls, puts)), np.arange(calls.size + puts.size) < calls.size)


def contributions(contracts: Contracts, held: Floats, greek: Floats, value: Floats) -> tuple[Contribution, ...]:
    """Every contract that is counted (`held` not 0), by |value|, ties by symbol. greek, value: per contract."""
    counted = np.flatnonzero(held != 0)
    counted = counted[np.argsort(-np.abs(value[counted]), kind="stable")]
    book, sources = contracts.view.book, contracts.view.surface
    row = contracts.positions.row[contracts.position[counted]]
    source = np.zeros(row.size, dtype=np.int64) if sources is None else sources.source[row]
    columns = (
        contracts.group[counted], contracts.is_call[counted], contracts.strike[counted], contracts.interest[counted],
        held[counted], contracts.of(contracts.positions.sigma)[counted], source, greek[counted], value[counted],
    )  # fmt: skip
    return tuple(
        Contribution(
            contract=OptionContract(book.roots[group], book.expiries[group], "C" if is_call else "P", strike).symbol,
            root=book.roots[group],
            expiry=book.expiries[group],
            strike=strike,
            right="C" if is_call else "P",
            open_interest=None if interest != interest else interest,
            held=count,
            iv=sigma,
            iv_source=IV_SOURCES.get(kind, "none"),
            greek=each,
            value=amount,
        )
        for group, is_call, strike, interest, count, sigma, kind, each, amount in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )
