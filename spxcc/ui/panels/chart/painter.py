"""Paints a `ChartView`: a background that stays while only the last bar moves, and the few rows that a tick touches."""

from spxcc.market.candles import Candle
from spxcc.ui import format as words
from spxcc.ui.panels.chart.backdrop import (
    draw_ahead,
    draw_countdown,
    draw_cross,
    draw_gaps,
    draw_seam_words,
    draw_seams,
)
from spxcc.ui.panels.chart.curve import draw_curve, draw_curve_name, draw_legend
from spxcc.ui.panels.chart.picture import Scene, body_width, column, room_for
from spxcc.ui.panels.chart.view_model import ChartView
from spxcc.ui.renderables.candles import draw_candle, outside
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.gex_profile import Bar, draw_bar, peak_of
from spxcc.ui.renderables.labels import LINES, PLANNED, Mark
from spxcc.ui.renderables.scale import nice_step, ticks
from spxcc.ui.renderables.volume import draw_volume

ROWS_PER_TICK = 4
TIME_SPACING = 12


class ChartPainter:
    """Keeps the last background. `rows` are the rows that the last paint touched, for the tests of the tick path."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._canvas = Canvas(0, 0)
        self._lines: list[Line] = []
        self._saved: dict[int, tuple[list[str], list[str]]] = {}
        self._volume_key: tuple[int, tuple[float, ...], int | None] = (-1, (), None)
        self.backgrounds = 0

    def paint(self, scene: Scene, view: ChartView) -> list[Line]:
        """All rows below the title."""
        if scene != self._scene:
            self._canvas = background(scene)
            self._lines = self._canvas.lines()
            self._saved, self._scene = {}, scene
            self.backgrounds += 1
        for row, saved in self._saved.items():
            self._canvas.restore_row(row, saved)
        before, now = set(self._saved), overlay_rows(scene, view)
        self._saved = {row: self._canvas.copy_row(row) for row in now}
        draw_overlay(self._canvas, scene, view)
        still = self._volume_rows(scene, view)
        for row in before | set(now):
            if row not in still:
                self._lines[row] = self._canvas.line(row)
        return list(self._lines)

    def _volume_rows(self, scene: Scene, view: ChartView) -> range:
        """Rows of the volume pane, which stay as they are while the last bar's volume does; else none."""
        key = (self.backgrounds, view.volumes[-1:], view.cross)
        same, self._volume_key = key == self._volume_key and view.cross is None, key
        top = scene.geometry.plot_rows
        return range(top, top + scene.geometry.volume_rows) if same else range(0)


def background(scene: Scene) -> Canvas:
    """Levels, axis, gutter, time, and every bar but the last."""
    place = scene.geometry
    canvas = Canvas(place.width, max(place.height - 1, 0))
    _draw_levels(canvas, scene)
    draw_curve(canvas, scene)
    draw_seams(canvas, scene)
    draw_gaps(canvas, scene)
    for at, bar in enumerate(scene.bars[:-1]):
        if bar is not None:
            draw_candle(canvas, column(scene, at), bar, scene.scale, scene.pitch, scene.glyphs, scene.dash_down)
    _draw_spy(canvas, scene)
    draw_ahead(canvas, scene)
    _draw_labels(canvas, scene)
    draw_seam_words(canvas, scene)
    draw_legend(canvas, scene)
    _draw_volume(canvas, scene)
    _draw_time(canvas, scene)
    _draw_axis(canvas, scene)
    _draw_gutter(canvas, scene)
    return canvas


def overlay_rows(scene: Scene, view: ChartView) -> list[int]:
    """Rows that the last bar, the price tag and the crosshair touch."""
    place = scene.geometry
    if view.cross is not None:
        return list(range(max(place.height - 1, 0)))
    clock = [] if view.countdown_ms is None or place.time_row is None else [place.time_row - 1]
    rows = {*clock, *range(place.plot_rows, place.plot_rows + place.volume_rows), *(row for row, _, _ in pinned(scene))}
    last = scene_last(scene, view)
    if last is not None and place.plot_rows and not outside(last, scene.scale):
        top = scene.scale.row(min(last.high, scene.scale.high))
        bottom = scene.scale.row(max(last.low, scene.scale.low))
        if top is not None and bottom is not None:
            rows |= set(range(top, bottom + 1))
    tag = None if view.last is None or not place.plot_rows else scene.scale.row(view.last)
    if tag is not None:
        rows.add(tag)
    return sorted(rows)


def scene_last(scene: Scene, view: ChartView) -> Candle | None:
    """The bar that moves: the last column."""
    return view.bars[-1] if view.bars and scene.bars else None


def draw_overlay(canvas: Canvas, scene: Scene, view: ChartView) -> None:
    """Off-screen levels, last bar, its volume, the price tag, the crosshair."""
    place, last = scene.geometry, scene_last(scene, view)
    _draw_pinned(canvas, scene, view.last)
    if last is not None and place.plot_rows:
        at = len(scene.bars) - 1
        draw_candle(canvas, column(scene, at), last, scene.scale, scene.pitch, scene.glyphs, scene.dash_down)
        bars = [(column(scene, at), view.volumes[-1])]
        plain = scene.glyphs == "ascii"
        draw_volume(canvas, place.plot_rows, place.volume_rows, bars, body_width(scene.pitch), scene.peak, plain)
    if view.last is not None and place.axis_width and place.plot_rows:
        row = scene.scale.row(view.last)
        if row is not None:
            left, right = ("▒", "▒") if view.stale else ("▐", "▌")
            text = f"{left}{words.price(view.last):>{place.axis_width - 2}}{right}"
            canvas.put(place.axis_left, row, text, "tag_stale" if view.stale else "tag")
    if view.cross is not None:
        draw_cross(canvas, scene, view, view.cross)
    draw_countdown(canvas, scene, view)


def _draw_levels(canvas: Canvas, scene: Scene) -> None:
    place = scene.geometry
    for placed in scene.plan.placed:
        dash = "-" if scene.glyphs == "ascii" else LINES[placed.role]
        if placed.line:
            canvas.put(0, placed.row, dash * place.plot_columns, placed.role)
        if place.axis_width:
            canvas.put(
                place.axis_left, placed.row, f"◄{words.price(placed.price):>{place.axis_width - 1}}", placed.role
            )


def _draw_labels(canvas: Canvas, scene: Scene) -> None:
    """Names of the levels where the bars leave room for them; one that has none of it keeps its price on the axis."""
    columns = scene.geometry.plot_columns
    for placed in scene.plan.placed:
        if not placed.line:
            draw_curve_name(canvas, placed.row, placed.texts, columns)
            continue
        dash = "-" if scene.glyphs == "ascii" else LINES[placed.role]
        found = room_for(canvas.text(placed.row, columns), [f" {text} " for text in placed.texts], dash)
        if found is not None:
            canvas.put(found[0], placed.row, found[1], placed.role)
        elif placed.role in PLANNED:
            canvas.put(1, placed.row, f" {placed.names[0]} "[: max(columns - 2, 0)], placed.role)


def pinned(scene: Scene) -> list[tuple[int, str, Mark]]:
    """Row, arrow and mark of the nearest levels beyond the edges, where no line has the row."""
    rows = scene.geometry.plot_rows
    taken = {placed.row for placed in scene.plan.placed}
    edges = ((0, "▲", scene.plan.above), (rows - 1, "▼", scene.plan.below))
    return [(row, arrow, mark) for row, arrow, mark in edges if mark is not None and rows > 4 and row not in taken]


def _draw_pinned(canvas: Canvas, scene: Scene, last: float | None) -> None:
    for row, arrow, mark in pinned(scene):
        away = "" if last is None else f" {words.signed(mark.price - last, 1)}"
        where = f"{arrow} {words.price(mark.price)}"
        texts = (f"{where} {mark.label}{away}", f"{where} {mark.label}", where, arrow)
        found = room_for(canvas.text(row, scene.geometry.plot_columns), texts, " ")
        if found is not None:
            canvas.put(found[0], row, found[1], mark.role)


def _draw_spy(canvas: Canvas, scene: Scene) -> None:
    at = {bar.start: index for index, bar in enumerate(scene.bars) if bar is not None}
    for start, price in scene.spy:
        row = scene.scale.row(price)
        if row is not None and start in at:
            x = column(scene, at[start])
            canvas.put(x, row, "•", "spy")


def _draw_volume(canvas: Canvas, scene: Scene) -> None:
    """Of every bar but the last."""
    place = scene.geometry
    bars = [(column(scene, at), volume) for at, volume in enumerate(scene.volumes) if volume]
    plain = scene.glyphs == "ascii"
    draw_volume(canvas, place.plot_rows, place.volume_rows, bars, body_width(scene.pitch), scene.peak, plain)
    if place.volume_rows:
        beside = len(scene.volume_label) <= place.axis_width + place.gutter
        x, row = (place.axis_left, place.volume_rows - 1) if beside else (0, 0)
        canvas.put(x, place.plot_rows + row, scene.volume_label, "dim")


def _draw_time(canvas: Canvas, scene: Scene) -> None:
    place = scene.geometry
    if place.time_row is None:
        return
    row, free = place.time_row - 1, 0
    for at, bar in enumerate(scene.bars):
        x = column(scene, at)
        if bar is None or x < free:
            continue
        ms = bar.start // 1_000_000
        text = words.day(ms)[5:] if scene.timeframe == "1D" else words.clock(ms, seconds=False)
        if x + len(text) <= place.plot_columns:
            canvas.put(x, row, text, "dim")
            free = x + max(TIME_SPACING, len(text) + 1)


def _draw_axis(canvas: Canvas, scene: Scene) -> None:
    place, scale = scene.geometry, scene.scale
    if not place.axis_width or not place.plot_rows:
        return
    taken = {placed.row for placed in scene.plan.placed}
    step = nice_step(scale.high - scale.low, max(place.plot_rows // ROWS_PER_TICK, 1))
    for price in ticks(scale.low, scale.high, step):
        row = scale.row(price)
        if row is not None and row not in taken:
            canvas.put(place.axis_left, row, f"{words.price(price):>{place.axis_width}}", "dim")


def _draw_gutter(canvas: Canvas, scene: Scene) -> None:
    place = scene.geometry
    if not place.gutter:
        return
    left = place.axis_left + place.axis_width + 1
    peak = peak_of(scene.gutter)
    for row in range(place.plot_rows):
        bar = scene.gutter[row] if row < len(scene.gutter) else Bar(0.0, "")
        x = left
        for text, role in draw_bar(bar, place.gutter - 1, peak, scene.glyphs == "ascii"):
            canvas.put(x, row, text, role)
            x += len(text)
