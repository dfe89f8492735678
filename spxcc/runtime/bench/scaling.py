"""How the cost of the gex engine grows with the chain."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.compute import ENGINE
from spxcc.market.snapshot import MarketSnapshot
from spxcc.runtime.bench.chain import snapshot
from spxcc.runtime.bench.figure import TOO_SHORT, Figure, absent
from spxcc.runtime.bench.timing import timed

EXPIRIES = 31
STRIKES = ((16, 25.0), (52, 15.5), (161, 5.0), (484, 1.75), (1_613, 0.5))
"""Strikes of each expiry and points between them: a thousand contracts to a hundred thousand by closer strikes, because
more of them far away would have no open interest and cost nothing."""
QUICK_SIZES, REPEATS = 3, 7
EXPONENT = 1.1
"""The most that the growth may be: 1 is linear."""


def scaling_figures(quick: bool) -> Iterable[Figure]:
    """Everything anew at each size, in processor time, then the exponent of growth between the sizes."""
    found: list[tuple[int, float]] = []
    for strikes, spacing in STRIKES[:QUICK_SIZES] if quick else STRIKES:
        market = snapshot(EXPIRIES, strikes, spacing)
        contracts = len(market.chains["SPX"])
        figure = Figure(f"scaling: gex {contracts:,}", "ms", timed(partial(_whole, market), REPEATS), "everything anew")
        found.append((contracts, figure.median))
        yield figure
    how = f"log time over log contracts, {found[0][0]:,} to {found[-1][0]:,}; 1 is linear"
    yield grown("scaling: gex exponent", found, how, EXPONENT)


def grown(name: str, points: Sequence[tuple[float, float]], how: str, budget: float) -> Figure:
    """The exponent of (size, cost) as a figure; absent where a cost is too short to be measured."""
    if any(cost <= 0.0 for _, cost in points):
        return absent(name, "", TOO_SHORT)
    return Figure(name, "", (exponent(points),), how, budget)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of size by which the cost grows: slope of the least squares line of log cost over log size.

    Raises ValueError for fewer than two sizes, or sizes and costs that are not above zero.
    """
    sizes, costs = np.array(points, dtype=float).reshape(-1, 2).T
    if len(np.unique(sizes)) < 2 or np.any(sizes <= 0.0) or np.any(costs <= 0.0):
        raise ValueError(f"expected two sizes or more, and sizes and costs above zero, found {list(points)}")
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def _whole(market: MarketSnapshot) -> None:
    board, _ = ENGINE.compute(market, Upstream(), ENGINE.initial())
    if board.reason is not None:
        raise AssertionError(f"the synthetic chain is refused: {board.reason}")
