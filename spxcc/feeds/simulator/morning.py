"""The day until the feed starts, in short: minute bars, the prints worth a look, and a chain before every step."""

from collections.abc import Iterable
from operator import attrgetter

import numpy as np

from spxcc.feeds.simulator.bars import fold_minutes, minute_bars
from spxcc.feeds.simulator.board import Board
from spxcc.feeds.simulator.day import Day
from spxcc.feeds.simulator.option_events import trade_events
from spxcc.feeds.simulator.tape import PricedPrints
from spxcc.feeds.simulator.vix import EVERY_S
from spxcc.market.events import Bar, FeedEvent
from spxcc.market.snapshot import Bools

STEPS_BEFORE = (45, 15, 1, 0)
"""Minutes before the start at which the engines run."""
WORTH_A_LOOK = 100
"""Least size of a print, or of all prints of an order, that is told from the morning; volumes hold all of them."""
WHOLE_MINUTES = 5
"""The prints of so many minutes before the start are told without exception."""


def step_minutes(start: int) -> tuple[int, ...]:
    """Minutes after the open at which the engines run when `start` minutes come in short; the last is `start`."""
    return tuple(start - before for before in STEPS_BEFORE if start - before > 0 or before == 0)


def short_events(day: Day, begin: int, end: int, whole_from: int) -> list[FeedEvent]:
    """The minutes [begin, end) after the open in order of arrival, and the chains as of their end.

    whole_from: minute from which all prints are told.
    """
    made: list[FeedEvent] = [*_bars(day, begin, end)]
    for board in day.boards:
        made += [event for minute in range(begin, end) for event in _prints(board, minute, minute >= whole_from)]
    made.sort(key=attrgetter("ts_recv"))
    return [*made, *(board.chain(60 * end, 0) for board in day.boards)]


def _bars(day: Day, begin: int, end: int) -> list[Bar]:
    first = day.grid.minute_start(begin)
    every = np.arange(0, 60 * (end - begin), 60)
    fear = day.vix[60 * begin : 60 * end : EVERY_S]
    prices, volume = day.spy.minutes
    return [
        *minute_bars("SPX", first, fold_minutes(day.printed[60 * begin : 60 * end], every)),
        *minute_bars("SPY", first, prices[begin:end], volume[begin:end]),
        *minute_bars("VIX", first, fold_minutes(fear, every // EVERY_S)),
    ]


def _prints(board: Board, minute: int, whole: bool) -> Iterable[FeedEvent]:
    told = board.tape.minute(minute)
    return trade_events(board, told if whole else told.take(np.flatnonzero(_worth_a_look(told))))


def _worth_a_look(told: PricedPrints) -> Bools:
    prints = told.prints
    whole = np.bincount(prints.order, weights=prints.size)[prints.order]
    return np.where(prints.order > 0, whole, prints.size) >= WORTH_A_LOOK
