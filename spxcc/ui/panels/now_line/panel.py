"""The NOW line widget."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.controller import ALERTS
from spxcc.ui.frame import Frame
from spxcc.ui.panels.now_line.view_model import build
from spxcc.ui.renderables.cells import Line, spread
from spxcc.ui.safe import CONNECTION, SafeStrip


class NowLine(SafeStrip):
    """One sentence, and how many alerts wait."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__(
            "now_line", inks, frozenset({SETUPS_UPDATE.name, COACH_MESSAGE.name, CONNECTION, ALERTS, AGENDA.name})
        )

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Left sentence, right count; the count stays when room is short."""
        left, right = build(frame, width)
        room = width - sum(len(text) for text, _ in right)
        if room < 20:
            return [left]
        from_left = spread(left, (), room)
        return [(*from_left, *right)]
