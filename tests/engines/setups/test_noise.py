"""On driftless days no rule has an edge: the share of T1 before the stop is that of the geometry (SETUPS.md 6)."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from spxcc.engines.setups.compute import compute_with
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.result import Setup
from spxcc.market.snapshot import BarColumns, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, World, cut, driftless, upstream_of
from tests.fakes.snapshots import EMPTY, make_session, make_snapshot

DAYS = 100
GRID = 25.0
"""Walls by proxy: the multiples of so many points around the price."""


def worlds(day: NDArray[np.float64]) -> Iterator[World]:
    """A minute's worth each: gates on P⁺ and flow open, VWAP of equal volumes, the flip at VWAP."""
    typical = day[:, 1:].mean(axis=1)
    count = np.arange(1, len(day) + 1)
    mean = np.cumsum(typical) / count
    spread = np.sqrt(np.maximum(np.cumsum(typical**2) / count - mean**2, 1e-6))
    for close, centre, sigma in zip(day[:, 3].tolist(), mean.tolist(), spread.tolist(), strict=True):
        above, below = float(np.ceil(close / GRID) * GRID), float(np.floor(close / GRID) * GRID)
        yield World(call_wall=above, put_wall=below, vwap=centre, vwap_sigma=sigma, flip=(centre, centre))


def play(day: NDArray[np.float64]) -> list[Setup]:
    """Every setup of a day as it ended."""
    starts = OPEN + np.arange(len(day)) * NANOS_PER_MINUTE
    opened, high, low, closes = (np.ascontiguousarray(day[:, at]) for at in range(4))
    whole = BarColumns(starts, opened, high, low, closes, np.ones(len(day)))
    memory, ended = SetupsMemory(), {}
    for minute, world in enumerate(worlds(day)):
        as_of, close = int(starts[minute]) + NANOS_PER_MINUTE, float(day[minute, 3])
        bars = {"SPX": SymbolBars(cut(whole, minute + 1), None, EMPTY, EMPTY, "")}
        snapshot = make_snapshot(as_of, spx=close, spy=None, bars=bars, session=make_session(as_of))
        result, memory = compute_with(snapshot, upstream_of(world, close, as_of), memory, RULES)
        ended.update({setup.id: setup for setup in result.setups})
    return list(ended.values())


def won(setup: Setup) -> bool | None:
    """Whether T1 came before the stop; `None` where neither did."""
    words = [step.reason for step in setup.history]
    if any(reason.startswith("T1 hit") for reason in words):
        return True
    return False if words[-1].startswith(("stopped", "ambiguous")) else None


@pytest.mark.slow
def test_f45_on_noise_t1_is_hit_as_often_as_the_null_says() -> None:
    outcomes: dict[str, list[tuple[bool, float]]] = {}
    for day in driftless(7, DAYS):
        for setup in play(day):
            hit = won(setup)
            if hit is not None and setup.null_probability is not None:
                outcomes.setdefault(setup.kind, []).append((hit, setup.null_probability))
    least = {"fade_at_wall": 300, "mean_reversion": 100, "trend_continuation": 40}
    assert set(outcomes) == set(least)
    for kind, found in outcomes.items():
        shares, nulls = np.array(found, dtype=np.float64).T
        error = float(np.sqrt(np.sum(nulls * (1 - nulls)))) / len(found)
        assert len(found) >= least[kind], kind
        assert abs(float(shares.mean() - nulls.mean())) <= 3 * error, (kind, shares.mean(), nulls.mean(), error)
