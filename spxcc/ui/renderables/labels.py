"""Which levels a chart names: a budget of labels, same-row levels merged, off-screen ones pinned to the edges."""

from collections.abc import Sequence
from dataclasses import dataclass

from spxcc.ui.renderables.scale import PriceScale

BUDGET = 6
ALWAYS = 10.0
"""A mark of this rank or more is shown beyond the budget."""
NEAR_TIE, HELD = 0.15, 1_000.0
"""By how much a label that is there already outranks the others: as a rule, and while it is held."""
TIGHT_BUDGET = 4
TIGHT_ROWS = 16
JOINT = "·"
"""Between two names; many have a plus of their own (`EM+`, `VW+1`)."""
NAMED = 3
"""Names in one label at the most."""
LINES = {"wall": "─", "flip": "╌", "dyn": "┈", "entry": "━", "stop": "━", "target": "━"}

PLANNED = frozenset({"entry", "stop", "target"})
"""Roles of the selected setup's lines."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A price with a name. `rank` orders what is dropped first: higher stays. line: false where a curve shows it."""

    id: str
    price: float
    label: str
    role: str
    rank: float
    line: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on `row`; `names` of the levels in it, the strongest first; `price` is that one's.

    line: false where all of them are shown by curves; these come last beside others.
    """

    row: int
    price: float
    names: tuple[str, ...]
    role: str
    ids: tuple[str, ...]
    line: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The label with ever fewer names: `CW·PDH·VWAP +2`, `CW·PDH +3`, `CW +4`, `CW`."""
        longest = min(len(self.names), NAMED)
        return (*(self._text(count) for count in range(longest, 0, -1)), self.names[0])

    def _text(self, count: int) -> str:
        more = len(self.names) - count
        return JOINT.join(self.names[:count]) + (f" +{more}" if more else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """Lines on the plot, and the nearest mark beyond each edge."""

    placed: tuple[Placed, ...] = ()
    above: Mark | None = None
    below: Mark | None = None

    @property
    def ids(self) -> frozenset[str]:
        """Marks that got a label; handed back next time, they keep it unless clearly outranked."""
        return frozenset(one for placed in self.placed for one in placed.ids)


def plan_labels(
    marks: Sequence[Mark],
    scale: PriceScale,
    last: float | None,
    kept: frozenset[str] = frozenset(),
    held: bool = False,
) -> Plan:
    """Choose and merge. Nearness to `last` and rank decide; a mark that had a label keeps it on a near tie.

    held: it keeps it whatever the others are worth (for the first seconds after a change).
    """
    bonus = HELD if held else NEAR_TIE
    reference = last if last is not None else (scale.low + scale.high) / 2
    span = max(scale.high - scale.low, 1e-9)
    budget = TIGHT_BUDGET if scale.rows < TIGHT_ROWS else BUDGET

    rows: dict[int, list[tuple[float, Mark]]] = {}
    for mark in marks:
        row = scale.row(mark.price)
        if row is not None:
            worth = mark.rank - abs(mark.price - reference) / span + (bonus if mark.id in kept else 0.0)
            rows.setdefault(row, []).append((-worth, mark))
    ranked = sorted([(min(group, key=_weight), row, group) for row, group in rows.items()], key=lambda one: one[0][0])
    budget += sum(any(mark.rank >= ALWAYS for _, mark in group) for _, _, group in ranked)
    placed = [_merge(row, [mark for _, mark in sorted(group, key=_order)]) for _, row, group in ranked[:budget]]
    above = [mark for mark in marks if mark.price > scale.high]
    below = [mark for mark in marks if mark.price < scale.low]
    return Plan(
        tuple(sorted(placed, key=lambda one: one.row)),
        min(above, key=lambda mark: mark.price, default=None),
        max(below, key=lambda mark: mark.price, default=None),
    )


def _weight(weighed: tuple[float, Mark]) -> float:
    return weighed[0]


def _order(weighed: tuple[float, Mark]) -> tuple[bool, float]:
    return not weighed[1].line, weighed[0]


def _merge(row: int, group: Sequence[Mark]) -> Placed:
    first = group[0]
    names = tuple(dict.fromkeys(mark.label for mark in group))
    return Placed(row, first.price, names, first.role, tuple(mark.id for mark in group), first.line)
