"""Exposure by strike and date: against a loop, and against what is published by strike and by expiry."""

import dataclasses
from collections import defaultdict

import pytest

from spxcc.engines.gex.grid import DATES, STRIKES, strike_grid
from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures, make_positions
from spxcc.engines.gex.result import StrikeGrid
from spxcc.engines.gex.tables import make_ladder
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import EXPIRIES, calls_above, index_chain, index_snapshot, puts_below
from tests.engines.gex.test_measure import result_of
from tests.fakes.snapshots import make_chain

Cells = dict[tuple[float, str], float]


def both(chain: OptionChain) -> tuple[StrikeGrid, Cells]:
    """The grid, and the same sums over the positions one by one."""
    view = view_market(index_snapshot(chain), chain, None, DEFAULTS)
    assert view.valuation is not None
    assert view.surface is not None
    assert view.forwards is not None
    positions = make_positions(view.book, view.surface, view.valuation.years, view.forwards.carry)
    exposed = exposures(positions, view.valuation.spot, DEFAULTS.rate)
    sums: Cells = defaultdict(float)
    for at in range(len(positions)):
        day = view.book.expiries[positions.group[at]]
        sums[float(positions.strike[at]), day if day in EXPIRIES[:DATES] else "later"] += float(exposed.net[at])
    grid = strike_grid(view.book, positions, exposed, make_ladder(positions, exposed), view.valuation.spot)
    return grid, sums


def test_every_cell_equals_the_loop() -> None:
    grid, sums = both(index_chain())
    assert grid.dates == EXPIRIES[:DATES]
    assert len(grid.strikes) == len(grid.net) == len(grid.later) == STRIKES
    for strike, row, later in zip(grid.strikes, grid.net, grid.later, strict=True):
        assert row == pytest.approx([sums[strike, day] for day in grid.dates], abs=0.51)
        assert later == pytest.approx(sums[strike, "later"], abs=0.51)


def test_its_rows_add_up_to_the_strikes_and_stand_around_spot() -> None:
    result = result_of(index_chain())
    grid, spot = result.grid, result.spot
    assert grid is not None
    assert spot is not None
    by_strike = {row.strike: row.net for row in result.by_strike}
    for strike, row, later in zip(grid.strikes, grid.net, grid.later, strict=True):
        assert sum(row) + later == pytest.approx(by_strike[strike], abs=3.0)
    above = sum(strike > spot for strike in grid.strikes)
    assert abs(above - STRIKES // 2) <= 1
    assert list(grid.strikes) == sorted(grid.strikes)


def test_two_roots_of_one_date_are_one_column() -> None:
    chain = index_chain()
    morning = tuple("SPX" if day == EXPIRIES[3] and at % 2 else root
                    for at, (root, day) in enumerate(zip(chain.roots, chain.expiries, strict=True)))  # fmt: skip
    grid, sums = both(dataclasses.replace(chain, roots=morning))
    assert grid.dates == EXPIRIES[:DATES]
    assert sum(map(sum, grid.net)) == pytest.approx(
        sum(value for (strike, day), value in sums.items() if day != "later" and strike in grid.strikes), abs=150
    )


def test_a_short_book_has_what_it_has() -> None:
    strikes = [float(strike) for strike in range(5950, 6051, 10)]
    grid, _ = both(make_chain(expiries=EXPIRIES[:2], strikes=strikes, call_oi=calls_above, put_oi=puts_below))
    assert grid.dates == EXPIRIES[:2]
    assert len(grid.strikes) == 11
    assert all(len(row) == 2 for row in grid.net)
    assert set(grid.later) == {0.0}
