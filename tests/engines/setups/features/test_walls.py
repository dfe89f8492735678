"""A wall is steady while it stays within one strike of where it was first seen."""

import numpy as np

from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.features.walls import UNSEEN_S, age

NONE = float("nan")


def ages(walls: list[float], ends: list[float] | None = None) -> list[float]:
    """In minutes."""
    clock = 60.0 * np.arange(1.0, len(walls) + 1) if ends is None else 60.0 * np.array(ends)
    prices, column = np.full(len(walls), 6800.0), np.array(walls)
    tape = Tape(prices, prices, prices, prices, clock, clock, clock, {"CW": column})
    assert np.array_equal(age("PW")(tape.mirrored()), age("CW")(tape), equal_nan=True)
    return [float(each) / 60 for each in age("CW")(tape)]


def test_within_one_strike_it_is_the_same_wall() -> None:
    assert ages([6900.0, 6905.0, 6895.0, 6900.0]) == [0, 1, 2, 3]


def test_it_does_not_creep_away_by_single_strikes() -> None:
    assert ages([6900.0, 6905.0, 6910.0, 6910.0]) == [0, 1, 0, 1]


def test_a_minute_without_a_wall_is_no_evidence_of_a_move() -> None:
    found = ages([NONE, 6900.0, NONE, 6900.0])
    assert np.isnan(found[0])
    assert found[1:] == [0, 1, 2]


def test_a_wall_that_nobody_saw_for_longer_starts_anew() -> None:
    gone = UNSEEN_S / 60
    assert ages([6900.0, 6900.0], [1, 1 + gone]) == [0, gone]
    assert ages([6900.0, 6900.0], [1, 2 + gone]) == [0, 0]
    assert np.isnan(ages([6900.0, NONE], [1, 2 + gone])[1])


def test_age_is_time_and_not_a_number_of_bars() -> None:
    assert ages([6900.0] * 3, [1, 5, 10]) == [0, 4, 9]


def test_sessions_of_a_stack_are_each_their_own() -> None:
    clock, prices = 60.0 * np.arange(1.0, 4), np.full((2, 3), 6800.0)
    walls = np.array([[6900.0, 6900.0, 6900.0], [6900.0, 6950.0, 6950.0]])
    tape = Tape(prices, prices, prices, prices, clock, clock, clock, {"PW": walls})
    assert age("PW")(tape).tolist() == [[0, 60, 120], [0, 0, 60]]
