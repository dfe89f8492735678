"""The levels widget."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.panels.levels.panel import LevelsPanel, columns_for, draw, row_line
from spxcc.ui.panels.levels.view_model import build
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.screens import INKS, make_frame, texts

VIEW = build(make_frame())
ROWS = VIEW.rows


@given(st.integers(20, 200), st.integers(0, 20), st.integers(0, 30))
def test_rows_share_their_columns_at_any_width(width: int, height: int, first: int) -> None:
    lines = draw(VIEW, first, width, height)
    assert len(lines) <= max(height, 1)
    assert all(width_of(line) == width for line in lines)


def test_columns_come_with_room() -> None:
    assert [columns_for(ROWS, width) for width in (20, 50, 56, 200)] == [0, 1, 2, 3]
    assert columns_for([], 200) == 3


def test_row_words() -> None:
    text = text_of(row_line(ROWS[0], 3, 80))
    assert text.startswith("    +4.1  6,890.0 ZERO GAMMA")
    assert text.endswith("████  2 tests, 1 held  60m ")


def test_title_has_the_sparkline_of_the_series() -> None:
    title = texts(LevelsPanel(INKS, "SPX").paint(make_frame(), 60, 12))[0]
    assert "LEVELS 8 " in title
    assert any(shape in title for shape in "▁▂▃▄▅▆▇█")
    assert "nearest first" in title


def test_filter_without_levels_says_so() -> None:
    assert text_of(draw(build(make_frame(level_filter="spy_derived")), 0, 40, 5)[0]) == " no spy_derived level"
