"""The way does as it is told, and without being told nothing."""

import pytest

from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.way import JumpingClock, Mischief, Way

ABC = [b"a", b"b", b"c"]


def test_a_way_that_was_told_nothing_keeps_all_in_order() -> None:
    assert Way().through(ABC) == ABC


@pytest.mark.parametrize(
    ("told", "arrives"),
    [("drop", b"bc"), ("twice", b"aabc"), ("late", b"bac"), ("old", b"abc"), ("pass", b"abc")],
)
def test_each_mischief_with_the_first_frame(told: Mischief, arrives: bytes) -> None:
    way = Way()
    way.told.append(told)
    assert b"".join(way.through(ABC)) == arrives


def test_an_old_frame_may_be_of_an_earlier_connection_a_late_one_may_not() -> None:
    way = Way()
    way.told.extend(["pass", "late"])
    way.through(ABC[:2])
    way.cut()
    way.told.append("old")
    assert way.through(ABC[2:]) == [b"c", b"a"]


def test_setting_the_clock_moves_the_wall_alone() -> None:
    clock = JumpingClock()
    before = clock.now()
    clock.set_by = -3_600 * NANOS_PER_SECOND
    assert (clock.now() - before, clock.monotonic()) == (-3_600 * NANOS_PER_SECOND, 0.0)
