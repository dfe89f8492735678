"""Candles as cells: golden shapes and laws."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.candles import Candle
from spxcc.ui.renderables.candles import BOX, draw_candle, glyphs_for
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.renderables.scale import PriceScale

SCALE = PriceScale(0.0, 4.0, 4)


def column(candle: Candle, glyphs: str = "box", pitch: int = 1, dash: bool = False) -> list[str]:
    canvas = Canvas(pitch, 4)
    draw_candle(canvas, 0, candle, SCALE, pitch, glyphs_for(pitch, glyphs), dash)
    return [text_of(line) for line in canvas.lines()]


def bar(o: float, h: float, l: float, c: float) -> Candle:  # noqa: E741
    return Candle(0, o, h, l, c)


def test_box_glyphs_have_half_cells() -> None:
    assert column(bar(1.2, 3.9, 0.2, 2.9)) == ["│", "┃", "┃", "│"]
    assert column(bar(1.2, 3.4, 0.7, 2.4)) == ["╷", "╽", "┃", "╵"]
    assert column(bar(2.2, 2.3, 2.1, 2.25)) == [" ", "╻", " ", " "]
    assert column(bar(0.1, 3.9, 0.1, 0.1)) == ["│", "│", "│", "╽"]


def test_falling_bars_differ_by_shape_where_asked() -> None:
    assert column(bar(2.9, 3.9, 0.2, 1.2), dash=True) == ["┊", "┋", "┋", "┊"]
    assert column(bar(1.2, 3.9, 0.2, 2.9), dash=True) == ["│", "┃", "┃", "│"]


def test_ascii_uses_plain_characters() -> None:
    assert column(bar(1.2, 3.9, 0.2, 2.9), "ascii") == ["|", "#", "#", "|"]
    assert column(bar(2.9, 3.9, 0.2, 1.2), "ascii") == ["|", "%", "%", "|"]


def test_blocks_have_eighths() -> None:
    assert column(bar(1.5, 4.0, 0.0, 2.75), "block", 3) == [" │ ", "▆▆ ", "▄▄ ", " │ "]
    assert column(bar(2.1, 2.4, 2.05, 2.2), "block", 3) == ["   ", "▄▄ ", "   ", "   "]


def test_ladder_of_glyphs() -> None:
    assert [glyphs_for(pitch, "auto") for pitch in (1, 2, 3, 6)] == ["box", "box", "block", "block"]
    assert glyphs_for(2, "block") == "box"
    assert glyphs_for(6, "box") == "box"
    assert glyphs_for(6, "ascii") == "ascii"


@given(
    st.lists(st.floats(-2, 6), min_size=4, max_size=4), st.sampled_from(["box", "block", "ascii"]), st.integers(1, 6)
)
def test_any_bar_stays_inside_its_cells(prices: list[float], glyphs: str, pitch: int) -> None:
    low, high = min(prices), max(prices)
    candle = Candle(0, prices[0], high, low, prices[1])
    canvas = Canvas(pitch + 2, 4)
    draw_candle(canvas, 1, candle, SCALE, pitch, glyphs_for(pitch, glyphs))
    lines = [text_of(line) for line in canvas.lines()]
    assert all(line[0] == " " and line[-1] == " " for line in lines)
    blank = all(line.strip() == "" for line in lines)
    assert blank == (low > 4.0 or high < 0.0)


def test_every_pair_of_halves_has_a_glyph() -> None:
    assert set(BOX) == {(a, b) for a in range(3) for b in range(3)} - {(0, 0)}
