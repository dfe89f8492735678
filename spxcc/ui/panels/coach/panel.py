"""The coach panel."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.coach.result import COACH_MESSAGE, COACH_RECORD
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import REASONS, Panel
from spxcc.ui.panels.coach.full import draw_full
from spxcc.ui.panels.coach.view_model import CoachRow, CoachView, build
from spxcc.ui.renderables.cells import ELLIPSIS, Line, crop, spread, wrap
from spxcc.ui.safe import CONNECTION

INDENT = 3


class CoachPanel(Panel):
    """What changed, in sentences whose numbers have sources."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("coach", inks, frozenset({COACH_MESSAGE.name, COACH_RECORD.name, REASONS, CONNECTION}))
        self._view: CoachView | None = None

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Counts by kind."""
        view = self._view = build(frame, frame.state.row("coach") + max(self.size.height, 1))
        alerts, setups, guides = view.counts
        role = "warn" if alerts else "dim"
        plural = "" if alerts == 1 else "s"
        first = (f"{alerts} alert{plural}", role)
        counts: Line = (first, (f"  {setups} setup  {guides} guidance", "dim"))
        record: tuple[Line, ...] = (((f"{view.record}  ", "dim"), *counts),) if view.record else ()
        level = frame.state.coach
        extra: Line = () if level == "normal" else ((f"{level} ", "dim"),)
        return "COACH", extra, (*record, counts, (first,))

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Newest first; zoomed, or where all is asked for, the transcript."""
        if frame.state.zoomed or frame.state.coach == "verbose":
            return draw_full(self._view or build(frame), frame.state.row("coach"), width, height)
        return draw(self._view or build(frame), frame.state.row("coach"), width, height)


def draw(view: CoachView, first: int, width: int, height: int) -> list[Line]:
    """Messages from number `first`, wrapped."""
    if view.reason is not None:
        return [((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))]
    lines: list[Line] = []
    for row in view.rows[min(first, max(len(view.rows) - 1, 0)) :]:
        lines += row_lines(row, width)
        if len(lines) >= height:
            break
    if len(lines) > height > 0:
        lines[height - 1] = crop((*lines[height - 1], (f" {ELLIPSIS}", "dim")), width)
    return lines


def row_lines(row: CoachRow, width: int) -> list[Line]:
    """` ! 14:31:52 ALERT  sentence … [x] ack`."""
    mark = "!" if row.pending else " "
    head = f" {mark} {row.time} {row.kind:<5} "
    role = "alert" if row.pending else "dim" if row.over else "text"
    text = f"{row.content} {row.falsifier}".strip()
    ack = "[x] ack" if row.pending else ""
    parts = wrap(text, max(width - len(head) - len(ack) - 1, 8)) or [""]
    first: Line = ((head, "alert" if row.pending else "dim"), (parts[0], role if not row.pending else "bright"))
    lines = [spread(first, ((ack, "key"),), width) if ack else first]
    return [*lines, *(((" " * len(head), "text"), (part, "dim" if row.over else "text")) for part in parts[1:])]
