"""The alert strip widget."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.ui.controller import ALERTS
from spxcc.ui.frame import Frame
from spxcc.ui.panels.alerts.view_model import strip
from spxcc.ui.renderables.cells import Line, spread, width_of
from spxcc.ui.renderables.cells import crop as cropped
from spxcc.ui.safe import SafeStrip


class AlertStrip(SafeStrip):
    """One row; what does not fit is counted, and listed by `A`."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("alerts", inks, frozenset({ALERTS}))

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Alerts at the left, bell and desktop at the right end whatever the width."""
        left, right = strip(frame, width)
        room = width - width_of(right)
        if room < 20:
            return [cropped(left, width)]
        return [spread(cropped(left, room - 1), right, width)]
