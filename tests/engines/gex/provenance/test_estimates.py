"""Numbers that are no sums of exposures."""

import pytest

from spxcc.engines.gex import params
from spxcc.engines.gex.explain import explain
from tests.engines.gex.provenance.boards import asked, both
from tests.fakes.snapshots import make_snapshot


def test_the_band_tells_its_draws_and_has_no_contracts() -> None:
    run = both()
    band = run.board.symbols["SPX"].band
    assert band is not None
    found = run.why("band.p10")
    facts = {fact.name: fact.value for fact in found.facts}
    assert (found.value, found.unit, found.contributions) == (band.p10, "USD per +1 %", ())
    assert facts["draws"] == params.DRAWS
    assert facts["sd of a whole side"] == params.TILT_SD
    assert facts["p90"] == band.p90
    assert run.why("band.p_plus").unit == "share of draws"
    assert run.why("band.flip_p10").unit == "index points"


def test_coverage_lists_what_entered_and_what_did_not() -> None:
    run = both()
    coverage = run.board.symbols["SPX"].coverage
    assert coverage is not None
    found = run.why("coverage.oi_used_share")
    assert found.total == pytest.approx(coverage.oi_used_share, abs=5e-7)
    assert found.contracts == coverage.contracts_used
    assert len(found.excluded) == coverage.contracts_total - coverage.contracts_used
    shared = sum(row.open_interest or 0.0 for row in found.contributions)
    assert shared + sum(row.open_interest for row in found.excluded) == coverage.oi_total
    assert run.why("coverage.contracts_used").value == coverage.contracts_used


def test_the_move_names_its_expiry_and_volatility() -> None:
    run = both()
    facts = {fact.name: fact.value for fact in run.why("expected_move.one_sd").facts}
    assert facts["to the settlement of"] == "SPXW 2026-01-14"
    assert facts["at-the-money volatility"] == run.board.symbols["SPX"].atm_iv
    assert run.why("expected_move.straddle").contracts == 2


def test_a_forward_says_how_it_was_found() -> None:
    run = both()
    found = run.why("by_expiry.SPXW.2026-01-16.forward")
    facts = {fact.name: fact.value for fact in found.facts}
    assert facts["forward by"] == "parity"
    assert isinstance(facts["strikes of the parity"], float)
    assert run.why("by_expiry.SPXW.2026-01-16.minutes").unit == "minutes"


def test_the_spot_says_its_source_and_age_and_its_absence_why() -> None:
    found = both().why("spot")
    facts = {fact.name: fact.value for fact in found.facts}
    assert (found.value, facts["source"], facts["age"]) == (6000.0, "index", 0.0)
    nothing = asked(make_snapshot())
    absent = explain(nothing.snapshot, nothing.board, nothing.memory, "gex:SPX", "spot")
    assert absent is not None
    assert (absent.value, absent.reason) == (None, "no SPX option chain yet")
