"""Where a stance comes from."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.stances.explain import explain
from spxcc.engines.stances.result import Stance, StancesResult
from spxcc.engines.why.formula import recomputed, within
from tests.fakes.snapshots import make_snapshot

STANCE = Stance(
    id="a1:s1", alert_id="a1", setup_id="s1", relation="opposes", words="opposes trend long at VWAP 6,088.5",
    certainty=0.8, ts=1,
)  # fmt: skip


def test_f33_the_certainty_is_that_of_its_alert_and_its_words_are_told() -> None:
    run: Run[StancesResult, object] = Run(make_snapshot(), StancesResult(), None)
    found = explain(run, Asked("flow:stance", "a1:s1.certainty", lambda: [STANCE]))
    assert found is not None
    again = recomputed(found)
    assert again is not None
    assert within(found, again)
    assert found.inputs[0].source == "flow:alert.a1.side_confidence"
    words = explain(run, Asked("flow:stance", "a1:s1.words", lambda: [STANCE]))
    assert words is not None
    assert words.value == STANCE.words
    assert explain(run, Asked("flow:stance", "a1:s1.relation", lambda: [STANCE])) is None
    assert explain(run, Asked("flow:stance", "gone.words", lambda: None)) is None
