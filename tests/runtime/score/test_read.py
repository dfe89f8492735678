"""The ledger's outcomes as cells."""

from pathlib import Path

import msgspec

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.ledger.database import open_database
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.runtime.score.read import cells_in, facts, scored
from spxcc.runtime.score.run import score_days
from tests.runtime.score.test_decide import days


def test_f45_the_facts_are_kept_until_the_ledger_grows(tmp_path: Path) -> None:
    ledger = OutcomeLedger(open_database(None))
    assert facts(ledger).cells == ()
    score_days(days(), shipped(), ledger, lambda *step: None, draws=5)
    made = facts(ledger)
    assert made == scored(ledger)
    head = ledger.head()
    assert head is not None
    assert ledger.cached(head) == msgspec.json.encode(made)
    assert facts(ledger) == made
    assert all(cell.key.source == "backtest" for cell in made.cells)
    assert cells_in(ledger, forward=True) == {}
    assert scored(ledger, kind="gap_fill").cells == tuple(one for one in made.cells if one.key.kind == "gap_fill")
