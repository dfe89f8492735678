"""Small charts for panels that are not the chart: a line of closes in one row, and candles in a few rows."""

from collections.abc import Sequence

from spxcc.market.candles import Candle
from spxcc.ui.renderables.candles import EIGHTHS, draw_candle, glyphs_for
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.labels import LINES, Mark
from spxcc.ui.renderables.scale import PriceScale, autoscale

PLAIN = "_.-=^"


def sparkline(candles: Sequence[Candle], width: int, plain: bool = False) -> str:
    """The last `width` closes between their lowest and highest."""
    closes = [one.close for one in candles[-width:]] if width > 0 else []
    if not closes:
        return ""
    low, high = min(closes), max(closes)
    shapes = PLAIN if plain else EIGHTHS[1:]
    if high <= low:
        return shapes[0] * len(closes)
    top = len(shapes) - 1
    return "".join(shapes[round((close - low) / (high - low) * top)] for close in closes)


def mini_chart(
    candles: Sequence[Candle], marks: Sequence[Mark], width: int, height: int, glyphs: str, dash_down: bool = False
) -> list[Line]:
    """Candles of the last `width` − 8 bars with lines at `marks`, all within the scale; empty without room or bars."""
    columns = width - 8
    shown = candles[-columns:] if columns > 0 else ()
    if not shown or height < 2:
        return []
    prices = [mark.price for mark in marks]
    low = min([*(one.low for one in shown), *prices])
    high = max([*(one.high for one in shown), *prices])
    scale: PriceScale = autoscale(None, low, high, height)
    canvas = Canvas(width, height)
    for mark in marks:
        row = scale.row(mark.price)
        if row is not None:
            canvas.put(0, row, ("-" if glyphs == "ascii" else LINES[mark.role]) * columns, mark.role)
            canvas.put(columns, row, f" {mark.label}"[:8], mark.role)
    for at, one in enumerate(shown):
        draw_candle(canvas, columns - len(shown) + at, one, scale, 1, glyphs_for(1, glyphs), dash_down)
    return canvas.lines()
