"""The strikes by date, down to the contracts; and what the last minutes changed, by the samples it is measured from."""

from collections.abc import Callable

import numpy as np

from spxcc.engines.gex.change import Sample
from spxcc.engines.gex.grid import DATES
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.kinds import PER_PERCENT, Kind
from spxcc.engines.gex.provenance.sums import evidence, gamma, within
from spxcc.engines.gex.result import StrikeGrid
from spxcc.engines.why.result import EPOCH_MS, Explanation, Input

HALF_DOLLAR = 0.5
CHANGE = Kind(
    PER_PERCENT,
    "Net gamma exposure now less that of the oldest sample of the last minutes; price, time, volatilities and open "
    "interest are all in it.",
    kinds.NET,
)


def cell(case: Case, row: str, column: str) -> Explanation | None:
    """`grid.net.<row>.<column>`: a strike in one of the nearest dates."""
    grid = case.result.grid
    if grid is None or int(row) >= len(grid.strikes) or int(column) >= len(grid.dates):
        return None
    day = grid.dates[int(column)]
    return _cell(case, grid, int(row), lambda expiry: expiry == day, grid.net[int(row)][int(column)], day)


def later(case: Case, row: str) -> Explanation | None:
    """`grid.later.<row>`: a strike in all dates after those."""
    grid = case.result.grid
    if grid is None or int(row) >= len(grid.strikes):
        return None
    last = grid.dates[-1] if len(grid.dates) == DATES else "9999-99-99"
    return _cell(case, grid, int(row), lambda expiry: expiry > last, grid.later[int(row)], "later dates")


def net(case: Case) -> Explanation | None:
    """`change.net`."""
    change = case.result.change
    if change is None or not case.measured:
        return case.answer(CHANGE, None, None, "nothing is known from half a minute ago or longer")
    now = float(case.own.exposed.net.sum())
    return _difference(case, case.samples, change.net, now, lambda sample: sample.net)


def by_strike(case: Case, row: str) -> Explanation | None:
    """`change.by_strike.<row>`."""
    change, grid = case.result.change, case.result.grid
    if change is None or grid is None or int(row) >= len(change.strikes):
        return None
    strike = change.strikes[int(row)]
    at = grid.strikes.index(strike)
    now = sum(grid.net[at]) + grid.later[at]
    value = change.by_strike[int(row)]
    return _difference(case, case.samples, value, now, lambda sample: dict(zip(sample.strikes, sample.by_strike,
                       strict=True))[strike])  # fmt: skip


def _cell(
    case: Case, grid: StrikeGrid, row: int, wanted: Callable[[str], bool], value: float, what: str
) -> Explanation | None:
    if not case.measured:
        return None
    contracts, strike = case.contracts(), grid.strikes[row]
    days = np.array([wanted(day) for day in contracts.view.book.expiries], dtype=np.bool_)
    there = (contracts.strike == strike) & days[contracts.group]
    amounts = within(gamma(case, contracts, case.own.weights), there)
    found = evidence(contracts, amounts, PER_PERCENT, f"net at {strike:g}, {what}", value, HALF_DOLLAR)
    return case.answer(kinds.NET_GEX, value, found)


def _difference(
    case: Case, samples: tuple[Sample, ...], value: float, now: float, read: Callable[[Sample], float]
) -> Explanation:
    change = case.result.change
    start = None if change is None else next((one for one in samples if one.at == change.since), None)
    if start is None:
        return case.answer(CHANGE, None, None, "the sample that it began with is not kept any more")
    found = (
        Input("now", now, PER_PERCENT, "this run"),
        Input("then", read(start), PER_PERCENT, "the oldest sample"),
        Input("since", float(start.at), EPOCH_MS, "instant of that sample"),
    )
    return case.answer(CHANGE, value, Evidence(expression="now - then", inputs=found, rounding=2 * HALF_DOLLAR))
