"""Growth of cost with size."""

from pathlib import Path

import pytest

from spxcc.runtime.bench import growth
from spxcc.runtime.bench.growth import Market, draw_cost, growth_figures, message_cost, record_cost, tick_cost


def test_between_two_refreshes_the_chain_is_not_measured_again() -> None:
    market = Market(16, 25.0)
    market.refresh()
    runs = market.pipeline.graph.state().last_run["gex"]
    market.ticks()
    assert market.pipeline.graph.state().last_run["gex"] == runs == market.now
    assert market.pipeline.counts["IndexTick"] == growth.TICKS + 1
    assert tick_cost(market) > 0.0
    assert market.pipeline.graph.state().last_run["gex"] == market.now > runs


def test_each_cost_is_of_work_that_is_done(tmp_path: Path) -> None:
    assert draw_cost(10) > 0.0
    assert message_cost(3) > 0.0
    assert record_cost(tmp_path, 20) > 0.0
    assert list(tmp_path.iterdir()) == []


def test_every_curve_ends_with_its_exponent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "STRIKES", ((16, 25.0), (32, 15.5)))
    monkeypatch.setattr(growth, "DRAWN", (5, 10))
    monkeypatch.setattr(growth, "MESSAGES", (5, 10))
    monkeypatch.setattr(growth, "RECORDED", (50, 100))
    found = {one.name: one for one in growth_figures(True)}
    budgets = {name: one.budget for name, one in found.items() if one.budget is not None}
    assert budgets == {
        "growth: tick, contracts, exponent": growth.FLAT, "growth: strikes drawn, exponent": growth.LINEAR,
        "growth: messages, exponent": growth.LINEAR, "growth: recorded events, exponent": growth.LINEAR,
    }  # fmt: skip
    assert len(found["growth: tick, contracts 992"].samples) == growth.QUICK_ROUNDS
