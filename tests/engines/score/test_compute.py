"""The score engine and its cells."""

from spxcc.engines.engine import Upstream
from spxcc.engines.score.compute import score_engine
from spxcc.engines.score.result import SCORE_STATE, ScoreResult, cell_of
from tests.fakes.scores import cell, score_result
from tests.fakes.snapshots import at, make_snapshot

FACTS = score_result()


def test_f45_the_engine_says_what_it_was_handed_and_nothing_else() -> None:
    engine = score_engine(FACTS)
    result, memory = engine.compute(make_snapshot(at("10:00")), Upstream(), engine.initial())
    assert result is FACTS
    assert memory is None
    assert [(one.channel, one.value) for one in engine.publish(result)] == [(SCORE_STATE, FACTS)]


def test_f45_of_a_kind_the_cell_with_the_most_outcomes_and_never_a_shadow() -> None:
    found = ScoreResult(cells=(cell(n=10), cell(n=90, rules="v2"), cell(n=900, shadow=True), cell("forward", n=5)))
    best = cell_of(found, "fade_at_wall", "backtest")
    assert best is not None
    assert best.n == 90
    ruled = cell_of(found, "fade_at_wall", "backtest", "v1+open")
    assert ruled is not None
    assert ruled.n == 10
    assert cell_of(found, "gap_fill", "backtest") is None
