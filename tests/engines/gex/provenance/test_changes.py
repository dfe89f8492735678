"""Strikes by date, and what the last minutes changed."""

from tests.engines.gex.provenance.boards import both
from tests.engines.stood import faults_of, stood


def test_f33_the_cells_of_the_grid_come_down_to_the_contracts_of_a_strike_and_a_date() -> None:
    run = both()
    grid = run.board.symbols["SPX"].grid
    assert grid is not None
    found = run.why("grid.net.5.0")
    assert {row.strike for row in found.contributions if row.held} == {grid.strikes[5]}
    assert {row.expiry for row in found.contributions if row.held} == {grid.dates[0]}
    assert abs((found.total or 0.0) - grid.net[5][0]) <= 0.5


def test_f33_the_change_is_that_of_two_samples() -> None:
    value = stood().published["gex:SPX"].change
    assert value is not None
    assert faults_of("gex:SPX", value.net, prefix="change.net") == []
    for at in range(0, len(value.strikes), 7):
        assert faults_of("gex:SPX", value.by_strike[at], prefix=f"change.by_strike.{at}") == []


def test_without_an_older_sample_there_is_no_change_and_a_reason() -> None:
    found = both().why("change.net")
    assert found.value is None
    assert found.reason == "nothing is known from half a minute ago or longer"
