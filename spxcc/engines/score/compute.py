"""The score engine: says what the ledger knew when the run began, and nothing of its own."""

from collections.abc import Iterable

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.score.result import SCORE, SCORE_STATE, ScoreResult
from spxcc.market.snapshot import MarketSnapshot


def _publish(result: ScoreResult) -> Iterable[Publication]:
    yield Publication(SCORE_STATE, result)


def score_engine(facts: ScoreResult) -> Engine[ScoreResult, None]:
    """An engine that hands these facts to the others."""

    def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[ScoreResult, None]:
        return facts, None

    return Engine(
        key=SCORE,
        compute=compute,
        initial=lambda: None,
        publish=_publish,
        channels=(SCORE_STATE,),
        explain=later("spxcc.engines.score.explain:explain"),
    )
