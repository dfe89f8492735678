"""The ledger's outcomes as cells."""

from pathlib import Path

import msgspec

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.ledger.database import open_database
from spxcc.ledger.forward_days import DayMinutes, ForwardDays
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.runtime.score.read import cells_in, facts, scored, state_of
from spxcc.runtime.score.run import score_days
from tests.runtime.score.test_decide import days


def test_f45_the_facts_are_kept_until_the_ledger_grows(tmp_path: Path) -> None:
    database = open_database(None)
    ledger, live = OutcomeLedger(database), ForwardDays(database)
    assert facts(ledger, live).cells == ()
    score_days(days(), shipped(), ledger, lambda *step: None, draws=5)
    made = facts(ledger, live)
    assert made == scored(ledger, live)
    head = ledger.head()
    assert head is not None
    assert ledger.cached(state_of(head, live)) == msgspec.json.encode(made)
    assert facts(ledger, live) == made
    assert all(cell.key.source == "backtest" for cell in made.cells)
    assert cells_in(ledger, live, forward=True) == {}
    assert scored(ledger, live, kind="gap_fill").cells == tuple(one for one in made.cells if one.key.kind == "gap_fill")
    live.keep("2025-01-07", DayMinutes(start=(1,), open=(1.0,), high=(1.0,), low=(1.0,), close=(1.0,)))
    assert ledger.cached(state_of(head, live)) is None
