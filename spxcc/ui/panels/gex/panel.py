"""The GEX panel."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.gex.result import gex_channel
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import CLOCK, REASONS, Panel
from spxcc.ui.panels.gex.draw import WIDE, draw
from spxcc.ui.panels.gex.view_model import build
from spxcc.ui.renderables.cells import Line


class GexPanel(Panel):
    """Exposure by strike; `locked` shares the rows of the chart."""

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        super().__init__("gex", inks, frozenset({gex_channel(symbol).name, REASONS, CLOCK, "axis"}))

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Symbol and how the bars stand."""
        mode = frame.state.gex
        word = "ladder" if mode != "locked" or frame.axis is None or frame.state.zoomed else "locked"
        return f"GEX {frame.options.symbol}", (), (((word, "dim"),),)

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Bars and totals."""
        mode = "ladder" if frame.state.zoomed else frame.state.gex
        return draw(build(frame, width >= WIDE), mode, frame.axis, width, height, frame.options.glyphs == "ascii")
