"""One truth, made from a scenario and a seed."""

import numpy as np
import pytest

from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.scenarios import scenario_named
from tests.feeds.simulator.days import day_of


def test_the_same_seed_is_the_same_day_and_another_is_another() -> None:
    again = make_day(scenario_named("flip-loss"), 7, "2026-03-24")
    assert np.array_equal(again.true, day_of().true)
    assert np.array_equal(again.spy.price, day_of().spy.price)
    assert again.boards[0].interest.tolist() == day_of().boards[0].interest.tolist()
    other = make_day(scenario_named("flip-loss"), 8, "2026-03-24")
    assert not np.array_equal(other.true, day_of().true)
    assert not np.array_equal(make_day(scenario_named("flip-loss"), 7, "2026-03-25").true, day_of().true)


def test_a_half_day_is_a_whole_scenario() -> None:
    day = make_day(scenario_named("pin"), 7, "2024-11-29")
    assert day.true.size == 210 * 60 + 1
    assert float(day.true[-1]) == pytest.approx(day.scenario.truth.close)


def test_published_values_have_cents() -> None:
    for values in (day_of().printed, day_of().vix):
        assert np.array_equal(np.round(values, 2), values)
