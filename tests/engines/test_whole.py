"""The engines together, minute by minute: finite, repeatable, whatever the order of the catalogue."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pytest

from spxcc.engines.catalog import ENGINES, SPEAKING
from spxcc.engines.engine import Engine
from spxcc.engines.graph import EngineGraph, StepResult
from spxcc.engines.health.compute import health_engine
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_bars, make_chain, make_columns, make_daily, make_snapshot

WALK = [float(close) for close in 6000.0 + np.cumsum(np.random.default_rng(11).normal(0, 1.3, 60))]
DAILY = make_daily([("2026-01-12", 5950, 5990, 5940, 5980), ("2026-01-13", 5980, 6012, 5976, 5995)])
EARLIER = make_columns([5995.0 - abs(195 - minute) / 10 for minute in range(390)], at("09:30", "2026-01-13"))


def snapshots() -> list[MarketSnapshot]:
    """Two steps a minute from the open to an hour after it; a chain a quarter of an hour."""
    made: list[MarketSnapshot] = []
    chain = make_chain(WALK[0], as_of=at("09:30"))
    for minutes in range(1, len(WALK) + 1):
        closes, now = WALK[:minutes], at("09:30") + minutes * NANOS_PER_MINUTE
        bars = {
            "SPX": make_bars(closes, earlier=EARLIER, daily=DAILY),
            "SPY": make_bars([close / 10.03 for close in closes], volume=1000.0, wick=0.05),
        }
        if minutes % 15 == 0:
            chain = make_chain(closes[-1], as_of=now)
        for late in (0, 20):
            moment, spot = now + late * NANOS_PER_SECOND, closes[-1] + late / 40
            made.append(make_snapshot(moment, spx=spot, spy=spot / 10.03, bars=bars, chains={"SPX": chain}))
    return made


def run(engines: Sequence[Engine[Any, Any]], over: Sequence[MarketSnapshot]) -> list[StepResult]:
    """One graph over all of them."""
    graph = EngineGraph(engines)
    return [graph.step(snapshot) for snapshot in over]


@pytest.fixture(scope="module")
def whole() -> list[StepResult]:
    """Every step in the order of the catalogue."""
    return run(ENGINES, snapshots())


@pytest.fixture(scope="module")
def turned() -> list[StepResult]:
    """Every step once more, from new snapshots and in the opposite order."""
    backwards = tuple(reversed(SPEAKING))
    return run((health_engine(backwards), *backwards), snapshots())


def test_no_engine_fails_and_all_results_are_finite_json(whole: list[StepResult]) -> None:
    for step in whole:
        assert {outcome.state for outcome in step.outcomes.values()} <= {"ok", "degraded"}, step.outcomes
        for item in step.publications:
            for value in item.value if isinstance(item.value, tuple) else (item.value,):
                assert msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value


def test_a_first_step_in_mid_session_has_levels() -> None:
    [first] = run(ENGINES, snapshots()[-1:])
    assert len(first.results["levels"].levels) >= 8
    assert len({level.category for level in first.results["levels"].levels}) >= 3


def test_the_same_snapshots_give_the_same_answers_in_any_catalogue_order(
    whole: list[StepResult], turned: list[StepResult]
) -> None:
    encode = msgspec.json.encode
    for first, second in zip(whole, turned, strict=True):
        assert {name: encode(result) for name, result in first.results.items() if name != "health"} == {
            name: encode(result) for name, result in second.results.items() if name != "health"
        }


def test_a_tick_between_minutes_moves_no_level_of_the_bars(whole: list[StepResult]) -> None:
    for minute, tick in zip(whole[::2], whole[1::2], strict=True):
        before, after = minute.results["levels"].levels, tick.results["levels"].levels
        assert [level for level in after if level.family != "gamma" and level not in before] == []


def test_each_engine_can_fail_and_the_others_live() -> None:
    snapshot = snapshots()[-1]
    for engine in SPEAKING:
        graph = EngineGraph(ENGINES)
        graph.fail(engine.key.name)
        step = graph.step(snapshot)
        assert [name for name, outcome in step.outcomes.items() if outcome.state == "failed"] == [engine.key.name]
        health = step.results["health"].channels
        assert all(health[channel.name].state == "failed" for channel in engine.channels)


def test_f43_setups_seen_in_one_run_are_the_same_in_another(whole: list[StepResult], turned: list[StepResult]) -> None:
    seen, again = (
        [{setup.id: setup.history for setup in step.results["setups"].setups} for step in steps]
        for steps in (whole, turned)
    )
    assert seen == again
    assert any(seen)
