"""VIX against the index."""

import numpy as np
import pytest

from spxcc.feeds.simulator.vix import EVERY_S
from tests.feeds.simulator.days import NAMES, SEEDS, day_of


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_vix_moves_against_the_index(name: str, seed: int) -> None:
    day = day_of(name, seed)
    fear, index = day.vix[60 - EVERY_S :: 60], day.printed[59::60]
    assert -0.95 <= float(np.corrcoef(np.diff(fear[:390]), np.diff(index[:390]))[0, 1]) <= -0.5


def test_a_fall_of_a_per_cent_lifts_it_by_half_a_point_to_two() -> None:
    day = day_of("flip-loss")
    fell = -100.0 * float(np.log(day.true[23_000] / day.true[5_400]))
    assert 0.5 <= float(day.vix[23_000] - day.vix[5_400]) / fell <= 2.0


def test_it_starts_at_the_scenarios_level() -> None:
    for name in NAMES:
        day = day_of(name)
        assert float(day.vix[0]) == pytest.approx(day.scenario.vix, rel=0.005)
