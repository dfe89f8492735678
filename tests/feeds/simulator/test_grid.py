"""The session's grid and the shapes over it."""

import numpy as np
import pytest

from spxcc.feeds.simulator.grid import NOMINAL_MINUTES, grid_of, variance_weight, volume_weight

MINUTES = np.arange(0.0, NOMINAL_MINUTES, 0.25)


def test_a_full_session_has_390_minutes() -> None:
    grid = grid_of("2026-03-24")
    assert (grid.minutes, grid.seconds) == (390, 23_400)
    assert grid.minute_start(390) == grid.close_at
    assert grid.second_of(grid.open_at + 5 * 10**9) == 5.0


def test_a_half_day_runs_through_the_whole_scenario() -> None:
    grid = grid_of("2024-11-29")
    assert grid.minutes == 210
    assert float(grid.nominal(grid.seconds)) == pytest.approx(NOMINAL_MINUTES)


def test_a_holiday_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="expected a trading day to simulate, found 2026-04-03"):
        grid_of("2026-04-03")


@pytest.mark.parametrize("weight", [variance_weight, volume_weight])
def test_weights_are_u_shaped_with_mean_one(weight: object) -> None:
    assert callable(weight)
    values = weight(MINUTES)
    assert float(values.mean()) == pytest.approx(1.0, abs=0.02)
    noon = values[(MINUTES > 150) & (MINUTES < 240)].mean()
    assert values[MINUTES < 15].mean() > 2.0 * noon
    assert values[MINUTES > 375].mean() > 1.4 * noon
