"""The levels panel over the whole screen: each level as it stands and as it stood last in the session before."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spxcc.ui import format as words
from spxcc.ui.panels.levels.view_model import LevelRow, LevelsView
from spxcc.ui.renderables.cells import Line, Run, block, fit, wrap

LABEL = 17
WIDEST = 60
"""Cells of a last column that takes the room to spare."""
BAR = 5


@dataclass(frozen=True, slots=True)
class Column:
    """head over `size` cells, right-aligned unless `left`; columns of the highest `rank` leave first."""

    head: str
    size: int
    cell: Callable[[LevelRow], Run]
    rank: int = 0
    left: bool = False


def _level(row: LevelRow) -> Run:
    return (f"{'►' if row.selected else ' '}{row.label}", "select" if row.selected else row.role)


def _away(row: LevelRow) -> Run:
    role = "dim" if row.distance is None else "up" if row.distance >= 0 else "down"
    return (words.signed(row.distance, 1), role)


def _previous(row: LevelRow) -> Run:
    return (words.price(row.previous, 1), "dim")


def _moved(row: LevelRow) -> Run:
    return (words.signed(None if row.previous is None else row.price - row.previous, 1), "dim")


def _touches(row: LevelRow) -> Run:
    return (words.ABSENT if row.touches is None else str(row.touches), "text")


def _strength(row: LevelRow) -> Run:
    return ("█" * max(round(min(max(row.strength, 0.0), 1.0) * BAR), 1), row.role)


FOOT_FROM = 12
"""Lines from which the foot has room."""
COLUMNS = (
    Column("level", LABEL, _level, left=True),
    Column("latest", 9, lambda row: (words.price(row.price, 1), "bright")),
    Column("previous", 9, _previous, rank=2),
    Column("moved", 8, _moved, rank=5),
    Column("away", 9, _away),
    Column("in E15", 8, lambda row: (words.signed(row.e_units, 1), "dim"), rank=3),
    Column("touches", 8, _touches, rank=2),
    Column("held", 13, lambda row: (row.hold or words.ABSENT, "text"), rank=1),
    Column("age", 6, lambda row: (row.age, "dim"), rank=6),
    Column("grade", 7, lambda row: (row.grade, "dim"), rank=4),
    Column("  strength", 11, lambda row: (f"  {_strength(row)[0]}", row.role), rank=7, left=True),
    Column("source", 30, lambda row: (row.source, "dim"), rank=8, left=True),
)


def draw_full(view: LevelsView, first: int, width: int, height: int) -> list[Line]:
    """`height` lines of `width` cells, nearest level first, from row `first`; then the range ahead."""
    if view.reason is not None:
        return block([((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))], width, height)
    if not view.rows:
        return block([((f" no {view.filtered} level", "dim"),)], width, height)
    columns = columns_for(width)
    foot = [((f" {part}", "dim"),) for part in foot_words(view, width)] if height >= FOOT_FROM else []
    room = max(height - len(foot), 0)
    first = min(first, max(len(view.rows) - 1, 0))
    rows = [head_of(columns), *(line_of(row, columns) for row in view.rows[first : first + max(room - 1, 0)])]
    return [*block(rows, width, room), *block(foot, width, height - room)]


def columns_for(width: int) -> tuple[Column, ...]:
    """The columns that `width` has room for, in their order."""
    for rank in range(max(one.rank for one in COLUMNS), -1, -1):
        kept = tuple(one for one in COLUMNS if one.rank <= rank)
        spare = width - sum(one.size for one in kept)
        if spare >= 0:
            last = kept[-1]
            return (*kept[:-1], replace(last, size=min(last.size + spare, WIDEST))) if last.left else kept
    return tuple(one for one in COLUMNS if one.rank == 0)


def head_of(columns: tuple[Column, ...]) -> Line:
    """Names of the columns."""
    heads = (f" {one.head}" if one.left and not one.head.startswith(" ") else one.head for one in columns)
    return tuple(
        (f"{head:{'<' if one.left else '>'}{one.size}}", "dim") for head, one in zip(heads, columns, strict=True)
    )


def line_of(row: LevelRow, columns: tuple[Column, ...]) -> Line:
    """One level."""
    runs: list[Run] = []
    for one in columns:
        text, role = one.cell(row)
        if one.left:
            lead = "" if one.head.startswith(" ") or one.head == "level" else " "
            runs += fit(((f"{lead}{text}", role),), one.size)
        else:
            runs.append((f"{text:>{one.size}}", role))
    return tuple(runs)


def foot_words(view: LevelsView, width: int) -> list[str]:
    """The range ahead, and what the columns mean."""
    parts = [view.cone_met] if view.cone_met else []
    parts.append(
        "previous: where it stood last in the session before · held: share of touches with an outcome, from five on"
    )
    return [line for part in parts for line in wrap(part, max(width - 2, 1))]
