"""The grid."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import text_of


def test_what_falls_outside_is_ignored() -> None:
    canvas = Canvas(4, 2)
    canvas.put(-1, 0, "abc", "up")
    canvas.put(3, 1, "xyz", "down")
    canvas.put(0, 7, "no", "up")
    assert [text_of(line) for line in canvas.lines()] == ["bc  ", "   x"]
    assert canvas.line(0)[0] == ("bc", "up")
    assert canvas.text(0, 3) == "bc "
    assert (canvas.char(3, 1), canvas.char(9, 9)) == ("x", " ")


def test_rows_can_be_put_back() -> None:
    canvas = Canvas(3, 1)
    canvas.put(0, 0, "abc", "up")
    saved = canvas.copy_row(0)
    canvas.put(1, 0, "!", "down")
    canvas.restore_row(0, saved)
    assert canvas.line(0) == (("abc", "up"),)


def test_negative_sizes_are_empty() -> None:
    assert Canvas(-3, -2).lines() == []


@given(st.lists(st.tuples(st.integers(-2, 9), st.text("ab─", max_size=4), st.sampled_from(["up", "dim"])), max_size=9))
def test_a_line_is_its_cells_joined_by_role(puts: list[tuple[int, str, str]]) -> None:
    canvas = Canvas(8, 1)
    cells = [(" ", "text")] * 8
    for x, text, role in puts:
        canvas.put(x, 0, text, role)
        for at, char in enumerate(text, start=x):
            if 0 <= at < 8:
                cells[at] = char, role
    joined = tuple(("".join(char for char, _ in run), role) for role, run in groupby(cells, key=lambda cell: cell[1]))
    assert canvas.line(0) == joined
