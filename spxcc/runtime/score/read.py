"""The ledger's outcomes as cells: what was measured live, and the backtest that was made last."""

import msgspec

from spxcc.engines.score.cells import score_cells
from spxcc.engines.score.result import NOTHING_KNOWN, CellKey, Scored, ScoreResult
from spxcc.ledger.forward_days import ForwardDays
from spxcc.ledger.outcomes import LIVE, OutcomeLedger
from spxcc.runtime.score.forward import company


def cells_in(ledger: OutcomeLedger, days: ForwardDays, forward: bool = False) -> dict[CellKey, list[Scored]]:
    """Outcomes by cell, those measured live beside random entries of `days`. forward: without the backtest."""
    cells: dict[CellKey, list[Scored]] = {}
    beside = company(days)
    for key, scored in ledger.read("forward", LIVE):
        cells.setdefault(key, []).append(beside(scored))
    books = () if forward else ledger.books()[:1]
    for book in books:
        for key, scored in ledger.read("backtest", book.book):
            cells.setdefault(key, []).append(scored)
    return cells


def scored(
    ledger: OutcomeLedger, days: ForwardDays, forward: bool = False, kind: str | None = None
) -> ScoreResult:  # fmt: skip
    """All cells, or those of one kind; the q values are always across all of them."""
    cells = score_cells(cells_in(ledger, days, forward))
    kept = tuple(cell for cell in cells if kind in (None, cell.key.kind))
    note = None if kept else NOTHING_KNOWN.note
    titles = {} if forward else {book.book: book.title for book in ledger.books()[:1]}
    return ScoreResult(cells=kept, head=ledger.head(), note=note, titles=titles)


def facts(ledger: OutcomeLedger, days: ForwardDays) -> ScoreResult:
    """As `scored` for all, from the cache where neither the ledger nor a kept day has grown since it was made."""
    head = ledger.head()
    if head is None:
        return NOTHING_KNOWN
    state = state_of(head, days)
    body = ledger.cached(state)
    if body is not None:
        try:
            return msgspec.json.decode(body, type=ScoreResult)
        except msgspec.MsgspecError:
            pass
    made = scored(ledger, days)
    ledger.cache(state, msgspec.json.encode(made))
    return made


def state_of(head: str, days: ForwardDays) -> str:
    """Names all that scores are made from: the last hash, and how many minutes of which live days are kept."""
    return f"{head}|{sum(days.counts().values())}"
