"""Open interest."""

import numpy as np
import pytest

from tests.feeds.simulator.days import NAMES, SEEDS, day_of


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_round_strikes_hold_more_than_their_neighbours(name: str, seed: int) -> None:
    board = day_of(name, seed).boards[0]
    numbers = np.arange(len(board.listing))
    strike = board.listing.strike_of(numbers)
    by_strike = {float(level): int(board.interest[strike == level].sum()) for level in board.listing.strikes}
    hundreds = [level for level in by_strike if level % 100 == 0 and {level - 5, level + 5} <= by_strike.keys()]
    assert len(hundreds) >= 4
    for level in hundreds:
        assert by_strike[level] > 2.0 * max(by_strike[level - 5], by_strike[level + 5])


def test_calls_lie_above_the_centre_and_puts_below() -> None:
    day = day_of()
    board = day.boards[0]
    numbers = np.arange(len(board.listing))
    strike, call = board.listing.strike_of(numbers), board.listing.is_call(numbers)
    above = strike > day.scenario.book.centre
    assert board.interest[call & above].sum() > 3 * board.interest[call & ~above].sum()
    assert board.interest[~call & ~above].sum() > 3 * board.interest[~call & above].sum()
    assert board.interest[~call].sum() > board.interest[call].sum()


def test_today_holds_less_than_the_month() -> None:
    board = day_of().boards[0]
    per_expiry = board.interest.reshape(len(board.listing.roots), -1).sum(axis=1)
    assert per_expiry[0] < 0.3 * per_expiry[-1]


def test_interest_is_whole_and_differs_by_seed() -> None:
    first, second = day_of(seed=7).boards[0].interest, day_of(seed=1).boards[0].interest
    assert first.dtype == np.int64
    assert np.all(first >= 0)
    assert not np.array_equal(first, second)


def test_spy_follows_the_same_book() -> None:
    day = day_of()
    board = day.boards[1]
    numbers = np.arange(len(board.listing))
    strike, call = board.listing.strike_of(numbers), board.listing.is_call(numbers)
    top = strike[call][np.argmax(board.interest[call])]
    assert abs(float(top) * day.ratio - day.scenario.truth.call_wall) < 40
