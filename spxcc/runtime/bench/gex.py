"""What the numbers of the gex engine cost on 13,000 live contracts, against a published method in the same run."""

import dataclasses
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.compute import ENGINE
from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.measure import Given, band_of, measure_chain
from spxcc.engines.gex.methods.gflows import profiles
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures
from spxcc.engines.gex.sensitivities import sensitivity_curves
from spxcc.engines.gex.tables import make_ladder
from spxcc.market.snapshot import MarketSnapshot
from spxcc.runtime.bench.chain import snapshot
from spxcc.runtime.bench.figure import Figure, ratio
from spxcc.runtime.bench.timing import timed

STRIKES, EXPIRIES = 212, 31
LEVELS, REACH = 300, 0.15
TEN_YEAR = 0.0361
RECOMPUTE_MS, FASTER, SPOT_MS, REFRESH_MS, BAND_MS = 250.0, 8.0, 2.0, 500.0, 150.0


def gex_figures(quick: bool) -> Iterable[Figure]:
    """The engine as it runs, then its parts beside gflows' method, all in processor time."""
    repeats = 7 if quick else 9
    market = snapshot(EXPIRIES, STRIKES)
    chain = market.chains["SPX"]
    size = f"{len(chain):,} contracts"
    one = timed(partial(_whole, snapshot(1, STRIKES)), repeats)
    yield Figure("gex: one expiry", "ms", one, f"{2 * STRIKES:,} contracts, everything anew")
    whole = timed(partial(_whole, market), repeats)
    yield Figure("gex: whole chain", "ms", whole, f"{size}, everything anew", RECOMPUTE_MS)
    view = view_market(market, chain, None, DEFAULTS)
    refresh = timed(partial(view_market, market, chain, None, DEFAULTS), repeats)
    yield Figure("gex: volatilities, forwards", "ms", refresh, f"{size}, from the quotes", REFRESH_MS)
    measured = measure_chain(market, chain, DEFAULTS, Given(before=view))
    parts = measured.parts
    if parts is None:
        raise AssertionError(f"the synthetic chain is refused: {measured.result.reason}")

    def at_spot() -> object:
        return make_ladder(parts.positions, exposures(parts.positions, parts.spot, DEFAULTS.rate, parts.weights))

    yield Figure("gex: at another spot", "ms", timed(at_spot, repeats, 10), "gamma, vanna, charm by strike", SPOT_MS)
    band = timed(partial(band_of, market, view, parts, DEFAULTS), repeats)
    yield Figure("gex: band", "ms", band, "256 draws, all expiries", BAND_MS)
    levels = parts.spot * np.linspace(1.0 - REACH, 1.0 + REACH, LEVELS)
    ours, theirs = _alternating(
        partial(sensitivity_curves, parts.positions, parts.weights, levels, DEFAULTS.rate),
        partial(profiles, _with_vendor(market).chains["SPX"], market.as_of, parts.spot, TEN_YEAR),
        3 if quick else repeats,
    )
    mine = Figure("gex: gamma, vanna, charm", "ms", ours, f"{size}, {LEVELS} levels, volatilities kept")
    gflows = Figure("gex: by gflows' method", "ms", theirs, f"{size}, {LEVELS} levels, all contracts")
    yield mine
    yield gflows
    yield ratio("gex: gflows over ours", gflows, mine, "same run, alternating", FASTER)


def _whole(market: MarketSnapshot) -> object:
    return ENGINE.compute(market, Upstream(), ENGINE.initial())


def _with_vendor(market: MarketSnapshot) -> MarketSnapshot:
    """The same market with volatilities of a vendor, which that method takes."""
    chain = market.chains["SPX"]
    sigma = 0.14 + 0.25 * np.abs(np.log(chain.strike / float(market.prices["SPX"].price)))
    return dataclasses.replace(market, chains={"SPX": dataclasses.replace(chain, vendor_iv=sigma)})


def _alternating(
    one: Callable[[], object], other: Callable[[], object], repeats: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    first, second = list[float](), list[float]()
    for _ in range(repeats):
        first += timed(one, 1)
        second += timed(other, 1)
    return tuple(first), tuple(second)
