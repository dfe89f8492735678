"""Flips, walls, max pain."""

import numpy as np
import pytest

from spxcc.engines.gex.provenance.contracts import contracts_of
from spxcc.engines.gex.provenance.levels import payout, zero_sum
from spxcc.engines.why.result import adds_up
from tests.engines.gex.provenance.boards import both


def test_at_the_flip_the_book_nets_to_nothing_against_its_gross() -> None:
    found = both().why("flip_point")
    gross = next(fact.value for fact in found.facts if fact.name == "gross at the flip")
    assert isinstance(gross, float)
    assert found.target == 0.0
    assert found.total is not None
    assert abs(found.total) < 1e-3 * gross
    assert found.rounding < 1e-3 * gross


def test_another_price_than_the_flip_would_not_add_up() -> None:
    found = both().why("flip_point")
    slope = next(fact.value for fact in found.facts if fact.name == "slope")
    assert isinstance(slope, float)
    moved = zero_sum(found.contributions, 0.0, slope, None)
    assert moved.rounding == pytest.approx(0.0075 * abs(slope))
    assert abs(slope) > moved.rounding


def test_a_wall_is_the_net_of_its_strike_and_no_strike_of_its_side_has_more() -> None:
    run = both()
    result = run.board.symbols["SPX"]
    found = run.why("call_wall")
    assert result.call_wall is not None
    assert {row.strike for row in found.contributions} == {result.call_wall}
    row = next(row for row in result.by_strike if row.strike == result.call_wall)
    assert found.total == pytest.approx(row.net, rel=1e-9)
    assert found.unit == "index points"
    assert found.total_unit == "USD per +1 %"


def test_ranked_walls_are_by_net_or_by_their_side_alone() -> None:
    run = both()
    result = run.board.symbols["SPX"]
    for at, wall in enumerate(result.put_walls):
        found = run.why(f"put_walls.{at}.gex")
        assert found.value == wall.gex
        assert found.total == pytest.approx(wall.gex, abs=0.5)
        if wall.definition == "gross":
            assert {row.right for row in found.contributions} == {"P"}


def test_max_pain_is_the_price_at_which_the_contracts_pay_least() -> None:
    run = both()
    for row in run.board.symbols["SPX"].by_expiry:
        found = run.why(f"by_expiry.{row.root}.{row.expiry}.max_pain")
        beside = [fact.value for fact in found.facts if fact.name.startswith("paid at")]
        assert len(beside) == 2
        assert all(isinstance(paid, float) and paid >= (found.total or 0.0) for paid in beside)


def test_a_payout_has_one_side() -> None:
    run = both()
    contracts = contracts_of(run.memory.views["SPX"], run.memory.parts["SPX"].positions)
    paid = payout(contracts, 6000.0)
    expected = np.where(contracts.is_call, 6000.0 - contracts.strike, contracts.strike - 6000.0)
    assert (paid == np.maximum(expected, 0.0)).all()


def test_flips_of_scopes_and_views_are_their_own() -> None:
    run = both()
    for path in ("scopes.0dte.flip", "scopes.monthly.flip", "volume_view.flip", "flow_view.flip", "flips.0"):
        found = run.why(path)
        assert adds_up(found)
        assert (found.value is None) == bool(found.reason)
    zero = run.why("scopes.0dte.flip")
    if zero.value is not None:
        assert {row.expiry for row in zero.contributions} == {"2026-01-14"}
