"""Combined products: contracts of several chains, each at its own price."""

import numpy as np

from spxcc.engines.gex.params import XSP_RATIO
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.contracts import Contracts, contributions
from spxcc.engines.gex.provenance.kinds import PER_PERCENT
from spxcc.engines.gex.provenance.levels import at_price, zero_sum
from spxcc.engines.gex.provenance.sums import PARTS, Amounts, gamma, part_of, within
from spxcc.engines.gex.result import Combined
from spxcc.engines.why.result import Contribution, Explanation, Fact
from spxcc.market.snapshot import Floats

NONE = "no other product beside it"


def combined(case: Case, part: str) -> Explanation:
    """`combined.net`, `call`, `put`, `gross`."""
    found = case.result.combined
    if found is None or not case.measured:
        return case.answer(PARTS[part], None, None, case.result.combined_reason or NONE)
    rows: list[Contribution] = []
    for symbol in found.symbols:
        contracts = case.contracts(symbol)
        amounts = part_of(contracts, gamma(case, contracts, case.parts[symbol].weights), part)
        rows += contributions(contracts, amounts.held, amounts.greek, amounts.value)
    value = getattr(found, part)
    what = f"{part} of {' + '.join(found.symbols)}"
    return case.answer(PARTS[part], value, Evidence(_sorted(rows), PER_PERCENT, what, value, 0.0, None, _ratios(found)))


def combined_flip(case: Case) -> Explanation:
    """`combined.flip`: every book repriced at the level over its ratio."""
    found = case.result.combined
    if found is None or found.flip is None or not case.measured:
        reason = case.result.combined_reason or NONE if found is None else found.flip_reason
        return case.answer(kinds.FLIP_LEVEL, None, None, reason)
    level, step = found.flip, 1e-4 * found.flip
    rows: list[Contribution] = []
    gross, slope = 0.0, 0.0
    for symbol in found.symbols:
        contracts, ratio = case.contracts(symbol), exact_ratio(case, symbol)
        here, above, below = (_at(case, contracts, symbol, (level + move) / ratio) for move in (0.0, step, -step))
        rows += contributions(contracts, here.held, here.greek, here.value)
        gross += float(np.abs(here.value).sum())
        slope += float(above.value.sum() - below.value.sum()) / (2.0 * step)
    return case.answer(kinds.FLIP_LEVEL, level, zero_sum(_sorted(rows), gross, slope, None))


def combined_wall(case: Case, side: str) -> Explanation:
    """`combined.call_wall` and `combined.put_wall`: contracts whose mapped strike is nearest to the wall's."""
    found = case.result.combined
    value = None if found is None else getattr(found, f"{side}_wall")
    if found is None or value is None or not case.measured:
        return case.answer(kinds.NET_WALL, None, None, case.result.combined_reason or NONE)
    target = next((row.net for row in found.by_strike if row.strike == value), None)
    strikes = case.own.ladder.strike
    rows: list[Contribution] = []
    for symbol in found.symbols:
        contracts = case.contracts(symbol)
        amounts = gamma(case, contracts, case.parts[symbol].weights)
        mapped = nearest_strike(strikes, contracts.strike * exact_ratio(case, symbol))
        there = within(amounts, mapped == value)
        rows += contributions(contracts, there.held, there.greek, there.value)
    found_rows = Evidence(_sorted(rows), PER_PERCENT, f"net at {value:g}", target, 0.0, None, _ratios(found))
    return case.answer(kinds.NET_WALL, value, found_rows)


def nearest_strike(strikes: Floats, prices: Floats) -> Floats:
    """Of `strikes` (ascending) the nearest to each price; half-way goes down."""
    middles = 0.5 * (strikes[1:] + strikes[:-1])
    return strikes[np.searchsorted(middles, prices)]


def exact_ratio(case: Case, symbol: str) -> float:
    """Unrounded ratio of the main product's price to that of `symbol`."""
    if symbol == case.result.symbol:
        return 1.0
    return XSP_RATIO if symbol == "XSP" or case.ratio is None else case.ratio


def _at(case: Case, contracts: Contracts, symbol: str, level: float) -> Amounts:
    parts = case.parts[symbol]
    return at_price(contracts, contracts.held(parts.weights), parts.curves.repricer, level)


def _sorted(rows: list[Contribution]) -> tuple[Contribution, ...]:
    return tuple(sorted(rows, key=lambda row: (-abs(row.value), row.contract)))


def _ratios(found: Combined) -> tuple[Fact, ...]:
    return tuple(Fact(f"SPX over {symbol}", ratio) for symbol, ratio in found.ratios.items())
