"""Where the rank of the net comes from."""

import dataclasses

from spxcc.engines.gex.rank import NO_HISTORY, minute_of
from spxcc.engines.gex.result import HISTORY_FACT
from spxcc.engines.why.formula import recomputed, within
from tests.engines.gex.provenance.boards import asked, both


def test_f35_the_days_behind_the_rank_are_shown_and_give_it() -> None:
    plain = both()
    body = f'{{"minutes": {{"{minute_of(plain.snapshot.as_of)}": [-1e15, -2e15, 1e15, 2e15, 3e15]}}}}'
    run = asked(dataclasses.replace(plain.snapshot, facts={HISTORY_FACT: body}))
    for field, value in (("percentile", 0.4), ("below", 2.0), ("days", 5.0)):
        found = run.why(f"rank.{field}")
        assert found.value == value
        assert len(found.rows) == 5
        again = recomputed(found)
        assert again is not None
        assert within(found, again)
    assert run.board.symbols["SPY"].rank is None


def test_f35_without_days_the_reason_stands_in_its_place() -> None:
    found = both().why("rank.percentile")
    assert (found.value, found.reason) == (None, NO_HISTORY)
