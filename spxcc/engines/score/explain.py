"""Where the shares of the score come from: the wins and the null that they are pulled to."""

import re

from spxcc.engines.engine import Asked, Run
from spxcc.engines.score.params import STRENGTH
from spxcc.engines.score.result import CellScore, ScoreResult
from spxcc.engines.why.answers import Evidence, Kind, answer
from spxcc.engines.why.grades import MADE, UNPROVEN
from spxcc.engines.why.result import Explanation, Fact, Grade, Input

PLACE = re.compile(r"cells\.(\d{1,3})\.(probability|edge)")


def explain(run: Run[ScoreResult, None], asked: Asked) -> Explanation | None:
    """`score.cells.<at>.probability` and `.edge`; the other numbers are what they are called."""
    match = PLACE.fullmatch(asked.path)
    if match is None or int(match[1]) >= len(run.result.cells):
        return None
    cell = run.result.cells[int(match[1])]
    null = Input("null", cell.null, "share", "a walk without drift, same distances and time")
    if match[2] == "edge":
        kind = Kind("share", "Measured share less that of a walk without drift.", _grade(cell), "measured - null", 1e-9)
        pair = (Input("measured", cell.probability, "share", f"score.cells.{match[1]}.probability"), null)
        return answer(asked, run.snapshot.as_of, kind, cell.edge, Evidence(pair, facts=_facts(cell)))
    words = "Share of outcomes that reached T1 before the stop and in time, pulled to its null by twenty outcomes."
    kind = Kind("share", words, _grade(cell), "(wins + strength * null) / (n + strength)", 1e-9)
    found = (
        Input("wins", float(cell.wins), "outcomes", "the ledger"),
        Input("n", float(cell.n), "outcomes", "the ledger"),
        null,
        Input("strength", STRENGTH, "outcomes", "the rules"),
    )
    return answer(asked, run.snapshot.as_of, kind, cell.probability, Evidence(found, facts=_facts(cell)))


def _grade(cell: CellScore) -> Grade:
    return MADE if cell.grade == "measured" else UNPROVEN


def _facts(cell: CellScore) -> tuple[Fact, ...]:
    """What a share is never told without."""
    return (
        Fact("source", cell.key.source),
        Fact("outcomes", f"{cell.n} on {cell.days} days, {cell.first} to {cell.last}"),
        Fact("interval", f"{100 * cell.low:.0f}–{100 * cell.high:.0f} %, Wilson 95 %"),
        Fact("null", f"{100 * cell.null:.0f} %"),
        Fact("rules", cell.key.rules_version),
        Fact("grade", cell.grade + (", exploratory" if cell.exploratory else "")),
    )
