"""The status line widget."""

from collections.abc import Mapping, Sequence

from rich.style import Style

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.recording.result import RECORDING
from spxcc.engines.session.result import STATUS
from spxcc.ui.controller import DAY
from spxcc.ui.frame import Frame
from spxcc.ui.panels.status_line.view_model import hints, status
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import CONNECTION, SafeStrip


class StatusLine(SafeStrip):
    """One or two rows: state, and keys."""

    def __init__(self, inks: Mapping[str, Style], keys: Sequence[tuple[str, str]]) -> None:
        super().__init__("status_line", inks, frozenset({STATUS.name, AGENDA.name, RECORDING.name, DAY, CONNECTION}))
        self._keys = keys

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """With one row: the keys; the state has the row above where there are two."""
        keys = hints(self._keys, width)
        return [keys] if height < 2 else [status(frame, width), keys]
