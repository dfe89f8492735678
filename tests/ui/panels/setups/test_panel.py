"""The setups widget."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.ui.panels.setups.card import card
from spxcc.ui.panels.setups.panel import SetupsPanel, listing
from spxcc.ui.panels.setups.view_model import build
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import LAST, full_desk, tick
from tests.fakes.screens import INKS, exact, make_frame, texts

FRAME = make_frame(setup_id="s1")
VIEW = build(FRAME)


@settings(max_examples=60)
@given(st.integers(20, 200), st.integers(1, 40), st.integers(0, 5), st.booleans())
def test_listing_keeps_a_line_for_each_setup_id(width: int, height: int, first: int, dense: bool) -> None:
    lines, ids = listing(VIEW, width, height, first, dense)
    assert len(lines) == len(ids)
    assert exact(SetupsPanel(INKS).paint(FRAME, width, height)[:1], width, 1)
    assert list(dict.fromkeys(ids)) == [row.id for row in VIEW.rows[min(first, 2) :]]


def test_full_rows_where_there_is_room_dense_ones_where_not() -> None:
    tight = [text_of(line) for line in listing(VIEW, 46, 5, 0, dense=False)[0]]
    roomy = [text_of(line) for line in listing(VIEW, 60, 20, 0, dense=False)[0]]
    assert len(tight) == 5
    assert any("needs" in line for line in roomy)
    assert all("n 0 · null 43 %" in "\n".join(lines) for lines in (tight, roomy))


def test_f59_card_of_the_selected_setup_has_a_mini_chart() -> None:
    panel = SetupsPanel(INKS)
    lines = texts(panel.paint(make_frame(setup_id="s1", card=True), 60, 30))
    text = "\n".join(lines)
    assert "►A READY" in text
    assert "✓ damping" in text
    assert text.index("needs a 1m close") < text.index("esc back")
    assert any(line.rstrip().endswith("stop") for line in lines)
    assert any("┃" in line or "│" in line for line in lines[12:])


def test_nothing_of_the_card_is_cut_off_where_it_can_be_wrapped() -> None:
    lines = [text_of(line) for line in card(VIEW.rows[0], 34)]
    assert all(len(line) <= 34 for line in lines[1:])
    assert any("T2 6,880" in line for line in lines)


def test_f29_mini_chart_moves_with_the_series() -> None:
    desk = full_desk()
    panel = SetupsPanel(INKS)
    before = panel.paint(make_frame(desk, setup_id="s1", card=True), 60, 30)
    tick(desk[0], LAST + 9)
    assert panel.paint(make_frame(desk, setup_id="s1", card=True), 60, 30) != before


def test_card_shows_every_check() -> None:
    words = "\n".join(text_of(line) for line in card(VIEW.rows[0], 70))
    assert all(name in words for name, _ in VIEW.rows[0].checks)
    assert "null 43 %" in words
