"""The grid."""

from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import text_of


def test_what_falls_outside_is_ignored() -> None:
    canvas = Canvas(4, 2)
    canvas.put(-1, 0, "abc", "up")
    canvas.put(3, 1, "xyz", "down")
    canvas.put(0, 7, "no", "up")
    assert [text_of(line) for line in canvas.lines()] == ["bc  ", "   x"]
    assert canvas.line(0)[0] == ("bc", "up")
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
