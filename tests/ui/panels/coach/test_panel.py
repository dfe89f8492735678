"""The coach widget."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.panels.coach.panel import CoachPanel, draw, row_lines
from spxcc.ui.panels.coach.view_model import build
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.screens import INKS, make_frame, texts

VIEW = build(make_frame())


@given(st.integers(40, 200))
def test_every_word_survives_the_wrap(width: int) -> None:
    words = " ".join(text_of(line).replace("[x] ack", "") for line in row_lines(VIEW.rows[0], width)).split()
    assert " ".join(words).endswith("falsified by a 1m close above 6,892")
    assert all(width_of(line) <= width for line in row_lines(VIEW.rows[0], width))


def test_a_waiting_alert_offers_its_key() -> None:
    first = text_of(row_lines(VIEW.rows[0], 100)[0])
    assert first.startswith(" ! 14:31:52 ALERT")
    assert first.rstrip().endswith("[x] ack")
    assert "[x]" not in text_of(row_lines(VIEW.rows[1], 100)[0])


def test_rows_start_where_asked() -> None:
    assert text_of(draw(VIEW, 2, 100, 5)[0]).strip().startswith("14:27:07 GUIDE")
    assert "1 alert  1 setup  1 guidance" in texts(CoachPanel(INKS).paint(make_frame(), 100, 5))[0]


def test_a_verbose_coach_says_what_each_sentence_rests_on_and_the_title_says_so() -> None:
    lines = texts(CoachPanel(INKS).paint(make_frame(coach="verbose"), 120, 8))
    assert "COACH verbose" in lines[0]
    assert any("so nothing is cited" in line for line in lines)
    quiet = texts(CoachPanel(INKS).paint(make_frame(coach="quiet"), 120, 8))
    assert "COACH quiet" in quiet[0]
    assert not any("SETUP" in line or "cited" in line for line in quiet[1:])
