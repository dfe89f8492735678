"""Every number of the edge strip can be asked for."""

import re

from spxcc.engines.score.result import SCORE_STATE, ScoreResult
from spxcc.ui.panels.setups.edge import edge_of
from spxcc.ui.screens.numbers.edge import edge_numbers
from tests.fakes.desk_data import empty_desk, setup
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import make_frame


def test_f45_each_numeral_of_the_strip_is_one_of_them() -> None:
    frame = make_frame(rich_desk())
    found = list(edge_numbers(frame, setup()))
    written = {text for number in found for text in (number.text, *number.also)} | {"0", "43 %"}
    for edge in edge_of(frame, setup()):
        for numeral in re.findall(r"[+−]?\d[\d.,]*(?: %)?", edge.words.replace("[", " ").replace("–", " ")):
            assert numeral.strip(",").rstrip(" ") in written, numeral
    assert {number.path.split(".")[2] for number in found} == {"0", "1"}


def test_without_a_score_there_is_nothing_to_ask() -> None:
    store, clock = empty_desk()
    assert list(edge_numbers(make_frame((store, clock)), setup())) == []
    store.put(SCORE_STATE, ScoreResult())
    assert list(edge_numbers(make_frame((store, clock)), setup())) == []
