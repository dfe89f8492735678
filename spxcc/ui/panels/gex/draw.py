"""Draws a `GexView` in a part of the screen: locked to the chart's rows, or as a ladder around spot."""

from spxcc.ui.frame import ChartAxis
from spxcc.ui.panels.gex.view_model import GexView
from spxcc.ui.renderables.cells import Line, block, wrap
from spxcc.ui.renderables.gex_profile import Bar, draw_bar, ladder_bars, locked_bars, peak_of
from spxcc.ui.state import GexMode

TOTALS = 7


def draw(view: GexView, mode: GexMode, axis: ChartAxis | None, width: int, height: int, plain: bool) -> list[Line]:
    """`height` lines below the title."""
    if view.reason is not None:
        return refused(view, width, height)
    footer = indented(view)
    if mode == "locked" and axis is not None and 0 < axis.scale.rows <= height:
        bars = locked_bars(view.strikes, axis.scale, view.tags, view.spot)
        room = height - len(bars)
    else:
        room = min(TOTALS, max(height - 5, 0))
        bars = _ladder(view, height - room)
    peak = peak_of(bars)
    return block([*(draw_bar(one, width, peak, plain) for one in bars), *footer[:room]], width, height)


def refused(view: GexView, width: int, height: int) -> list[Line]:
    """Why there is nothing, then what is known all the same."""
    reason: list[Line] = [((f" {part}", "text"),) for part in wrap(view.reason or "", max(width - 2, 1))]
    return block([*reason, *indented(view)], width, height)


def indented(view: GexView) -> list[Line]:
    """The totals, a blank before each."""
    return [((" ", "text"), *line) for line in view.totals]


def _ladder(view: GexView, rows: int) -> list[Bar]:
    if view.spot is None:
        return []
    return ladder_bars(view.strikes, rows, view.tags, view.spot)
