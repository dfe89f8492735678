"""The VWAP's curve with its bands on the chart: where it runs, and its dashes and dots behind the bars."""

from bisect import bisect_left
from collections.abc import Sequence

from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.ui.panels.chart.picture import CurveCell, Scene, body_width, column
from spxcc.ui.panels.chart.vwap import NOTHING, Curve
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.labels import LINES
from spxcc.ui.renderables.scale import PriceScale

EVERY = {0: 1, 1: 2, 2: 4}
"""By standard deviations: one column in so many has a dot, so that the outer bands stand back further."""
GLYPHS = {0: (LINES["dyn"], "~"), 1: ("·", "."), 2: ("·", ".")}
UNDER = " ·┄░┈.~-:"
"""What the name of the curve may cover: its own dots, the cone, a zone."""
LEAST_ROWS, LEAST_COLUMNS = 8, 36
"""A smaller plot has no room for the legend."""


def curve_cells(
    curve: Curve, starts: Sequence[UnixNanos | None], seconds: int | None, scale: PriceScale
) -> tuple[CurveCell, ...]:
    """Cells of the VWAP and its bands under the bars that start at `starts`: each as its last whole minute left it."""
    points, cells = curve.points, list[CurveCell]()
    if not points or seconds is None:
        return ()
    widths = (0, 1, -1, 2, -2) if curve.bands else (0,)
    for index, start in enumerate(starts):
        if start is None:
            continue
        at = bisect_left(points, start + seconds * NANOS_PER_SECOND, key=lambda point: point.start) - 1
        if at < 0 or points[at].start < start:
            continue
        for width in widths:
            row = scale.row(points[at].centre + width * points[at].sigma)
            if row is not None:
                cells.append((index, row, abs(width)))
    return tuple(cells)


class CurveBook:
    """Keeps the cells until the curve, the bars in view or the scale are others."""

    def __init__(self) -> None:
        self._key: tuple[tuple[UnixNanos | None, ...], PriceScale, int | None] | None = None
        self._curve, self._cells = NOTHING, tuple[CurveCell, ...]()

    def of(
        self, curve: Curve, starts: tuple[UnixNanos | None, ...], seconds: int | None, scale: PriceScale
    ) -> tuple[CurveCell, ...]:
        """As `curve_cells`; the same object until it changes."""
        key = starts, scale, seconds
        if curve is not self._curve or key != self._key:
            self._curve, self._key, self._cells = curve, key, curve_cells(curve, starts, seconds, scale)
        return self._cells


def draw_curve(canvas: Canvas, scene: Scene) -> None:
    """Only in cells that are free: bars are drawn over it, and it goes behind the lines of the levels."""
    plain = scene.glyphs == "ascii"
    width = min(body_width(scene.pitch), scene.pitch)
    for index, row, deviations in scene.curve:
        left = column(scene, index)
        for x in range(left, left + (scene.pitch if not deviations else width)):
            if x % EVERY[deviations] == 0 and canvas.char(x, row) == " ":
                canvas.put(x, row, GLYPHS[deviations][plain], "dyn" if deviations < 2 else "dim")


def draw_curve_name(canvas: Canvas, row: int, texts: Sequence[str], columns: int) -> None:
    """The name at the right end of the row that the VWAP has now, where nothing else stands."""
    cells = canvas.text(row, columns)
    for text in texts:
        size = len(text) + 2
        free = next((x for x in range(columns - size, -1, -1) if not cells[x : x + size].strip(UNDER)), None)
        if free is not None and free >= columns - 3 * size:
            canvas.put(free, row, f" {text} ", "dyn")
            return


def legend(curve: Curve) -> str:
    """What the curve is weighted with and what its dots are, or why there is none."""
    if curve.reason is not None:
        return f"no VWAP curve: {curve.reason}"
    if not curve.points:
        return ""
    return f"{LINES['dyn']} VWAP, volume of {curve.of}" + (" · one and two sigma" if curve.bands else "")


def draw_legend(canvas: Canvas, scene: Scene) -> None:
    """In a corner that nothing else has."""
    place, text = scene.geometry, scene.legend.replace("┈", "~") if scene.glyphs == "ascii" else scene.legend
    if not text or place.plot_rows < LEAST_ROWS or place.plot_columns < LEAST_COLUMNS:
        return
    pinned = {row for row, mark in ((0, scene.plan.above), (place.plot_rows - 1, scene.plan.below)) if mark is not None}
    for row in (0, place.plot_rows - 1, 1, place.plot_rows - 2):
        if row in pinned:
            continue
        for x in (1, place.plot_columns - len(text) - 1):
            cells = canvas.text(row, place.plot_columns)[max(x - 1, 0) : x + len(text) + 1]
            if x >= 1 and len(cells) >= len(text) + 1 and not cells.strip(" ·"):
                canvas.put(x, row, text, "dim")
                return


def seen_by(bars: Sequence[Candle | None]) -> tuple[UnixNanos | None, ...]:
    """Starts of the bars, `None` for gaps."""
    return tuple([None if bar is None else bar.start for bar in bars])
