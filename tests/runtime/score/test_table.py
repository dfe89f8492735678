"""The score as text."""

import re

from msgspec.structs import replace

from spxcc.runtime.score.table import HEAD, line_of, notes_of, rows_of
from tests.fakes.scores import cell, score_result


def test_f45_forward_and_backtest_have_columns_of_their_own() -> None:
    tested, live = (line_of(one) for one in score_result().cells)
    at = HEAD.index("BACKTEST")
    assert re.search(r"638/236 +48 % \[44–52\]", tested[at:])
    assert tested[24:at].strip() == ""
    assert re.search(r"31/11 +48 % \[44–52\]", live[24:at])
    assert [source for _, source in rows_of(score_result())] == ["backtest", "forward"]


def test_f45_no_line_has_a_share_without_sample_interval_and_null() -> None:
    for line, _ in rows_of(score_result()):
        assert re.search(r"\d+/\d+ +\d+ % \[\d+–\d+\] +\d+ %", line)


def test_the_lag_test_shows_what_is_left_a_minute_later() -> None:
    late = replace(cell(), late_r=-0.4)
    assert "-0.40" in line_of(late, lag=1)
    assert "-0.01 [-0.11–+0.09]" in line_of(late)


def test_the_power_truth_is_told() -> None:
    text = " ".join(notes_of([replace(cell(), ambiguous=4, void=2, no_fill=7)]))
    assert "638 outcomes, 4 ambiguous and counted as losses, 2 void by gaps, 7 not filled" in text
    assert "617" in text
    assert "153, 65 % 67" in text
