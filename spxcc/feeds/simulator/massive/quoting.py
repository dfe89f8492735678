"""When the market of each option contract is renewed, and what it is then."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.ticks import Standing
from spxcc.market.snapshot import Floats, Ints

EVERY_MS = 1_000
SLOTS, SLOT_MS, FIRST_MS = 192, 5, 20
"""Contracts take turns within a second; the last turn is before its end."""
LEFT_OVER = 7
"""Contracts quoted beyond what a print takes."""
LARGEST = 150


@dataclass(frozen=True, slots=True)
class Touch:
    """Columns by contract. bid NaN = nobody bids. at_ms: after the open, −1 = no quote yet."""

    at_ms: Ints
    bid: Floats
    ask: Floats
    bid_size: Ints
    ask_size: Ints


def slot_ms(number: Ints) -> Ints:
    """Where in a second a contract's market is renewed."""
    return FIRST_MS + SLOT_MS * ((number * 37) % SLOTS)


def renewed(market: Market, board: int, number: Ints, at_ms: Ints) -> Touch:
    """The market of contracts at their own moments of renewal."""
    made = market.day.boards[board].maker.quotes(at_ms / 1_000.0, number)
    mixed = _mixed(number * 2_654_435_761 + at_ms * 40_503 + market.day.seed.number % 2**31)
    bid_size = np.where(np.isnan(made.bid), 0, 1 + mixed % LARGEST)
    return Touch(at_ms, made.bid, made.ask, bid_size, 1 + (mixed // LARGEST) % LARGEST)


def touch_at(market: Market, board: int, number: Ints, now_ms: int, standing: Standing) -> Touch:
    """The newest market of contracts at `now_ms` after the open: of the last turn, or met by a print since."""
    slot = slot_ms(number)
    end = min(now_ms, market.close_ms - 1)
    turn = slot + EVERY_MS * ((end - slot) // EVERY_MS)
    made = renewed(market, board, number, np.maximum(turn, 0))
    tape = market.tapes[board]
    last = np.maximum(standing.last, 0)
    met_ms = standing.at_ms - 1
    newer = standing.known & (met_ms > turn)
    sizes = tape.prints.size[last] + LEFT_OVER if len(tape.prints) else np.zeros(number.size, dtype=np.int64)
    dead = market.day.boards[board].listing.is_dead(number)
    return Touch(
        at_ms=np.where((turn < 0) | dead, -1, np.where(newer, met_ms, turn)),
        bid=np.where(newer, tape.bid[last], made.bid),
        ask=np.where(newer, tape.ask[last], made.ask),
        bid_size=np.where(newer, np.where(np.isnan(tape.bid[last]), 0, sizes), made.bid_size),
        ask_size=np.where(newer, sizes, made.ask_size),
    )


def _mixed(value: Ints) -> Ints:
    mixed = (value ^ (value >> 15)) * 0x2C1B3C6D & 0x7FFFFFFF
    mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39 & 0x7FFFFFFF
    return np.asarray(mixed ^ (mixed >> 15), dtype=np.int64)
