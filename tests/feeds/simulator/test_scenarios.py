"""The shipped scenarios are complete and mean what they say."""

import pytest

from spxcc.feeds.simulator.grid import grid_of
from spxcc.feeds.simulator.scenario import Scenario, nominal_minute
from spxcc.feeds.simulator.scenarios import DEFAULT, SCENARIOS, scenario_named
from spxcc.market.session import at_exchange
from tests.feeds.simulator.days import NAMES


def test_names_and_a_default() -> None:
    assert {"trend", "pin", "flip-loss"} <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)
    assert scenario_named(DEFAULT).name == DEFAULT == "flip-loss"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"of flip-loss, pin, trend, .*feed-degraded, found 'crash'"):
        scenario_named("crash")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=NAMES)
def test_a_scenario_covers_the_session_in_order(scenario: Scenario) -> None:
    clocks = [nominal_minute(clock) for clock, _ in scenario.path]
    assert clocks == sorted(set(clocks))
    assert (clocks[0], clocks[-1]) == (0.0, 390.0)
    phases = [nominal_minute(phase.clock) for phase in scenario.phases]
    assert phases == sorted(set(phases))
    assert phases[0] == 0.0
    assert scenario.truth.close == scenario.path[-1][1]
    assert scenario.title
    assert scenario.what_to_see


@pytest.mark.parametrize("scenario", SCENARIOS, ids=NAMES)
def test_a_sweep_and_a_block_come_within_five_seconds_of_the_start(scenario: Scenario) -> None:
    grid = grid_of(scenario.date)
    start = float(grid.nominal(grid.second_of(at_exchange(scenario.date, scenario.start))))
    soon = {order.kind for order in scenario.orders if 0 < 60 * (nominal_minute(order.clock) - start) <= 5.5}
    assert {"sweep", "block"} <= soon
