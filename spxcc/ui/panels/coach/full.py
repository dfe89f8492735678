"""The coach panel over the whole screen: what was said, what it rested on, and what became of it."""

from spxcc.ui.panels.coach.view_model import CoachRow, CoachView
from spxcc.ui.renderables.cells import Line, block, wrap, wrap_items

INDENT = 18
NARROW = 60
"""Columns from which what belongs to a message stands under its sentence, not under its time."""
ROLES = {"×": "down", "✓": "up", "○": "warn"}
NO_CITE = "no numeral, so nothing is cited"


def draw_full(view: CoachView, first: int, width: int, height: int) -> list[Line]:
    """`height` lines of `width` cells, from message number `first`."""
    if view.reason is not None:
        return block([((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))], width, height)
    lines: list[Line] = []
    for row in view.rows[min(first, max(len(view.rows) - 1, 0)) :]:
        if len(lines) >= height:
            break
        lines += message_lines(row, width)
    return block(lines, width, height)


def message_lines(row: CoachRow, width: int) -> list[Line]:
    """Sentence, falsifier, outcome, cites."""
    indent = INDENT if width >= NARROW else 3
    room = max(width - indent - 1, 8)
    head = f" {'!' if row.pending else ' '} {row.time} {row.kind:<5}"
    role = "bright" if row.pending else "text"
    sentence = wrap(row.content, room) or [""]
    lines: list[Line] = []
    if width >= NARROW:
        lines.append(((f"{head:<{INDENT}}", "alert" if row.pending else "dim"), (sentence.pop(0), role)))
    else:
        lines.append(((head, "alert" if row.pending else "dim"), ("  [x] ack" if row.pending else "", "key")))
    lines += _under(sentence, indent, role)
    lines += _under(wrap(row.falsifier, room), indent, "text")
    graded = wrap(f"{row.mark} {row.grade}", room)
    lines += _under(graded, indent, ROLES.get(row.mark, "dim"))
    return [*lines, *_under(wrap_items(f"cites {row.cites}" if row.cites else NO_CITE, room), indent, "dim")]


def _under(parts: list[str], indent: int, role: str) -> list[Line]:
    return [((" " * indent, "text"), (part, role)) for part in parts]
