"""The flow panel."""

from collections.abc import Mapping
from dataclasses import replace

from rich.style import Style

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.engines.stances.result import FLOW_STANCE
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import REASONS, Panel
from spxcc.ui.panels.flow.full import draw_full
from spxcc.ui.panels.flow.stats import bar_of, stats_of
from spxcc.ui.panels.flow.view_model import FlowView, TapeRow, build
from spxcc.ui.renderables.cells import Line, block, fit, wrap
from spxcc.ui.safe import CONNECTION

BALANCE_HEIGHT, BALANCE_WIDTH = 10, 34
"""From this size the last row shows what was bought against what was sold."""


class FlowPanel(Panel):
    """Tape of classified prints, newest first."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        names = {FLOW_ALERT.name, FLOW_STANCE.name, FLOW_SUMMARY.name, REASONS, CONNECTION}
        super().__init__("flow", inks, frozenset(names))
        self._view: FlowView | None = None

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """What the rows are, and the filter."""
        view = self._view = build(frame, frame.state.row("flow") + max(self.size.height, 1))
        label: Line = ((view.label, "dim"),) if view.label else ()
        short: Line = (("e ", "key"), (f"filter: {view.filtered}", "dim"))
        return "FLOW", label, ((*short, ("  E ", "key"), ("least premium", "dim")), short)

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Totals above, the tape below; zoomed the full view."""
        view, first, plain = self._view or build(frame), frame.state.row("flow"), frame.options.glyphs == "ascii"
        if frame.state.zoomed:
            return draw_full(view, stats_of(frame), first, width, height, plain)
        return draw(view, first, width, height, plain)


def draw(view: FlowView, first: int, width: int, height: int, plain: bool = False) -> list[Line]:
    """Window totals where there is room, then rows from `first`, then what was bought against what was sold."""
    if view.balance is not None and view.reason is None and height >= BALANCE_HEIGHT and width >= BALANCE_WIDTH:
        above = draw(replace(view, balance=None), first, width, height - 1, plain)
        return [*block(above, width, height - 1), balance_line(view.balance, width, plain)]
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


def balance_line(balance: tuple[int, float, float], width: int, plain: bool) -> Line:
    """` 15m bought 5.3M ████████▒▒▒▒▒ 3.7M sold`."""
    minutes, bought, sold = balance
    left, right = f" {minutes}m bought {words.dollars(bought)} ", f" {words.dollars(sold)} sold"
    room = max(width - len(left) - len(right), 0)
    return fit(((left, "dim"), *bar_of((bought, sold, 0.0), bought + sold, room, plain), (right, "dim")), width)


def tape_line(row: TapeRow, width: int) -> Line:
    """` 14:32:05 SWP C 6,900   420  4.10  172K ↑ bought`; columns leave from the right as it narrows."""
    columns: list[tuple[str, str, int]] = [
        (f"{'►' if row.selected else ' '}{row.time} ", "bright" if row.selected else "dim", 0),
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
