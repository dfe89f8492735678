"""Where the shares of the score come from."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.score.explain import explain
from spxcc.engines.score.result import ScoreResult
from tests.fakes.scores import score_result
from tests.fakes.snapshots import at, make_snapshot

FACTS = score_result()
RUN: Run[ScoreResult, None] = Run(make_snapshot(at("10:00")), FACTS, None)


def test_f45_a_share_is_explained_by_its_wins_and_its_null() -> None:
    for field in ("probability", "edge"):
        told = explain(RUN, Asked("score", f"cells.0.{field}"))
        assert told is not None
        assert told.value == getattr(FACTS.cells[0], field)
        assert {fact.name for fact in told.facts} >= {"outcomes", "interval", "null", "source"}
    assert explain(RUN, Asked("score", "cells.0.n")) is None
    assert explain(RUN, Asked("score", "cells.99.probability")) is None
