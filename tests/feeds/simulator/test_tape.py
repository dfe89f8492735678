"""The option tape."""

import numpy as np
import pytest

from spxcc.feeds.simulator.crowd import BLOCK_MINUTES
from spxcc.feeds.simulator.tape import Tape
from spxcc.market.snapshot import Ints
from tests.feeds.simulator.days import day_of


def fresh_tape() -> Tape:
    """A tape that nobody has asked yet."""
    day = day_of()
    used = day.boards[0].tape
    return Tape(used.venue, day.scenario.orders, day.seed, used.stream)


def test_blocks_do_not_depend_on_the_order_of_asking() -> None:
    one, two = fresh_tape(), fresh_tape()
    forward = [one.block(number).price.tolist() for number in (3, 4)]
    backward = [two.block(number).price.tolist() for number in (4, 3)]
    assert forward == backward[::-1]


def test_minutes_part_a_block() -> None:
    tape = fresh_tape()
    whole = tape.block(6)
    minutes = [tape.minute(6 * BLOCK_MINUTES + at) for at in range(BLOCK_MINUTES)]
    assert np.concatenate([each.number for each in minutes]).tolist() == whole.number.tolist()
    assert all(np.all(each.prints.at_ms // 60_000 == 90 + at) for at, each in enumerate(minutes))


def test_prints_lie_within_the_market_they_met() -> None:
    made = fresh_tape().block(6)
    bids = ~np.isnan(made.bid)
    assert np.all(made.price <= made.ask + 1e-9)
    assert np.all(made.price[bids] >= made.bid[bids] - 1e-9)
    assert np.all(made.price[~bids] == made.ask[~bids])
    assert np.all(made.price[made.prints.touch == 1.0] == made.ask[made.prints.touch == 1.0])
    sold = (made.prints.touch == -1.0) & bids
    assert np.all(made.price[sold] == made.bid[sold])
    assert np.all(made.price > 0)


def test_a_sweep_never_improves_its_price() -> None:
    made = fresh_tape().block(6)
    for order in np.unique(made.prints.order[made.prints.steps != 0]):
        own = np.flatnonzero(made.prints.order == order)
        side = made.prints.touch[own[0]]
        bidden = ~np.isnan(made.bid[own])
        assert np.all(side * np.diff(made.price[own][bidden]) >= -1e-9)


@pytest.mark.parametrize("until_s", [0, 37, 900, 1_234, 5_400, 5_460])
def test_totals_equal_a_loop_over_all_prints(until_s: int) -> None:
    tape = fresh_tape()
    volume: Ints = np.zeros(tape.totals(0)[0].size, dtype=np.int64)
    last = np.full(volume.size, np.nan)
    for number in range(until_s // (60 * BLOCK_MINUTES) + 1):
        made = tape.block(number)
        for at in range(len(made.prints)):
            if made.prints.at_ms[at] <= 1_000 * until_s:
                contract = made.prints.contract[at]
                volume[contract] += -made.prints.size[at] if made.prints.cancels[at] else made.prints.size[at]
                if not made.prints.cancels[at] and made.prints.late_ms[at] == 0:
                    last[contract] = made.price[at]
    found = tape.totals(1_000 * until_s)
    assert found[0].tolist() == volume.tolist()
    assert np.array_equal(found[1], last, equal_nan=True)
    assert np.all(volume >= 0)


def test_totals_may_go_back() -> None:
    tape = fresh_tape()
    early = tape.totals(1_000_000)[0]
    tape.totals(5_000_000)
    assert tape.totals(1_000_000)[0].tolist() == early.tolist()


def test_numbers_are_unique() -> None:
    tape = fresh_tape()
    numbers = np.concatenate([tape.block(number).number for number in (0, 1, 25)])
    assert np.unique(numbers).size == numbers.size


def test_few_blocks_are_kept_and_what_is_gone_comes_back_the_same() -> None:
    tape, other = fresh_tape(), fresh_tape()
    first = tape.block(0).price.tolist()
    for number in range(9):
        tape.block(number)
    assert list(tape._blocks) == [5, 6, 7, 8]
    for ours, theirs in zip(tape.totals(7_000_000), other.totals(7_000_000), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert tape.block(0).price.tolist() == first
