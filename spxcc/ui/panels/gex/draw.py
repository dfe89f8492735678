"""Draws a `GexView`: locked to the chart's rows, or as a ladder around spot."""

from spxcc.ui.frame import ChartAxis
from spxcc.ui.panels.gex.view_model import GexView
from spxcc.ui.renderables.cells import Line, block, spread, wrap
from spxcc.ui.renderables.gex_profile import Bar, draw_bar, ladder_bars, locked_bars, peak_of
from spxcc.ui.state import GexMode

TOTALS = 6
WIDE = 84
COLUMNS = 46


def draw(view: GexView, mode: GexMode, axis: ChartAxis | None, width: int, height: int, plain: bool) -> list[Line]:
    """`height` lines below the title."""
    if view.reason is not None:
        return block([((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))], width, height)
    footer = [((" ", "text"), *line) for line in view.totals]
    if mode == "locked" and axis is not None and 0 < axis.scale.rows <= height:
        bars = locked_bars(view.strikes, axis.scale, view.tags, view.spot)
        room = height - len(bars)
    else:
        room = min(TOTALS, max(height - 5, 0))
        bars = _ladder(view, height - room)
    lines = (
        _wide(view, bars, width, plain)
        if width >= WIDE
        else [draw_bar(one, width, peak_of(bars), plain) for one in bars]
    )
    if width >= WIDE:
        footer = _beside(footer, view.expiries, width)
    return block([*lines, *footer[:room]], width, height)


def _wide(view: GexView, bars: list[Bar], width: int, plain: bool) -> list[Line]:
    """Bars with their numbers beside them, under no heading: the columns are named in the last line of the totals."""
    room, peak = width - COLUMNS, peak_of(bars)
    lines: list[Line] = []
    for bar in bars:
        call, put, net, call_oi, put_oi = view.detail.get(bar.label, ("", "", "", "", ""))
        numbers: Line = (
            (f" {call:>8}", "gex_pos"), (f" {put:>8}", "gex_neg"), (f" {net:>8}", "bright"),
            (f" {call_oi:>8}", "dim"), (f" {put_oi:>8} ", "dim"),
        )  # fmt: skip
        lines.append((*draw_bar(bar, room, peak, plain), *numbers))
    return lines


def _beside(footer: list[Line], expiries: tuple[Line, ...], width: int) -> list[Line]:
    """Totals at the left, expiries at the right, the names of the columns above them."""
    head: Line = ((f" {'call':>8} {'put':>8} {'net':>8} {'OI call':>8} {'OI put':>8} ", "dim"),)
    right = [head, *expiries]
    left = [*footer, *(() for _ in range(len(right) - len(footer)))]
    return [spread(one, right[at] if at < len(right) else (), width) for at, one in enumerate(left)]


def _ladder(view: GexView, rows: int) -> list[Bar]:
    if view.spot is None:
        return []
    return ladder_bars(view.strikes, rows, view.tags, view.spot)
