"""Numbers that are no sums of exposures."""

import dataclasses

import pytest

from spxcc.engines.gex import measure, params
from spxcc.engines.gex.band import Ensemble, sign_band
from spxcc.engines.gex.explain import explain
from spxcc.engines.gex.positions import Positions, Weights
from spxcc.engines.gex.result import Band
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


def test_the_seed_that_is_told_is_that_of_the_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    run, seeds = both(), []

    def noted(positions: Positions, spot: float, ensemble: Ensemble, weights: Weights | None = None) -> Band:
        seeds.append(ensemble.seed)
        return sign_band(positions, spot, ensemble, weights)

    monkeypatch.setattr(measure, "sign_band", noted)
    later = dataclasses.replace(run.snapshot, as_of=run.snapshot.as_of + 61_000_000_000)
    for snapshot in (run.snapshot, later):
        measure.band_of(snapshot, run.memory.views["SPX"], run.memory.parts["SPX"], params.DEFAULTS)
        found = explain(snapshot, run.board, run.memory, "gex:SPX", "band.p10")
        assert found is not None
        told = next(fact.value for fact in found.facts if fact.name == "seed")
        assert told == "2026-01-14, the session, and for its noise the strike: the same draws all day"
    assert seeds == [(20260114,), (20260114,)]


def test_coverage_lists_what_entered_and_what_did_not() -> None:
    run = both()
    coverage = run.board.symbols["SPX"].coverage
    assert coverage is not None
    found = run.why("coverage.oi_valid_share")
    assert found.total == pytest.approx(coverage.oi_valid_share, abs=5e-7)
    filled = run.why("coverage.oi_filled_share")
    assert filled.total == pytest.approx(coverage.oi_filled_share, abs=5e-7)
    assert coverage.iv_filled > 0
    assert found.contracts == coverage.contracts_used - coverage.iv_filled
    assert len(found.excluded) == coverage.contracts_total - coverage.contracts_used
    whole = run.why("coverage.oi_used_share")
    shared = sum(row.open_interest or 0.0 for row in whole.contributions)
    assert shared + sum(row.open_interest for row in whole.excluded) == coverage.oi_total
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
