"""The widget of the strip."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.ui.frame import Frame
from spxcc.ui.panels.watch.view_model import strip
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import SafeStrip


class WatchStrip(SafeStrip):
    """All six rows; whoever shows it decides how often it draws."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("watch", inks)

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """From the top."""
        return strip(frame, width)
