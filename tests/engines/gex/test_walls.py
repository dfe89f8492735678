"""Walls: side of spot, ranking, hysteresis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.tables import Ladder
from spxcc.engines.gex.walls import WallMemory, both_definitions, hold, ranked, wall_reason
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at

NOW = at("10:30")
STRIKE = np.array([5900.0, 5950.0, 6000.0, 6050.0, 6100.0])
NET = np.array([-5.0, -9.0, 20.0, 7.0, 8.0])


def test_f33_a_wall_stands_on_its_side_of_spot() -> None:
    assert [wall.strike for wall in ranked(STRIKE, NET, 6010.0, 1, "net", 100.0, 3)] == [6100.0, 6050.0]
    assert [wall.strike for wall in ranked(STRIKE, NET, 6010.0, -1, "net", 100.0, 3)] == [5950.0, 5900.0]
    assert ranked(STRIKE, NET, 6000.0, 1, "net", 100.0, 3)[0].strike == 6000.0


def test_share_and_definition_are_said() -> None:
    wall = ranked(STRIKE, NET * 1e6, 6010.0, 1, "net", 40e6, 1)[0]
    assert (wall.gex, wall.share, wall.definition) == (8e6, 0.2, "net")


def test_ties_go_to_the_strike_nearest_spot() -> None:
    assert [wall.strike for wall in ranked(STRIKE, np.full(5, 3.0), 6010.0, 1, "net", 1.0, 3)] == [6050.0, 6100.0]


def test_no_wall_without_the_sign() -> None:
    assert ranked(STRIKE, -np.abs(NET), 6010.0, 1, "net", 1.0, 3) == ()
    assert held(WallMemory(6050.0, 6100.0, 2), -np.abs(NET), 6010.0, 1) == (None, WallMemory())


def held(
    memory: WallMemory, net: NDArray[np.float64], spot: float, side: int, minute: float = 0.0
) -> tuple[float | None, WallMemory]:
    ladder = Ladder(STRIKE, np.maximum(net, 0.0), np.minimum(net, 0.0), np.abs(net), STRIKE, STRIKE)
    return hold(memory, ladder, spot, side, NOW + round(minute * NANOS_PER_MINUTE), DEFAULTS)


def test_a_challenger_needs_a_margin_or_three_refreshes() -> None:
    memory = WallMemory(6050.0)
    close = np.array([0.0, 0.0, 0.0, 7.0, 7.2])
    wall, memory = held(memory, close, 6010.0, 1)
    assert (wall, memory.led) == (6050.0, 1)
    wall, memory = held(memory, close, 6010.0, 1, 1.0)
    assert (wall, memory.led) == (6050.0, 2)
    wall, memory = held(memory, close, 6010.0, 1, 2.0)
    assert (wall, memory) == (6100.0, WallMemory(6100.0))
    clear = np.array([0.0, 0.0, 0.0, 7.0, 7.4])
    assert held(WallMemory(6050.0), clear, 6010.0, 1)[0] == 6100.0


def test_runs_within_a_minute_are_one_refresh() -> None:
    memory = WallMemory(6050.0)
    close = np.array([0.0, 0.0, 0.0, 7.0, 7.2])
    for step in range(12):
        wall, memory = held(memory, close, 6010.0, 1, step / 12)
        assert (wall, memory.led) == (6050.0, 1)


def test_a_lead_that_is_lost_or_taken_by_another_starts_again() -> None:
    close, back = np.array([0.0, 0.0, 0.0, 7.0, 7.2]), np.array([0.0, 0.0, 0.0, 7.3, 7.2])
    _, memory = held(WallMemory(6050.0), close, 6010.0, 1)
    _, memory = held(memory, back, 6010.0, 1, 1.0)
    assert memory == WallMemory(6050.0)
    other = np.array([0.0, 0.0, 7.25, 7.0, 7.2])
    _, memory = held(WallMemory(6050.0, 6100.0, 2, NOW), other, 5990.0, 1, 1.0)
    assert (memory.challenger, memory.led) == (6000.0, 1)


def test_a_wall_that_spot_crossed_falls_at_once() -> None:
    close = np.array([0.0, 0.0, 0.0, 7.0, 6.9])
    assert held(WallMemory(6050.0), close, 6060.0, 1)[0] == 6100.0
    put = np.array([-6.9, -7.0, 0.0, 0.0, 0.0])
    assert held(WallMemory(5950.0), put, 5940.0, -1)[0] == 5900.0


def test_a_wall_that_is_no_longer_listed_falls() -> None:
    assert held(WallMemory(6075.0), NET, 6010.0, 1)[0] == 6100.0


@given(st.lists(st.floats(-10, 10), min_size=5, max_size=5), st.sampled_from((5890.0, 5975.0, 6050.0, 6120.0)))
def test_the_first_wall_is_the_largest(net: list[float], spot: float) -> None:
    values = np.array(net)
    wall, _ = held(WallMemory(), values, spot, 1)
    above = [(value, strike) for value, strike in zip(net, STRIKE, strict=True) if strike >= spot and value > 0]
    assert (wall is None) == (not above)
    if above:
        assert values[np.flatnonzero(wall == STRIKE)[0]] == max(above)[0]


def test_both_definitions_are_given() -> None:
    held, short = np.array([1.0, 1, 30, 8, 9]), np.array([-6.0, -10, -10, -1, -1])
    ladder = Ladder(STRIKE, held, short, held - short, STRIKE, STRIKE)
    calls = both_definitions(ladder, ladder.call, 6010.0, 1)
    puts = both_definitions(ladder, ladder.put, 6010.0, -1)
    assert [(wall.definition, wall.strike) for wall in calls] == [
        ("net", 6100.0),
        ("net", 6050.0),
        ("gross", 6100.0),
        ("gross", 6050.0),
    ]
    assert [(wall.definition, wall.strike) for wall in puts][-3:] == [
        ("gross", 6000.0),
        ("gross", 5950.0),
        ("gross", 5900.0),
    ]
    nothing = Ladder(STRIKE, NET * 0, NET * 0, NET * 0, STRIKE, STRIKE)
    assert both_definitions(nothing, nothing.call, 6010.0, 1) == ()


@pytest.mark.parametrize(("call", "put", "words"), [(None, 1.0, "above"), (1.0, None, "below"), (None, None, "; ")])
def test_an_absent_wall_has_a_reason(call: float | None, put: float | None, words: str) -> None:
    assert words in (wall_reason(call, put) or "")
    assert wall_reason(1.0, 1.0) is None
