"""Option prints and quotes as events."""

from collections.abc import Iterator

import numpy as np

from spxcc.feeds.simulator.bars import SOURCE
from spxcc.feeds.simulator.board import Board
from spxcc.feeds.simulator.tape import PricedPrints
from spxcc.market.events import OptionQuote, OptionTrade
from spxcc.market.snapshot import Floats, Ints
from spxcc.market.units import NANOS_PER_MILLI

LAG_NS = 5 * NANOS_PER_MILLI
"""From the source to us, always."""
RING = 15
"""Strikes of the front expiry on either side of the money whose market is renewed every second."""
SLOTS, SLOT_MS, STEP_MS, FIRST_MS = 4, 250, 4, 20
"""The strikes of the ring take turns: a quarter of them in each quarter of a second."""
SIZES = (1, 150)
LEFT_OVER = 7
"""Contracts quoted beyond what a print takes."""


def trade_events(board: Board, tape: PricedPrints) -> Iterator[OptionQuote | OptionTrade]:
    """Each print after the quote that it met; late reports and cancels come without one."""
    prints, open_at = tape.prints, board.maker.surface.grid.open_at
    happened = open_at + (prints.at_ms - prints.late_ms) * NANOS_PER_MILLI
    heard = open_at + prints.at_ms * NANOS_PER_MILLI + LAG_NS
    met = np.flatnonzero((prints.late_ms == 0) & ~prints.cancels)
    before = tape.take(met)
    sizes = before.prints.size + LEFT_OVER
    yield from quote_events(
        board, happened[met] - NANOS_PER_MILLI, before.prints.contract, before.bid, before.ask, sizes, sizes
    )
    symbols = board.listing.symbols
    for contract, ts, recv, price, size, condition, venue, number in zip(
        prints.contract.tolist(), happened.tolist(), heard.tolist(), tape.price.tolist(), prints.size.tolist(),
        prints.condition.tolist(), prints.venue.tolist(), tape.number.tolist(), strict=True,
    ):  # fmt: skip
        yield OptionTrade(
            ts_event=ts, ts_recv=recv, source=SOURCE, contract=symbols[contract], price=price, size=size,
            conditions=(condition,), exchange=venue, trade_id=str(number),
        )  # fmt: skip


def ring_quotes(board: Board, second: int, count: int, rng: np.random.Generator) -> Iterator[OptionQuote]:
    """The front expiry around the money, every strike once in each of the `count` seconds from `second` on."""
    listing, near = board.listing, board.listing.near
    seconds = np.arange(second, second + count, dtype=np.float64)
    middle = np.clip(listing.nearest(board.maker.spot(seconds)), near.start + RING, near.stop - RING)
    turn = np.arange(2 * RING)
    at_ms = 1_000.0 * seconds[:, None] + FIRST_MS + SLOT_MS * (turn % SLOTS) + STEP_MS * (turn // SLOTS)
    strike = middle[:, None] - RING + turn
    for call in (True, False):
        contract = listing.number(0, strike.ravel(), np.full(strike.size, call))
        market = board.maker.quotes(at_ms.ravel() / 1_000.0, contract)
        happened = board.maker.surface.grid.open_at + np.rint(at_ms.ravel()).astype(np.int64) * NANOS_PER_MILLI
        bids, asks = rng.integers(*SIZES, (2, strike.size))
        yield from quote_events(board, happened, contract, market.bid, market.ask, bids, asks)


def quote_events(
    board: Board, happened: Ints, contract: Ints, bid: Floats, ask: Floats, bid_size: Ints, ask_size: Ints
) -> Iterator[OptionQuote]:
    """Quotes from columns; a bid that is NaN is none."""
    symbols = board.listing.symbols
    nobody = np.isnan(bid)
    there = (~nobody).tolist()
    columns = zip(
        contract.tolist(), happened.tolist(), bid.tolist(), there, ask.tolist(),
        np.where(nobody, 0, bid_size).tolist(), ask_size.tolist(), strict=True,
    )  # fmt: skip
    for number, ts, own_bid, bids, own_ask, wanted, offered in columns:
        yield OptionQuote(
            ts_event=ts, ts_recv=ts + LAG_NS, source=SOURCE, contract=symbols[number],
            bid=own_bid if bids else None, ask=own_ask, bid_size=wanted, ask_size=offered,
        )  # fmt: skip
