"""Titled parts below each other, as many as there is room for, and two blocks side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spxcc.ui.renderables.cells import Line, block, crop, fit, width_of

LEAST_PART = 3
"""Rows below its title from which a part that does not fit is begun."""
PLAIN_SHAPES = str.maketrans("█▒╌▲▼↑↓", "#=0^v^v")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands below the title is made for a width and the rows that are left; no lines = no room for any."""

    title: str
    lines: Callable[[int, int], list[Line]]


def stack(parts: Sequence[Part], first: int, width: int, height: int, plain: bool) -> list[Line]:
    """Parts from `first` on; where they do not all fit the last line names the ones to come."""
    if height <= 0:
        return []
    first = min(max(first, 0), len(parts) - 1)
    lines: list[Line] = []
    for at in range(first, len(parts)):
        room = height - len(lines) - 1
        made = parts[at].lines(width, room - (at + 1 < len(parts)))
        if len(made) > room or not made:
            kept = made[: room - 1] if room > LEAST_PART else []
            part = [title_of(parts[at], width, plain), *kept] if kept else []
            names = ", ".join(one.title.partition("  ")[0] for one in parts[at:])
            return [*block([*lines, *part], width, height - 1), *block([((f" j more: {names}", "dim"),)], width, 1)]
        lines += [title_of(parts[at], width, plain), *made]
    return block(lines, width, height)


def title_of(part: Part, width: int, plain: bool) -> Line:
    """`─ scopes ─────`."""
    name = part.title.translate(PLAIN_SHAPES) if plain else part.title
    start: Line = crop((("─ ", "rule"), (name, "title"), (" ", "rule")), width)
    return (*start, ("─" * max(width - width_of(start), 0), "rule"))


def beside(left: Sequence[Line], right: Sequence[Line], columns: int, width: int) -> list[Line]:
    """Two blocks with a rule between them."""
    edge = ("│", "rule")
    pairs = zip(left, right, strict=True)
    return [fit((*fit(one, columns), edge, *other), width) for one, other in pairs]
