"""Hedge flows by contract."""

import pytest

from tests.engines.gex.provenance.boards import both


def test_causes_of_every_contract_add_up_to_its_flow() -> None:
    run = both()
    for at in (1, 6, 9):
        by_cause = {
            cause: {row.contract: row.value for row in run.why(f"hedge_flows.{at}.{cause}").contributions}
            for cause in ("flow", "gamma", "charm", "vanna", "residual")
        }
        for name, flow in list(by_cause["flow"].items())[::61]:
            parts = [by_cause[cause][name] for cause in ("gamma", "charm", "vanna", "residual")]
            assert sum(parts) == pytest.approx(flow, rel=1e-9, abs=1e-3)


def test_the_scenario_is_told() -> None:
    run = both()
    flow = run.board.symbols["SPX"].hedge_flows[9]
    found = run.why("hedge_flows.9.flow")
    facts = {fact.name: fact.value for fact in found.facts}
    assert facts["move of spot"] == flow.spot_share
    assert facts["change of volatility"] == flow.vol_points
    assert facts["time passed"] == pytest.approx(flow.minutes, abs=1e-3)
    assert found.rounding == 0.5


def test_dealers_long_of_gamma_sell_into_a_rise() -> None:
    found = both().why("hedge_flows.5.gamma")
    assert all((row.value < 0) == (row.held > 0) for row in found.contributions if row.value)
