"""The edge strip: no share without its sample, interval and null, no backtest as if it were live."""

import re

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.score.result import SCORE_STATE, CellScore, ScoreResult
from spxcc.ui.frame import Frame
from spxcc.ui.panels.setups.edge import ROLES, cell_words, edge_of, rules_words
from tests.fakes.desk_data import full_desk, setup
from tests.fakes.scores import cell, score_result
from tests.fakes.screens import make_frame

SHARE = re.compile(r"p \d+ % \[\d+–\d+\] · n \d+ on \d+ days · null \d+ %")


def with_score(result: ScoreResult | None) -> Frame:
    store, clock = full_desk()
    if result is not None:
        store.put(SCORE_STATE, result)
    return make_frame((store, clock))


def test_f45_a_cold_start_shows_the_null_alone() -> None:
    for result in (None, ScoreResult(note="no outcome yet")):
        (only,) = edge_of(with_score(result), setup())
        assert only.words == "forward n 0 · null 43 %"


def test_f45_live_and_backtest_stand_in_lines_and_colours_of_their_own() -> None:
    live, tested = edge_of(with_score(score_result()), setup())
    assert live.words.startswith("forward p 48 % [44–52] · n 31 on 11 days · null 47 %")
    assert tested.words.startswith("backtest p 48 % [44–52] · n 638 on 236 days · null 47 %")
    assert live.role != tested.role
    assert ROLES[live.source] != ROLES[tested.source]
    assert tested.words.endswith("chain gates open")


def test_f45_other_rules_are_no_record_of_these() -> None:
    result = ScoreResult(cells=(cell("forward", rules="older", n=50), cell("backtest", rules="older")))
    live, tested = edge_of(with_score(result), setup())
    assert live.words == "forward n 0 · null 43 %"
    assert tested.words.endswith("other rules")
    assert rules_words(cell(rules="abc123"), setup()) == ""


def test_f45_what_a_gate_had_blocked_is_not_the_record_of_what_was_shown() -> None:
    assert len(edge_of(with_score(ScoreResult(cells=(cell(shadow=True),))), setup())) == 1


@given(st.integers(1, 5_000), st.floats(0, 1), st.floats(0, 1), st.none() | st.floats(0, 1))
def test_f45_no_share_without_its_company(n: int, share: float, null: float, even: float | None) -> None:
    made = CellScore(
        key=cell().key, n=n, days=n, wins=0, probability=share, low=0.0, high=1.0, null=null, geometric=null, edge=0.0,
        best=0.0, r=0.0, r_low=None, r_high=None, grade="no data", first="", last="", break_even=even,
    )  # fmt: skip
    words = cell_words(made)
    assert SHARE.match(words)
    assert words.count("p ") == 1
