"""The engines together, minute by minute: finite, repeatable, whatever the order of the catalogue."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from spxcc.engines.bars.compute import ENGINE as BARS_ENGINE
from spxcc.engines.basis.compute import ENGINE as BASIS_ENGINE
from spxcc.engines.clusters.compute import ENGINE as CLUSTERS_ENGINE
from spxcc.engines.engine import Engine, Publication, Upstream
from spxcc.engines.gex.result import GEX, GexBoard
from spxcc.engines.graph import EngineGraph, StepResult
from spxcc.engines.health.compute import health_engine
from spxcc.engines.levels.compute import ENGINE as LEVELS_ENGINE
from spxcc.engines.prediction.compute import ENGINE as PREDICTION_ENGINE
from spxcc.engines.price.compute import ENGINE as PRICE_ENGINE
from spxcc.engines.regime.compute import ENGINE as REGIME_ENGINE
from spxcc.engines.session.compute import ENGINE as SESSION_ENGINE
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.fakes.results import make_gex
from tests.fakes.snapshots import at, make_bars, make_chain, make_columns, make_daily, make_snapshot

WALK = [float(close) for close in 6000.0 + np.cumsum(np.random.default_rng(11).normal(0, 1.3, 120))]
DAILY = make_daily([("2026-01-12", 5950, 5990, 5940, 5980), ("2026-01-13", 5980, 6012, 5976, 5995)])
EARLIER = make_columns([5995.0 - abs(195 - minute) / 10 for minute in range(390)], at("09:30", "2026-01-13"))


def _gex(snapshot: MarketSnapshot, upstream: Upstream, memory: int) -> tuple[GexBoard, int]:
    return GexBoard(symbols={"SPX": make_gex(spot=snapshot.prices["SPX"].price)}), memory


def _silent(result: GexBoard) -> Iterable[Publication]:
    return ()


GEX_ENGINE: Engine[GexBoard, int] = Engine(GEX, _gex, int, _silent, (), every_ms=5000)
ENGINES: tuple[Engine[Any, Any], ...] = (
    PRICE_ENGINE,
    BARS_ENGINE,
    SESSION_ENGINE,
    GEX_ENGINE,
    BASIS_ENGINE,
    LEVELS_ENGINE,
    CLUSTERS_ENGINE,
    REGIME_ENGINE,
    PREDICTION_ENGINE,
)


def snapshots() -> list[MarketSnapshot]:
    """Two steps a minute for two hours."""
    made: list[MarketSnapshot] = []
    for minutes in range(1, len(WALK) + 1):
        closes, now = WALK[:minutes], at("09:30") + minutes * NANOS_PER_MINUTE
        bars = {
            "SPX": make_bars(closes, earlier=EARLIER, daily=DAILY),
            "SPY": make_bars([close / 10.03 for close in closes], volume=1000.0, wick=0.05),
        }
        for late in (0, 20):
            moment, spot = now + late * NANOS_PER_SECOND, closes[-1] + late / 40
            chains = {"SPX": make_chain(spot, as_of=moment)} if minutes % 30 == 0 else {}
            made.append(make_snapshot(moment, spx=spot, spy=spot / 10.03, bars=bars, chains=chains))
    return made


def run(engines: Sequence[Engine[Any, Any]], over: Sequence[MarketSnapshot]) -> list[StepResult]:
    graph = EngineGraph((*engines, health_engine(engines)))
    return [graph.step(snapshot) for snapshot in over]


def test_no_engine_fails_and_all_results_are_finite_json() -> None:
    for step in run(ENGINES, snapshots()):
        assert {outcome.state for outcome in step.outcomes.values()} <= {"ok", "degraded"}, step.outcomes
        for item in step.publications:
            back = tuple[type(item.value[0]), ...] if isinstance(item.value, tuple) else type(item.value)
            assert msgspec.json.decode(msgspec.json.encode(item.value), type=back) == item.value
    last = run(ENGINES, snapshots()[-1:])[0]
    assert len(last.results["levels"].levels) >= 8
    assert len({level.category for level in last.results["levels"].levels}) >= 3


def test_the_same_snapshots_give_the_same_answers_in_any_catalogue_order() -> None:
    over = snapshots()[:80]
    one, two = run(ENGINES, over), run(tuple(reversed(ENGINES)), over)
    encode = msgspec.json.encode
    for first, second in zip(one, two, strict=True):
        assert {name: encode(result) for name, result in first.results.items() if name != "health"} == {
            name: encode(result) for name, result in second.results.items() if name != "health"
        }


def test_a_tick_between_minutes_moves_no_level() -> None:
    steps = run(ENGINES, snapshots())
    between = [
        (whole.results["levels"], tick.results["levels"]) for whole, tick in zip(steps[::2], steps[1::2], strict=True)
    ]
    moved = sum(level not in before.levels for before, after in between for level in after.levels)
    assert moved == 0


def test_each_engine_can_fail_and_the_others_live() -> None:
    snapshot = snapshots()[-1]
    for engine in ENGINES:
        graph = EngineGraph((*ENGINES, health_engine(ENGINES)))
        graph.fail(engine.key.name)
        step = graph.step(snapshot)
        assert [name for name, outcome in step.outcomes.items() if outcome.state == "failed"] == [engine.key.name]
        health = step.results["health"].channels
        assert all(health[name].state == "failed" for name in engine.channels)
