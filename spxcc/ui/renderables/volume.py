"""Volume bars of a chart in eighths of a row."""

from collections.abc import Sequence

from spxcc.ui.renderables.candles import EIGHTHS
from spxcc.ui.renderables.canvas import Canvas

ASCII = " .:#"


def draw_volume(
    canvas: Canvas, top: int, rows: int, bars: Sequence[tuple[int, float]], width: int, peak: float, plain: bool = False
) -> None:
    """`bars` are (column, volume); `peak` fills all `rows`; each bar is `width` columns wide."""
    if rows <= 0 or peak <= 0:
        return
    for x, volume in bars:
        units = round(min(volume / peak, 1.0) * rows * 8)
        if volume > 0:
            units = max(units, 1)
        for row in range(rows):
            filled = min(max(units - 8 * (rows - 1 - row), 0), 8)
            if filled:
                glyph = ASCII[(filled + 2) // 3] if plain else EIGHTHS[filled]
                canvas.put(x, top + row, glyph * width, "volume")
