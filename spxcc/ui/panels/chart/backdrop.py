"""What stands behind and beside the bars: session breaks, gaps, the cone, setup zones, crosshair."""

from spxcc.ui import format as words
from spxcc.ui.panels.chart.picture import ConeCell, Scene, ZoneRows, column
from spxcc.ui.panels.chart.seams import Seam
from spxcc.ui.panels.chart.view_model import ChartView
from spxcc.ui.renderables.canvas import Canvas
from spxcc.ui.renderables.scale import PriceScale

LEAST_GAP = 0.0005
"""Share of the price below which an open is no gap."""
EMPTY = " ─╌┈━╶·░┊"
"""Cells that a crosshair may cover."""
CONE = {1: ("┄", "-", "dyn"), 2: ("·", ".", "dim")}
"""By standard deviations: glyph, plain character, role."""
SESSION, MISSING = ("│", "|"), ("┊", ":")


def cone_cells(view: ChartView, scale: PriceScale) -> tuple[ConeCell, ...]:
    """The cone on the scale; cells beyond it are left out."""
    cells: list[ConeCell] = []
    for at, band in enumerate(view.cone):
        for deviations, price in ((2, band.low2), (2, band.high2), (1, band.low1), (1, band.high1)):
            row = scale.row(price)
            if row is not None:
                cells.append((at, row, deviations))
    return tuple(cells)


def zone_rows(view: ChartView, scale: PriceScale) -> tuple[ZoneRows, ...]:
    """The zones of the selected setup, clipped to the scale."""
    if view.zone is None:
        return ()
    rows: list[ZoneRows] = []
    for role, span in (("stop", view.zone.risk), ("target", view.zone.reward)):
        if span is None or span[1] < scale.low or span[0] > scale.high:
            continue
        top, bottom = scale.row(min(span[1], scale.high)), scale.row(max(span[0], scale.low))
        if top is not None and bottom is not None:
            rows.append((role, top, bottom))
    return tuple(rows)


def draw_seams(canvas: Canvas, scene: Scene) -> None:
    """A whole line between two sessions, a broken one where minutes are missing."""
    for seam in scene.seams:
        glyphs = SESSION if seam.kind == "session" else MISSING
        for row in range(scene.geometry.plot_rows):
            canvas.put(column(scene, seam.index), row, glyphs[scene.glyphs == "ascii"], "rule")


def is_gap(seam: Seam) -> bool:
    """Whether the session opened away from the close before it."""
    return seam.kind == "session" and abs(seam.gap) >= LEAST_GAP * seam.close


def draw_gaps(canvas: Canvas, scene: Scene) -> None:
    """The step from the close before to the open, and the close as a line until a bar has come back to it."""
    for seam in filter(is_gap, scene.seams):
        x, scale, plain = column(scene, seam.index), scene.scale, scene.glyphs == "ascii"
        rows = [scale.row(price) for price in (seam.close, seam.open)]
        if rows[0] is not None and rows[1] is not None:
            for row in range(min(rows[0], rows[1]), max(rows[0], rows[1]) + 1):
                canvas.put(x, row, "#" if plain else "║", "up" if seam.gap > 0 else "down")
        if rows[0] is None:
            continue
        end = scene.geometry.plot_columns if seam.filled is None else column(scene, seam.filled)
        for at in range(x + 1, end):
            if canvas.char(at, rows[0]) == " ":
                canvas.put(at, rows[0], "-" if plain else "╶", "dim")


def draw_ahead(canvas: Canvas, scene: Scene) -> None:
    """The cone, and behind it the zones of the setup."""
    place = scene.geometry
    left, plain = place.plot_columns - scene.ahead, scene.glyphs == "ascii"
    for at, row, deviations in scene.cone:
        glyph, bare, role = CONE[deviations]
        for x in range(left + at * scene.pitch, left + (at + 1) * scene.pitch):
            if canvas.char(x, row) in " ╶·.":
                canvas.put(x, row, bare if plain else glyph, role)
    for role, top, bottom in scene.zone:
        for row in range(top, bottom + 1):
            for x in range(left, place.plot_columns):
                if canvas.char(x, row) == " ":
                    canvas.put(x, row, ":" if plain else "░", role)


def draw_seam_words(canvas: Canvas, scene: Scene) -> None:
    """The date and the gap at the top or foot of a session break; how many bars are missing in the row of the time."""
    place = scene.geometry
    for seam in scene.seams:
        x = column(scene, seam.index)
        if seam.kind == "data":
            if place.time_row is not None and x >= 0:
                canvas.put(x, place.time_row - 1, f"×{seam.missing}", "warn")
            continue
        gap = f" gap {words.signed(seam.gap)}" if is_gap(seam) else ""
        filled = " filled" if gap and seam.filled is not None else ""
        for text in (f"{seam.day[5:]}{gap}{filled}", f"{seam.day[5:]}{gap}", seam.day[5:]):
            row = _free_row(canvas, x + 1, len(text), place.plot_columns, (0, 1, place.plot_rows - 1))
            if row is not None and place.plot_rows > 2:
                canvas.put(x + 1, row, text, "dim")
                break


def _free_row(canvas: Canvas, x: int, size: int, columns: int, rows: tuple[int, ...]) -> int | None:
    """The first of `rows` with room for `size` cells from column `x` on; a broken line may be covered."""
    for row in rows:
        cells = canvas.text(row, columns)[x : x + size]
        if len(cells) == size and not cells.strip(" ┊·"):
            return row
    return None


def draw_cross(canvas: Canvas, scene: Scene, view: ChartView, cross: int) -> None:
    """A column at the bar, a row at the price that is pointed at (else the bar's close), and that price on the axis."""
    place, plain = scene.geometry, scene.glyphs == "ascii"
    x, bar = column(scene, cross) + (scene.pitch - 1) // 2, view.bars[cross]
    price = view.cross_price if view.cross_price is not None else None if bar is None else bar.close
    row = None if price is None or not place.plot_rows else scene.scale.row(price)
    if row is not None and view.cross_price is not None:
        for at in range(place.plot_columns):
            if canvas.char(at, row) in EMPTY:
                canvas.put(at, row, "-" if plain else "╌", "bright")
    for at in range(place.plot_rows):
        if canvas.char(x, at) in EMPTY:
            canvas.put(x, at, "|" if plain else "╎", "bright")
    if row is not None and place.axis_width:
        text = f"{'+' if plain else '┼'}{words.price(price):>{place.axis_width - 1}}"
        canvas.put(place.axis_left, row, text, "select")


def draw_countdown(canvas: Canvas, scene: Scene, view: ChartView) -> None:
    """Time until the last bar is complete, below the price axis."""
    place = scene.geometry
    if view.countdown_ms is not None and place.time_row is not None and place.axis_width:
        text = f"{words.until(view.countdown_ms):>{place.axis_width - 1}} "
        canvas.put(place.axis_left, place.time_row - 1, text, "dim")
