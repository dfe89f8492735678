"""What the copy key puts on the clipboard of a list: its top row in sight, in one line with its source and time."""

from collections.abc import Callable, Mapping

from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.coach.view_model import build as coach
from spxcc.ui.panels.flow.view_model import build as flow
from spxcc.ui.panels.gex.view_model import build as gex
from spxcc.ui.panels.levels.view_model import build as levels
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.state import PanelName

WIDE = 200


def row_text(frame: Frame) -> str | None:
    """Of the focused panel; "" where it shows nothing, `None` where it is no list: there the plan is meant."""
    maker = MAKERS.get(frame.state.focus)
    return None if maker is None else maker(frame, frame.state.row(frame.state.focus))


def _levels(frame: Frame, first: int) -> str:
    rows = levels(frame, first + 1).rows
    if not rows:
        return ""
    row = rows[min(first, len(rows) - 1)]
    away = f"{words.signed(row.distance, 1)} pts away"
    return " · ".join(part for part in (f"{row.label} {words.price(row.price)}", away, row.tests, row.source) if part)


def _flow(frame: Frame, first: int) -> str:
    view = flow(frame, first + 1)
    if view.volumes:
        name, last, day, at = view.volumes[min(first, len(view.volumes) - 1)]
        return f"{name} · last minute {last} · day {day} · {at}"
    if not view.tape:
        return ""
    row = view.tape[min(first, len(view.tape) - 1)]
    parts = (
        f"{row.time} {row.kind} {row.contract} {row.expiry}",
        f"{row.size} at {row.price}",
        row.premium,
        row.side,
        row.how,
    )
    return " · ".join(part for part in parts if part)


def _coach(frame: Frame, first: int) -> str:
    rows = coach(frame, first + 1).rows
    if not rows:
        return ""
    row = rows[min(first, len(rows) - 1)]
    return " · ".join(part for part in (f"{row.time} {row.content}", row.falsifier, row.cites) if part)


def _gex(frame: Frame, first: int) -> str:
    view = gex(frame, WIDE)
    return "" if view.gex is None else " · ".join(text_of(line).strip() for line in view.totals)


MAKERS: Mapping[PanelName, Callable[[Frame, int], str]] = {
    "levels": _levels, "flow": _flow, "coach": _coach, "gex": _gex,
}  # fmt: skip
