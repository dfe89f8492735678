"""Chains and positions that several tests of the gex engine use."""

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spxcc.engines.gex.positions import Positions
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.gex_twin import Contract
from tests.fakes.snapshots import make_chain, make_snapshot

Floats = NDArray[np.float64]
EXPIRIES = ("2026-01-14", "2026-01-15", "2026-01-16", "2026-02-20", "2026-06-18")


def smile(k: Floats) -> Floats:
    """A skew as of an index."""
    return 0.15 - 0.3 * k + 1.5 * k * k


def calls_above(strike: Floats) -> Floats:
    return np.round(500 + 3000 * np.exp(-(((strike - 6050) / 60) ** 2)))


def puts_below(strike: Floats) -> Floats:
    return np.round(400 + 3500 * np.exp(-(((strike - 5900) / 80) ** 2)))


def index_chain(spot: float = 6000.0, **changes: Any) -> OptionChain:
    """Five expiries with a skew, calls held above spot and puts below."""
    chain = make_chain(
        spot,
        expiries=EXPIRIES,
        strikes=list(np.arange(5400.0, 6601.0, 10.0)),
        smile=smile,
        call_oi=calls_above,
        put_oi=puts_below,
        tick=0.05,
    )
    return dataclasses.replace(chain, **changes)


def index_snapshot(chain: OptionChain | None = None, **given: Any) -> MarketSnapshot:
    """A snapshot at the time of the quotes with this chain."""
    return make_snapshot(chains={"SPX": index_chain() if chain is None else chain}, **given)


def traded_chain() -> OptionChain:
    """Quotes taken away; call and put of each strike traded at their mids within a minute of their own."""
    chain = index_chain()
    absent = np.full(len(chain), np.nan)
    minute = (chain.strike / 10).astype(np.int64) % 20
    return dataclasses.replace(
        chain,
        last=np.round(0.5 * (chain.bid + chain.ask), 4),
        last_at=chain.ts_event - (minute * 60 + 5) * NANOS_PER_SECOND,
        bid=absent,
        ask=absent,
        quoted_at=np.zeros(len(chain), dtype=np.int64),
    )


def contracts_of(positions: Positions) -> list[Contract]:
    """The positions as single contracts."""
    found: list[Contract] = []
    for at in range(len(positions)):
        for is_call, interest in ((True, positions.call_interest[at]), (False, positions.put_interest[at])):
            found.append(
                Contract(
                    float(positions.strike[at]),
                    is_call,
                    float(positions.years[at]),
                    float(positions.carry[at]),
                    float(positions.sigma[at]),
                    float(interest),
                )
            )
    return found


def some_positions(seed: int = 1, count: int = 60, spot: float = 6000.0) -> Positions:
    """Random positions around `spot`, sorted by strike, in three groups."""
    draw = np.random.default_rng(seed)
    group = draw.integers(0, 3, count)
    strike = np.sort(np.round(draw.normal(spot, 0.02 * spot, count) / 5) * 5)
    return Positions(
        group=group,
        strike=strike,
        years=np.array([0.002, 0.02, 0.3])[group],
        carry=np.array([0.05, 0.03, 0.028])[group],
        sigma=draw.uniform(0.1, 0.3, count),
        call_interest=np.round(draw.uniform(0, 5000, count) * (strike > spot - 100)),
        put_interest=np.round(draw.uniform(0, 5000, count) * (strike < spot + 100)),
        own=draw.uniform(size=count) < 0.7,
        row=np.arange(count),
        has_call=np.ones(count, dtype=np.bool_),
        has_put=np.ones(count, dtype=np.bool_),
    )
