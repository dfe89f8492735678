"""Small charts for panels that are not the chart: values in eighths of one row, and candles in a few rows."""

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
    return spark([one.close for one in candles[-width:]] if width > 0 else [], width, plain)


def spark(
    values: Sequence[float | None],
    width: int,
    plain: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """`values` in at most `width` cells, a blank for `None`; more values than cells are averaged.

    low, high: what the lowest and the highest shape stand for; default: the least and the greatest of the cells.
    """
    cells = _averaged(values, width)
    known = [one for one in cells if one is not None]
    if not known:
        return " " * len(cells)
    bottom, top = min(known) if low is None else low, max(known) if high is None else high
    shapes = PLAIN if plain else EIGHTHS[1:]
    return "".join(" " if one is None else shapes[_step(one, bottom, top, len(shapes))] for one in cells)


def spark_line(values: Sequence[float | None], width: int, plain: bool = False, zero: float = 0.0) -> Line:
    """As `spark`, coloured by side: values from `zero` up as rising, below it as falling."""
    cells, text = _averaged(values, width), spark(values, width, plain)
    return tuple(
        (char, "text" if one is None else "up" if one >= zero else "down")
        for char, one in zip(text, cells, strict=True)
    )


def _step(value: float, low: float, high: float, shapes: int) -> int:
    share = (value - low) / (high - low) if high > low else 0.0
    return round(min(max(share, 0.0), 1.0) * (shapes - 1))


def _averaged(values: Sequence[float | None], width: int) -> list[float | None]:
    """`values` in at most `width` groups of as equal a size as can be, each the mean of what is known in it."""
    count = min(len(values), max(width, 0))
    groups = (values[len(values) * at // count : len(values) * (at + 1) // count] for at in range(count))
    known = ([one for one in group if one is not None] for group in groups)
    return [sum(group) / len(group) if group else None for group in known]


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
    named: dict[int, str] = {}
    for mark in marks:
        row = scale.row(mark.price)
        if row is not None:
            named[row] = f"{named[row]},{mark.label}" if row in named else mark.label
            canvas.put(0, row, ("-" if glyphs == "ascii" else LINES[mark.role]) * columns, mark.role)
            canvas.put(columns, row, f" {named[row]}"[:8], mark.role)
    for at, one in enumerate(shown):
        draw_candle(canvas, columns - len(shown) + at, one, scale, 1, glyphs_for(1, glyphs), dash_down)
    return canvas.lines()
