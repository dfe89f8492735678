"""Running sums against a slow twin."""

import numpy as np

from spxcc.feeds.simulator.massive.ticks import Book, Ticks
from tests.feeds.simulator.massive.markets import market_of


def test_f30_the_standing_is_what_a_loop_finds() -> None:
    market = market_of()
    book, tape = market.books[1], market.tapes[1]
    numbers = np.arange(len(market.day.boards[1].listing))
    for at_ms in (-1, 0, 60_000, 5_000_000):
        standing = book.standing(numbers, at_ms)
        for number in numbers[::37].tolist():
            own = (tape.prints.contract == number) & (tape.prints.at_ms <= at_ms)
            signed = np.where(tape.prints.cancels, -1, 1) * tape.prints.size
            moves = own & ~tape.prints.cancels & (tape.prints.late_ms == 0)
            assert standing.volume[number] == signed[own].sum()
            assert standing.known[number] == moves.any()
            if moves.any():
                price = tape.price[moves]
                found = (standing.open, standing.high, standing.low, standing.close)
                assert [column[number] for column in found] == [price[0], price.max(), price.min(), price[-1]]


def test_nothing_has_no_standing() -> None:
    none, no_ints = np.zeros(0), np.zeros(0, dtype=np.int64)
    book = Book(no_ints, Ticks(no_ints, none, none, none, np.zeros(0, dtype=np.bool_), no_ints), 3)
    standing = book.standing(np.arange(3), 1e9)
    assert not standing.known.any()
    assert standing.volume.tolist() == [0.0, 0.0, 0.0]
