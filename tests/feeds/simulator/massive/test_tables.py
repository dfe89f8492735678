"""Conditions and exchanges."""

from spxcc.feeds.simulator import conditions as drawn
from spxcc.feeds.simulator.massive.market import SHARE_VENUES
from spxcc.feeds.simulator.massive.tables import conditions, exchanges


def test_f30_all_that_the_market_uses_is_in_the_tables() -> None:
    known = {row["id"] for row in conditions()}
    used = {drawn.CANCEL, drawn.SWEEP, *drawn.LATE, *(one for one, _ in (*drawn.SINGLE, *drawn.MULTI))}
    assert used <= known
    assert {drawn.INDEX_VENUE, *drawn.ETF_VENUES, *SHARE_VENUES} <= {row["id"] for row in exchanges()}
    cancel = next(row for row in conditions() if row["id"] == drawn.CANCEL)
    assert not cancel["update_rules"]["consolidated"]["updates_volume"]
