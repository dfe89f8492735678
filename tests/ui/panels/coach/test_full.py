"""The transcript at any size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.coach.result import COACH_MESSAGE, CoachRecord
from spxcc.ui.panels.coach.full import draw_full, message_lines
from spxcc.ui.panels.coach.panel import CoachPanel
from spxcc.ui.panels.coach.view_model import CoachView, build, grade_words, record_words
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import coach_message, empty_desk
from tests.fakes.full_views import messages, record, rich_desk
from tests.fakes.screens import INKS, check_snapshot, empty_frame, exact, make_frame, roles_known, texts

VIEW = build(make_frame(rich_desk()))


def one_message() -> CoachView:
    store, clock = empty_desk()
    store.put_events(COACH_MESSAGE, [coach_message("a")])
    return build(make_frame((store, clock)))


def burst() -> CoachView:
    store, clock = rich_desk()
    store.put_events(COACH_MESSAGE, [coach_message(f"b{at}", "alert", at) for at in range(5_000)])
    return build(make_frame((store, clock)))


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_pictures(width: int, height: int) -> None:
    lines = draw_full(VIEW, 0, width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)
    check_snapshot(f"coach_full_{width}x{height}", "\n".join(texts(lines)) + "\n")


@pytest.mark.parametrize("view", [VIEW, build(empty_frame()), one_message(), burst()])
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 60), st.integers(0, 9))
def test_any_size(view: CoachView, width: int, height: int, first: int) -> None:
    lines = draw_full(view, first, width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)


def test_what_became_of_a_claim_is_a_word_and_a_mark() -> None:
    grades = {one.id: one for one in record().grades}
    said = {one.id: grade_words(one, grades[one.id]) for one in messages()}
    assert said == {
        "open": ("○", "open until 14:42"),
        "stood": ("✓", "stood until 14:22: the falsifier did not happen"),
        "false": ("×", "false at 14:23: close 6,893.10"),
        "void": ("–", "void: minutes are missing"),
    }


def test_what_is_not_graded_is_not_called_right_or_wrong() -> None:
    assert grade_words(coach_message("a"), None) == ("–", "of use until 14:42; no claim that minutes decide")
    assert grade_words(messages()[-1], None) == ("–", "until 14:42; its outcome is not among those told")


def test_cites_have_channel_path_value_and_age() -> None:
    row = next(row for row in VIEW.rows if row.id == "false")
    text = "\n".join(text_of(line) for line in message_lines(row, 120))
    assert "cites gex:SPX flipPoint 6,890 (4.2s) · price:SPX price 6,885.90 (40ms)" in text


def test_the_record_stands_in_the_title_only_where_the_engine_told_one() -> None:
    told = "claims 4: 1 open, 1 stood, 1 false, 1 void"
    assert record_words(record()) == told
    assert record_words(None) == record_words(CoachRecord()) == ""
    assert told in texts(CoachPanel(INKS).paint(make_frame(rich_desk(), zoomed=True), 120, 10))[0]
    assert "claims" not in texts(CoachPanel(INKS).paint(make_frame(), 120, 10))[0]
