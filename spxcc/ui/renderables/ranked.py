"""Lines made of parts that are shown whole or not at all: what matters most is seated first where room is short."""

from collections.abc import Sequence
from typing import TypeAlias

from spxcc.ui.renderables.cells import Line, width_of

Part: TypeAlias = tuple[int, Line]
"""(rank, cells); the lowest rank is seated first, of equal ones the first."""


def ranked(parts: Sequence[Part], width: int | None) -> Line:
    """The parts that have room in `width`, in their order; `None` = all. Those of rank 0 stay where they do not fit."""
    room = 0 if width is None else width
    kept: set[int] = set()
    for at in sorted(range(len(parts)), key=lambda one: parts[one][0]):
        rank, line = parts[at]
        size = width_of(line)
        if width is None or rank == 0 or size <= room:
            kept.add(at)
            room -= size
    return tuple(run for at in sorted(kept) for run in parts[at][1])
