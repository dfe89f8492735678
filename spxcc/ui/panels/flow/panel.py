"""The flow panel."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import REASONS, Panel
from spxcc.ui.panels.flow.view_model import FlowView, TapeRow, build
from spxcc.ui.renderables.cells import Line, fit, wrap
from spxcc.ui.safe import CONNECTION


class FlowPanel(Panel):
    """Tape of classified prints, newest first."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        names = {FLOW_ALERT.name, FLOW_SUMMARY.name, REASONS, CONNECTION}
        super().__init__("flow", inks, frozenset(names))
        self._view: FlowView | None = None

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """What the rows are, and the filter."""
        view = self._view = build(frame, frame.state.row("flow") + self.size.height)
        label: Line = ((view.label, "dim"),) if view.label else ()
        return "FLOW", label, ((("e ", "key"), (f"filter: {view.filtered}", "dim")),)

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Totals above, the tape below."""
        return draw(self._view or build(frame), frame.state.row("flow"), width, height)


def draw(view: FlowView, first: int, width: int, height: int) -> list[Line]:
    """Window totals where there is room, then rows from `first`."""
    lines: list[Line] = []
    if height >= 8:
        lines += [((f" {full if len(full) < width else short}", "dim"),) for full, short in view.windows[:2]]
    if view.reason is not None:
        return [*lines, *(((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1)))]
    room = max(height - len(lines), 0)
    if view.volumes:
        header: Line = ((f" {'contract':<15}{'last min':>9}{'day':>9}  at", "dim"),)
        rows = view.volumes[first : first + max(room - 1, 0)]
        body = [((f" {name:<15}{last:>9}{day:>9}  {at}", "text"),) for name, last, day, at in rows]
        return [*lines, header, *body]
    return [*lines, *(tape_line(row, width) for row in view.tape[first : first + room])]


def tape_line(row: TapeRow, width: int) -> Line:
    """` 14:32:05 SWP C 6,900   420  4.10  172K ↑ bought`; columns leave from the right as it narrows."""
    columns: list[tuple[str, str, int]] = [
        (f"{'▸' if row.selected else ' '}{row.time} ", "bright" if row.selected else "dim", 0),
        (f"{row.kind} ", "warn" if row.kind == "SWP" else "text", 0),
        (f"{row.contract:<8} ", "text", 0),
        (f"{row.size:>6} ", "text", 2),
        (f"{row.price:>7} ", "dim", 4),
        (f"{row.premium:>5} ", "bright", 0),
        (f"{row.arrow} ", row.role, 0),
        (f"{row.side:<6} ", row.role, 3),
        (row.note, "dim", 5),
    ]
    for level in (5, 4, 3, 2, 0):
        kept = [(text, role) for text, role, rank in columns if rank <= level]
        if sum(len(text) for text, _ in kept) <= width:
            return fit(tuple(kept), width)
    return fit(tuple((text, role) for text, role, rank in columns if rank == 0), width)
