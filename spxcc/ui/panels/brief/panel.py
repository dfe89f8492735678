"""Widgets of the small layouts."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.ui.frame import Frame
from spxcc.ui.panels.brief.view_model import message, nearest, setup_and_print, smallest, tabs
from spxcc.ui.panels.header.panel import compose
from spxcc.ui.panels.header.view_model import build as header
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import SafeStrip


class Brief(SafeStrip):
    """Nearest levels; setup or print; message."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("brief", inks)

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Three lines."""
        return [nearest(frame), setup_and_print(frame), message(frame)]


class Tabs(SafeStrip):
    """Which panel the one big place shows."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("tabs", inks)

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """One line."""
        return [tabs(frame)]


class Smallest(SafeStrip):
    """The whole screen below 60×16."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("smallest", inks)

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Price, NOW line, levels, advice to enlarge."""
        segments, mode = header(frame)
        return smallest(frame, compose(segments, mode, width), height)
