"""Walls where dealers hedge: nothing at strength 0, and more with every step (`pytest -m slow` for the report)."""

import numpy as np
import pytest

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.feeds.simulator.grid import grid_of
from spxcc.feeds.simulator.hedging import Dealers, hedged_days
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.runtime.score.wall_text import verdict, wall_lines
from spxcc.runtime.score.walls import STRENGTHS, days_of, report, touches, wall_of

PIN = scenario_named("pin")
FADE = next(one for one in shipped() if one.kind == "fade_at_wall")


def test_minutes_hold_all_seconds_of_a_path() -> None:
    grid = grid_of(PIN.date)
    paths = hedged_days(PIN, [1, 2], 0.0)
    for day, path in zip(days_of(paths, grid, 1.0), paths, strict=True):
        assert day.close.size == grid.seconds // 60
        assert (day.high.max(), day.low.min()) == (path.max(), path.min())
        assert np.array_equal(day.open[1:], day.close[:-1])


def test_a_touch_is_a_first_second_from_afar() -> None:
    path = np.full(4000, 100.0)
    path[1000:] = 105.0
    path[1020:1060] = 104.0
    (only,) = touches(path, 3, 105.0, 1, 1.0)
    assert (only.day, only.away, only.held) == (3, 0.0, True)
    assert touches(path, 3, 105.0, 1, 10.0) == [], "not far enough in its own units"
    path[1060:] = 103.0
    (pushed,) = touches(path, 3, 105.0, 1, 1.0)
    assert pushed.away == 2.0
    path[1900:] = 107.0
    assert not touches(path, 3, 105.0, 1, 1.0)[0].held


def test_there_is_a_wall_only_where_dealers_are_long_gamma() -> None:
    levels, seconds = np.arange(5900.0, 6101.0, 2.0), np.array([0.0, 23_400.0])
    rising = np.tile(np.tanh((levels - 6020) / 10), (2, 1))
    assert wall_of(Dealers(levels, seconds, rising), 6000.0, 1, 40.0) == 6020.0
    assert wall_of(Dealers(levels, seconds, -rising), 6000.0, 1, 40.0) is None


def test_the_report_is_the_same_again_and_in_words() -> None:
    one = report(PIN, FADE, 10, strengths=(0.0, 2.0))
    assert one == report(PIN, FADE, 10, strengths=(0.0, 2.0))
    lines = wall_lines(one)
    assert len(lines) == 6
    assert lines[-1] == verdict(one)
    assert one.rows[1].null_held == one.rows[0].held


@pytest.mark.slow
def test_f45_the_reaction_at_walls_is_none_without_hedging_and_rises_with_it() -> None:
    found = report(PIN, FADE, 200)
    assert [row.strength for row in found.rows] == list(STRENGTHS)
    free, *hedging = found.rows
    assert free.low is not None
    assert free.high is not None
    assert free.low < 0 < free.high
    reactions = [row.reaction for row in found.rows]
    assert reactions == sorted(reactions, key=lambda one: one or 0.0)
    assert all(row.low is not None and row.low > 0 for row in hedging)
    held = [row.held for row in found.rows]
    assert held == sorted(held, key=lambda one: one or 0.0)
    assert free.fade_low is not None
    assert free.fade_high is not None
    assert free.fade_low < 0 < free.fade_high
    assert all(row.fade_low is not None and row.fade_high is not None for row in hedging)
