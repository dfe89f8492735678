"""Time of one full recompute of the gex engine, against a loose budget."""

import time

import numpy as np

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.compute import ENGINE
from tests.engines.gex.books import calls_above, puts_below, smile
from tests.fakes.snapshots import make_chain, make_snapshot

BUDGET_S = 0.5
"""Twice what the specification allows on its machine; measured here it takes a tenth of it."""


def test_a_chain_of_eight_thousand_contracts() -> None:
    expiries = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4, 5) for day in (14, 16, 20, 27)]
    strikes = np.linspace(5000.0, 7000.0, 212).tolist()
    chain = make_chain(
        6000.0, expiries=expiries, strikes=strikes, smile=smile, call_oi=calls_above, put_oi=puts_below, tick=0.05
    )
    snapshot = make_snapshot(chains={"SPX": chain})
    spent: list[float] = []
    for _ in range(3):
        begin = time.perf_counter()
        board, _ = ENGINE.compute(snapshot, Upstream(), ENGINE.initial())
        spent.append(time.perf_counter() - begin)
    assert len(chain) == 8480
    assert board.symbols["SPX"].reason is None
    assert min(spent) < BUDGET_S
