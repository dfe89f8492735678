"""The engines find what the scenarios hide."""

from functools import cache

import pytest

from spxcc.engines.catalog import ENGINES
from spxcc.engines.engine import Upstream
from spxcc.engines.gex.compute import GexMemory, compute
from spxcc.engines.gex.result import GexResult
from spxcc.engines.graph import EngineGraph, StepResult
from spxcc.engines.setups.result import CLOSED_STATES
from spxcc.feeds.simulator.feed import SimulatorFeed
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.market.events import EquityTick, IndexTick, Watermark
from spxcc.market.state import MarketState
from spxcc.runtime.clock import LeapingClock
from tests.feeds.simulator.days import NAMES, SEEDS, day_of, events_until, feed_of

START_S = 5_400
SETUP_AT_THE_START = ("flip-loss", "pin", "trend")
"""Other days may begin with nothing to do."""


@cache
def gex_at(name: str, seed: int, second: int) -> GexResult:
    """What the gex engine says of a day's chain at a second after the open."""
    day = day_of(name, seed)
    state = MarketState("sim")
    at = day.grid.open_at + second * 10**9
    state.fold(IndexTick(ts_event=at, ts_recv=at, source="sim", symbol="SPX", price=float(day.printed[second])))
    spy = round(float(day.true[second]) / day.ratio, 2)
    state.fold(EquityTick(ts_event=at, ts_recv=at, source="sim", symbol="SPY", price=spy))
    for board in day.boards:
        state.fold(board.chain(second, 0))
    return compute(state.snapshot(at), Upstream({}, {}), GexMemory())[0].symbols["SPX"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_walls_and_flip_are_where_the_scenario_says(name: str, seed: int) -> None:
    day = day_of(name, seed)
    truth, found = day.scenario.truth, gex_at(name, seed, START_S)
    assert found.reason is None
    assert found.flip_point == pytest.approx(truth.flip, abs=truth.flip_tolerance)
    assert (found.call_wall, found.put_wall) == (truth.call_wall, truth.put_wall)
    assert found.coverage is not None
    assert found.coverage.oi_used_share > 0.99
    assert found.coverage.crossed == 0
    assert len(found.by_strike) >= 100
    assert found.atm_iv is not None
    assert 0.7 < 100.0 * found.atm_iv / day.scenario.vix < 2.8


def p_plus(found: GexResult) -> float:
    assert found.band is not None
    return found.band.p_plus


def test_flip_loss_turns_from_damped_to_negative() -> None:
    for seed in SEEDS:
        day = day_of("flip-loss", seed)
        assert p_plus(gex_at("flip-loss", seed, START_S)) >= 0.7
        assert p_plus(gex_at("flip-loss", seed, 18_000)) <= 0.3
        assert abs(float(day.printed[START_S]) - day.scenario.truth.call_wall) < 2.0
        assert float(day.true[18_000]) < day.scenario.truth.flip < float(day.true[12_000])


def test_pin_stays_damped_around_the_largest_gamma() -> None:
    day = day_of("pin")
    for second in (START_S, 18_000):
        found = gex_at("pin", 7, second)
        assert p_plus(found) >= 0.85
        assert found.absolute_gamma_strike == 6050.0
    assert abs(float(day.true[-1]) - 6050.0) < 2.0


def test_trend_runs_one_way_against_negative_gamma() -> None:
    day = day_of("trend")
    assert p_plus(gex_at("trend", 7, START_S)) <= 0.15
    path = day.true[::60]
    assert path[-1] - path[0] > 70
    assert path[-1] - path[0] > 0.9 * (path.max() - path.min())


def test_parity_and_index_agree() -> None:
    for name in NAMES:
        for front in gex_at(name, 7, START_S).by_expiry:
            assert front.forward_sd is not None
            assert front.forward_sd < 0.2


@pytest.mark.parametrize("name", NAMES)
async def test_the_first_screen_has_content(name: str) -> None:
    start = SimulatorFeed.default_start(scenario_named(name))
    state, graph, results = MarketState("sim"), EngineGraph(ENGINES), StepResult()
    for event in await events_until(feed_of(LeapingClock(start), name), start + 4 * 10**9):
        state.fold(event)
        if isinstance(event, Watermark) and (event.ts_event <= start or event.ts_event % 10**9 == 0):
            results = graph.step(state.snapshot(event.ts_event))
    assert len(results.results["gex"].symbols["SPX"].by_strike) >= 100
    levels = results.results["levels"].levels
    assert len(levels) >= 8
    assert len({level.category for level in levels}) >= 3
    if name in SETUP_AT_THE_START:
        assert any(setup.state not in CLOSED_STATES for setup in results.results["setups"].setups)
    assert {outcome.state for outcome in results.outcomes.values()} <= {"ok", "degraded"}
