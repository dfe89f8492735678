"""The GEX panel."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.gex.result import gex_channel
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import CLOCK, REASONS, Panel
from spxcc.ui.panels.gex.draw import draw, refused
from spxcc.ui.panels.gex.full import draw_full
from spxcc.ui.panels.gex.view_model import build
from spxcc.ui.renderables.cells import Line


class GexPanel(Panel):
    """Exposure by strike; `locked` shares the rows of the chart. Zoomed it shows all that is known of the book."""

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        super().__init__("gex", inks, frozenset({gex_channel(symbol).name, REASONS, CLOCK, "axis"}))

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Symbol and how the bars stand."""
        locked = frame.state.gex == "locked" and frame.axis is not None
        word = "full" if frame.state.zoomed else "locked" if locked else "ladder"
        unit: tuple[Line, ...] = (((f"{word} · USD per +1 %", "dim"),),) if frame.state.zoomed else ()
        return f"GEX {frame.options.symbol}", (), (*unit, ((word, "dim"),))

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Bars and totals; zoomed the full view."""
        plain = frame.options.glyphs == "ascii"
        view = build(frame, width - 1)
        if not frame.state.zoomed:
            return draw(view, frame.state.gex, frame.axis, width, height, plain)
        if view.reason is not None:
            return refused(view, width, height)
        return draw_full(view, frame.state.row("gex"), width, height, plain)
