"""Title row of a panel: `─ 2 SPX 1m ───────── right ─`."""

from collections.abc import Sequence
from itertools import product

from spxcc.ui.renderables.cells import Line, crop, fit, width_of

RULE = "─"


def title_row(number: int, name: str, rights: Sequence[Line], width: int, focused: bool, extra: Line = ()) -> Line:
    """`width` cells: number, name and `extra` at the left, at the right the first of `rights` that fits (or none)."""
    role = "title_focus" if focused else "title"
    mark = "━" if focused else RULE
    base: Line = ((f"{mark} ", "rule"), (f"{number} ", "key"), (name, role))
    heads = ((*base, (" ", role), *extra), base) if extra else (base,)
    for head, right in [*product(heads, rights), *product(heads, ((),))]:
        tail: Line = ((" ", "rule"), *right, (f" {mark}", "rule")) if right else ()
        room = width - width_of(head) - width_of(tail)
        if room >= 2:
            return (*head, (" ", "rule"), (mark * (room - 1), "rule"), *tail)
    return fit(crop(base, width), width, "rule")
