"""Quotes one by one: of SPY, and of an option contract."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.massive.market import SHARE_VENUES, Market
from spxcc.feeds.simulator.massive.quoting import EVERY_MS, LEFT_OVER, renewed, slot_ms
from spxcc.market.snapshot import Floats, Ints

SHARE_EVERY_MS, SHARE_FIRST_MS = 250, 15
SEQUENCES = 4
"""Numbers of one millisecond."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote; at_ms after the open; a side that nobody makes is `None`."""

    at_ms: int
    sequence: int
    bid: float | None
    bid_size: int
    bid_venue: int
    ask: float
    ask_size: int
    ask_venue: int


def share_quotes(market: Market, first_ms: int, last_ms: int) -> list[QuoteRow]:
    """SPY's quotes in [first_ms, last_ms]."""
    at = _turns(first_ms, min(last_ms, market.close_ms - 1), SHARE_EVERY_MS, SHARE_FIRST_MS)
    bid, ask = market.share_quote(at)
    sizes = 1 + (at * 7_919 // SHARE_EVERY_MS) % 40
    return [
        QuoteRow(
            ms, ms * SEQUENCES, own_bid, size, SHARE_VENUES[1:][size % 6], own_ask, 41 - size, SHARE_VENUES[1:][ms % 6]
        )
        for ms, own_bid, own_ask, size in zip(at.tolist(), bid.tolist(), ask.tolist(), sizes.tolist(), strict=True)
    ]


def option_quotes(market: Market, ticker: str, first_ms: int, last_ms: int) -> list[QuoteRow]:
    """A contract's quotes in [first_ms, last_ms]: every second, and before each print."""
    contracts = market.contracts
    place = contracts.places[ticker]
    board, number = int(contracts.board[place]), contracts.number[place : place + 1]
    last_ms = min(last_ms, market.close_ms - 1, int(contracts.settles_ms[place]) - 1)
    at = _turns(first_ms, last_ms, EVERY_MS, int(slot_ms(number)[0]))
    if not at.size and last_ms < first_ms:
        return []
    turn = renewed(market, board, np.broadcast_to(number, at.shape), at)
    rows = list(_rows(market, board, at, turn.bid, turn.bid_size, turn.ask, turn.ask_size, 1))
    ticks = market.books[board].of(int(number[0]))
    met = ticks.take(ticks.moves).between(first_ms + 1, last_ms + 2)
    tape = market.tapes[board]
    sizes = tape.prints.size[met.place] + LEFT_OVER
    bid = tape.bid[met.place]
    wanted = np.where(np.isnan(bid), 0, sizes)
    before = _rows(market, board, met.at_ms - 1, bid, wanted, tape.ask[met.place], sizes, 2)
    # Prints of one millisecond met the same quote.
    rows += {(one.at_ms, one.bid, one.ask): one for one in before}.values()
    return sorted(rows, key=lambda one: (one.at_ms, one.sequence))


def _rows(
    market: Market, board: int, at: Ints, bid: Floats, bid_size: Ints, ask: Floats, ask_size: Ints, rank: int
) -> list[QuoteRow]:
    venues = market.day.boards[board].tape.venue.places
    return [
        QuoteRow(
            at_ms=ms,
            sequence=ms * SEQUENCES + rank,
            bid=own_bid if own_bid == own_bid else None,
            bid_size=wanted,
            bid_venue=venues[ms % len(venues)],
            ask=own_ask,
            ask_size=offered,
            ask_venue=venues[(ms // 7) % len(venues)],
        )
        for ms, own_bid, wanted, own_ask, offered in zip(
            at.tolist(), bid.tolist(), bid_size.tolist(), ask.tolist(), ask_size.tolist(), strict=True
        )
    ]


def _turns(first_ms: int, last_ms: int, every: int, offset: int) -> Ints:
    """Multiples of `every` plus `offset` in [first_ms, last_ms], none before the open."""
    begin = -((offset - max(first_ms, 0)) // every)
    return np.arange(max(begin, 0), (last_ms - offset) // every + 1, dtype=np.int64) * every + offset
