"""OHLC → cells. Box glyphs at one or two columns a bar, eighth blocks from three, plain characters for `ascii`."""

from typing import Literal, TypeAlias

from spxcc.market.candles import Candle
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.scale import PriceScale

Glyphs: TypeAlias = Literal["box", "block", "ascii"]

NONE, WICK, BODY = 0, 1, 2
BOX = {
    (NONE, WICK): "╷",
    (WICK, NONE): "╵",
    (WICK, WICK): "│",
    (NONE, BODY): "╻",
    (BODY, NONE): "╹",
    (BODY, BODY): "┃",
    (WICK, BODY): "╽",
    (BODY, WICK): "╿",
}
DASHED = {"│": "┊", "┃": "┋"}
EIGHTHS = " ▁▂▃▄▅▆▇█"


def glyphs_for(pitch: int, wanted: str) -> Glyphs:
    """The ladder: `auto` is box up to pitch 2, blocks from 3; blocks need at least 3 columns."""
    if wanted == "ascii":
        return "ascii"
    if wanted == "box" or pitch < 3:
        return "box"
    return "block"


def _halves(candle: Candle, scale: PriceScale) -> tuple[int, int, int, int]:
    """Half-row indices of high, body top, body bottom, low; clipped to the scale."""
    last = 2 * scale.rows - 1

    def half(price: float) -> int:
        return min(max(int(2 * scale.position(price)), 0), last)

    top, bottom = max(candle.open, candle.close), min(candle.open, candle.close)
    return half(candle.high), half(top), half(bottom), half(candle.low)


def outside(candle: Candle, scale: PriceScale) -> bool:
    """Whether no part of the bar is on the scale."""
    return candle.low > scale.high or candle.high < scale.low


def draw_candle(
    canvas: Canvas, x: int, candle: Candle, scale: PriceScale, pitch: int, glyphs: Glyphs, dash_down: bool = False
) -> None:
    """One bar whose columns start at `x`. `dash_down` marks falling bars by shape as well (palettes without hue)."""
    if outside(candle, scale):
        return
    rising = candle.close >= candle.open
    role = "up" if rising else "down"
    if glyphs == "block":
        _draw_block(canvas, x, candle, scale, pitch, role)
        return
    high, top, bottom, low = _halves(candle, scale)
    for row in range(high // 2, low // 2 + 1):
        pair = tuple(_kind(half, high, top, bottom, low) for half in (2 * row, 2 * row + 1))
        if glyphs == "ascii":
            glyph = ("#" if rising else "%") if BODY in pair else "|"
        else:
            glyph = BOX[pair[0], pair[1]]
            if dash_down and not rising:
                glyph = DASHED.get(glyph, glyph)
        canvas.put(x, row, glyph, role)


def _kind(half: int, high: int, top: int, bottom: int, low: int) -> int:
    if top <= half <= bottom:
        return BODY
    return WICK if high <= half <= low else NONE


def _draw_block(canvas: Canvas, x: int, candle: Candle, scale: PriceScale, pitch: int, role: str) -> None:
    """Body of pitch − 1 columns in eighths of a row, wick in its middle."""
    limit = float(scale.rows)
    wick_top = min(max(scale.position(candle.high), 0.0), limit - 1e-9)
    wick_bottom = min(max(scale.position(candle.low), 0.0), limit - 1e-9)
    body_top = min(max(scale.position(max(candle.open, candle.close)), 0.0), limit - 1e-9)
    body_bottom = min(max(scale.position(min(candle.open, candle.close)), 0.0), limit - 1e-9)
    width = max(pitch - 1, 1)
    middle = x + width // 2
    for row in range(int(wick_top), int(wick_bottom) + 1):
        canvas.put(middle, row, "│", role)
    first, last = int(body_top), int(body_bottom)
    for row in range(first, last + 1):
        glyph, reverse = _block_glyph(row, body_top, body_bottom, first, last)
        canvas.put(x, row, glyph * width, f"{role}_rev" if reverse else role)


def _block_glyph(row: int, top: float, bottom: float, first: int, last: int) -> tuple[str, bool]:
    if first == last:
        middle = (top + bottom) / 2 - row
        return ("▀" if middle < 1 / 3 else "━" if middle < 2 / 3 else "▄"), False
    if row == first:
        return EIGHTHS[max(1, round((row + 1 - top) * 8))], False
    if row == last:
        empty = 8 - max(1, round((bottom - row) * 8))
        return (EIGHTHS[empty], True) if empty else ("█", False)
    return "█", False
