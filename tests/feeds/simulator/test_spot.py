"""The path of the index."""

from dataclasses import replace

import numpy as np
import pytest

from spxcc.feeds.simulator.grid import grid_of
from spxcc.feeds.simulator.scenario import Phase, nominal_minute
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.feeds.simulator.spot import DAY_SD, phase_values, printed_path, true_path
from spxcc.feeds.simulator.streams import Seed
from tests.feeds.simulator.days import NAMES, SEEDS, day_of


@pytest.mark.parametrize("name", NAMES)
def test_the_path_meets_its_anchors(name: str) -> None:
    day = day_of(name)
    for clock, level in day.scenario.path:
        assert day.true[round(nominal_minute(clock) * day.grid.seconds / 390)] == pytest.approx(level, abs=0.06), clock


def test_the_cap_turns_the_index_back() -> None:
    for seed in SEEDS:
        day = day_of("flip-loss", seed)
        assert day.scenario.cap is not None
        assert float(day.true.max()) <= day.scenario.cap
        assert float(day.true.max()) > day.scenario.cap - 0.6


def test_half_hours_have_a_u_shape_over_many_days() -> None:
    grid = grid_of("2026-03-24")
    plain = replace(
        scenario_named("pin"), path=(("09:30", 6050.0), ("16:00", 6050.0)), phases=(Phase("09:30", "range"),)
    )
    squares = np.zeros(13)
    for seed in range(150):
        path = true_path(plain, grid, Seed(seed, "pin", grid.date))[::60]
        squares += (np.diff(np.log(path)) ** 2).reshape(13, 30).sum(axis=1)
    usual = np.sqrt(squares)
    assert usual[0] > 1.45 * usual[5:8].mean()
    assert usual[12] > 1.25 * usual[5:8].mean()
    assert np.sqrt(squares.sum() / 150) == pytest.approx(DAY_SD, rel=0.15)


def test_minutes_have_fat_tails_and_volatility_clusters() -> None:
    found, together = [], []
    for seed in range(12):
        day = day_of("flip-loss", seed)
        moves = np.diff(np.log(day.printed[59::60]))
        found.append(float(((moves - moves.mean()) ** 4).mean() / moves.var() ** 2))
        size = np.abs(moves)
        together.append(float(np.corrcoef(size[:-5], size[5:])[0, 1]))
    assert np.mean(found) > 5.0
    assert np.mean(together) > 0.1


def test_the_opening_print_is_stale_and_catches_up() -> None:
    true = np.full(600, 6080.0)
    printed = printed_path(true, 6070.0)
    assert printed[0] == 6070.0
    assert abs(printed[120] - 6080.0) < 0.01
    assert np.all(np.diff(printed) >= 0)


def test_the_published_index_lags_a_jump() -> None:
    true = np.concatenate((np.full(300, 6000.0), np.full(300, 6010.0)))
    printed = printed_path(true, 6000.0)
    assert printed[300] == pytest.approx(6007.5)
    assert printed[301] == pytest.approx(6010.0)


def test_the_phase_of_a_moment_is_the_last_that_began() -> None:
    phases = (Phase("09:30", "range"), Phase("10:00", "trend"))
    assert phase_values(phases, np.array([0.0, 29.9, 30.0, 390.0]), (1.0, 2.0)).tolist() == [1.0, 1.0, 2.0, 2.0]
