"""One underlying's options: listing, open interest, market and tape, and the whole chain at a moment."""

import numpy as np

from spxcc.feeds.simulator.bars import SOURCE
from spxcc.feeds.simulator.quotes import QuoteMaker
from spxcc.feeds.simulator.surface import DIVIDEND, RATE
from spxcc.feeds.simulator.tape import Tape
from spxcc.market.events import ChainRow, ChainSnapshot
from spxcc.market.session import previous_session
from spxcc.market.snapshot import Floats, Ints
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.quant import bsm

DEEP = 0.97
"""A contract whose delta is larger has no greeks from a vendor, nor has one that nobody bids for."""


class Board:
    """`chain` at any second; everything else are the parts it is made of."""

    def __init__(self, maker: QuoteMaker, interest: Ints, tape: Tape) -> None:
        self.maker = maker
        self.listing = maker.surface.listing
        self.interest = interest
        self.tape = tape
        self._numbers = np.arange(len(self.listing))

    def chain(self, second: int, lag_ns: int) -> ChainSnapshot:
        """The whole chain as of `second` after the open, received `lag_ns` later."""
        grid = self.maker.surface.grid
        at = np.full(len(self.listing), float(second))
        market = self.maker.quotes(at, self._numbers)
        volume, last = self.tape.totals(1_000 * second)
        ts = grid.open_at + second * NANOS_PER_SECOND
        return ChainSnapshot(
            ts_event=ts,
            ts_recv=ts + lag_ns,
            source=SOURCE,
            underlying=self.listing.underlying,
            rows=self._rows(at, market.bid, market.ask, market.volatility, volume, last),
            open_interest_date=previous_session(grid.date),
            underlying_price=round(float(self.maker.spot(at[:1])[0]), 2),
        )

    def _rows(
        self, at: Floats, bid: Floats, ask: Floats, sigma: Floats, volume: Ints, last: Floats
    ) -> tuple[ChainRow, ...]:
        delta, gamma = self._greeks(at, sigma)
        served = (np.abs(delta) <= DEEP) & ~np.isnan(bid)
        columns = (bid, last, np.round(sigma, 4), np.round(delta, 4), np.round(gamma, 6), ask)
        trades = ~self.listing.is_dead(self._numbers)
        alive = [~np.isnan(bid), ~np.isnan(last), served, served, served, trades]
        shown = [
            [value if known else None for value, known in zip(column.tolist(), there.tolist(), strict=True)]
            for column, there in zip(columns, alive, strict=True)
        ]
        return tuple(
            ChainRow(
                contract=contract,
                bid=row_bid,
                ask=row_ask,
                last=row_last,
                volume=row_volume,
                open_interest=row_interest,
                iv=row_iv,
                delta=row_delta,
                gamma=row_gamma,
            )
            for contract, row_bid, row_ask, row_last, row_volume, row_interest, row_iv, row_delta, row_gamma in zip(
                self.listing.symbols, shown[0], shown[5], shown[1], volume.tolist(), self.interest.tolist(),
                *shown[2:5], strict=True,
            )
        )  # fmt: skip

    def _greeks(self, at: Floats, sigma: Floats) -> tuple[Floats, Floats]:
        listing, numbers = self.listing, self._numbers
        years = self.maker.surface.years(at, listing.expiry_of(numbers))
        given = (self.maker.spot(at), listing.strike_of(numbers), years, sigma, RATE, RATE - DIVIDEND)
        call = listing.is_call(numbers)
        return bsm.delta(*given, call), bsm.gamma(*given, call)
