"""Outcomes as they are kept, and what is known from them, on `score`."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import in_company
from spxcc.engines.engine import ResultKey
from spxcc.engines.outcomes.result import OutcomeRow, Resolution
from spxcc.protocol.channel import StateChannel

Source: TypeAlias = Literal["forward", "backtest"]
Grade: TypeAlias = Literal["no data", "anecdote", "indicative", "measured"]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Random entries beside one outcome. r: 16-bit integers, little-endian, in `QUANTUM_R`, −32768 = does not count.

    won: one bit each, first draw in the highest bit.
    """

    count: int
    r: bytes
    won: bytes


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome with what it is measured against. late_r, late_won: the same order entered a minute later."""

    row: OutcomeRow
    control: Sample | None = None
    late_r: float | None = None
    late_won: bool | None = None


class CellKey(msgspec.Struct, frozen=True, order=True):
    """What may be counted together. book: `live`, or which data and settings a backtest was made from."""

    source: Source
    book: str
    kind: str
    rules_version: str
    terms: str
    resolution: Resolution
    shadow: bool


class Month(msgspec.Struct, frozen=True):
    """Outcomes of one month, as YYYY-MM, and their mean in R."""

    month: str
    n: int
    r: float


class CellScore(msgspec.Struct, frozen=True, kw_only=True):
    """One cell. Shares between 0 and 1, results in R net of slip; `None` where there is not enough for the number.

    probability: of T1 before the stop and in time, Beta posterior mean pulled to `null` by twenty outcomes; low, high:
    Wilson 95 % of the wins among n; null: of a driftless walk with the same distances and time; geometric: without a
    limit of time. best: the share if in every ambiguous minute the target had come first. control, control_r: random
    entries of the same days and hours; percentile: of the cell's mean R among their means; p_value: its upper tail, q:
    the same across all cells (Benjamini–Hochberg). r_low, r_high: 95 % by drawing whole days. late_r: entered a minute
    later. walk_r, walk_n: scored forward of what it was chosen on. twins: option twins that were not void, twin_voids:
    those that were, break_even: the share of wins at which they earn nothing.
    """

    key: CellKey
    n: int
    days: int
    wins: int
    probability: float
    low: float
    high: float
    null: float
    geometric: float
    edge: float
    best: float
    r: float
    r_low: float | None
    r_high: float | None
    grade: Grade
    first: str
    last: str
    ambiguous: int = 0
    void: int = 0
    no_fill: int = 0
    by_clock: int = 0
    control: float | None = None
    control_n: int = 0
    control_r: float | None = None
    percentile: float | None = None
    p_value: float | None = None
    q: float | None = None
    exploratory: bool = True
    late_r: float | None = None
    late_n: int = 0
    walk_r: float | None = None
    walk_n: int = 0
    drawdown: float = 0.0
    worst_day: float = 0.0
    without_best: float | None = None
    months: tuple[Month, ...] = ()
    twins: int = 0
    twin_voids: int = 0
    twin_pnl: float | None = None
    break_even: float | None = None

    def __post_init__(self) -> None:
        in_company(self.probability, self.n, self.low, self.high, self.null)


class ScoreResult(msgspec.Struct, frozen=True, kw_only=True):
    """All cells with an outcome. head: the last hash of the ledger that they come from; note: why there are none.

    titles: what each book of a backtest was made from.
    """

    cells: tuple[CellScore, ...] = ()
    head: str | None = None
    note: str | None = None
    titles: dict[str, str] = {}


def cell_of(result: ScoreResult, kind: str, source: Source, rules_version: str | None = None) -> CellScore | None:
    """The cell of a kind that was shown, of these rules or of any; of several that with the most outcomes."""
    found = [
        cell
        for cell in result.cells
        if (cell.key.kind, cell.key.source, cell.key.shadow) == (kind, source, False)
        and rules_version in (None, cell.key.rules_version)
    ]
    return max(found, key=lambda cell: (cell.n, cell.last), default=None)


NOTHING_KNOWN = ScoreResult(note="no outcome yet: a walk without drift is all that is known")
"""Of an empty ledger."""

SCORE: ResultKey[ScoreResult] = ResultKey("score")
SCORE_STATE: StateChannel[ScoreResult] = StateChannel("score", "spx_score", ScoreResult)
