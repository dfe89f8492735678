"""Volume bars."""

from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.renderables.volume import draw_volume


def shape(volumes: list[float], rows: int = 2, peak: float = 16.0, plain: bool = False) -> list[str]:
    canvas = Canvas(len(volumes), rows)
    draw_volume(canvas, 0, rows, list(enumerate(volumes)), 1, peak, plain)
    return [text_of(line) for line in canvas.lines()]


def test_eighths_stack_up() -> None:
    assert shape([0, 1, 8, 12, 16, 99]) == ["   ▄██", " ▁████"]


def test_a_trade_is_never_invisible_and_nothing_is_nothing() -> None:
    assert shape([0.01, 0.0], rows=1, peak=1000.0) == ["▁ "]
    assert shape([5.0], peak=0.0) == [" ", " "]


def test_plain_characters() -> None:
    assert shape([16, 4], plain=True) == ["# ", "#:"]
