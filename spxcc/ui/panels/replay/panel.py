"""The replay bar widget."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.replay.result import REPLAY
from spxcc.ui.frame import Frame
from spxcc.ui.panels.replay.view_model import build
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import CONNECTION, SafeStrip


class ReplayBar(SafeStrip):
    """One row above the status line, while the user wants it."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("replay_bar", inks, frozenset({REPLAY.name, CONNECTION}))

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """State, track, keys."""
        return [build(frame, width)]
