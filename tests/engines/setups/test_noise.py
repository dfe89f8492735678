"""On driftless days no rule has an edge: the share of T1 before the stop is that of the geometry (SETUPS.md 6)."""

from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from spxcc.engines.setups.compute import compute_with
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.memory import FOREVER, SetupsMemory
from spxcc.engines.setups.params import RULES, Rules
from spxcc.engines.setups.position import fill, resolve
from spxcc.engines.setups.result import Setup
from spxcc.market.candles import Candle
from spxcc.market.snapshot import BarColumns, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.engines.setups.days import OPEN, World, cut, driftless, swings, upstream_of
from tests.fakes.snapshots import EMPTY, make_session, make_snapshot

DAYS = 55
S = msgspec.structs.replace
OPEN_ALL_DAY = Rules(common=S(RULES.common, cool_down_min=0, opening_min=0))
"""Hours and cool-downs only thin the sample; what happens after a trigger does not know of them."""
GRID = 25.0
"""Walls by proxy: the multiples of so many points around the price."""
session_at = cache(make_session)
"""All days have the same minutes."""


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
        snapshot = make_snapshot(as_of, spx=close, spy=None, bars=bars, session=session_at(as_of))
        result, memory = compute_with(snapshot, upstream_of(world, close, as_of), memory, OPEN_ALL_DAY, swings())
        ended.update({setup.id: setup for setup in result.setups})
    return list(ended.values())


def entered(bars: Sequence[Candle], start: int, sign: int, risk: float, reward: float) -> bool:
    """Whether T1 comes before the stop for an entry at the open of the bar `start`."""
    entry = bars[start].open + sign * RULES.common.slip
    blueprint = Blueprint(entry=entry, stop=entry - sign * risk, t1=(entry + sign * reward,))
    trade, _ = fill(sign, blueprint, bars[start].open, to_millis(bars[start].start), RULES.common)
    assert trade is not None
    for bar in bars[start:]:
        _, events = resolve(sign, trade, "filled", bar, FOREVER, RULES.common)
        if events:
            return events[0].phase == "t1_hit"
    raise ValueError("expected the day to be long enough for an outcome")


def won(setup: Setup) -> bool | None:
    """Whether T1 came before the stop; `None` where neither did."""
    words = [step.reason for step in setup.history]
    if any(reason.startswith("T1 hit") for reason in words):
        return True
    return False if words[-1].startswith(("stopped", "ambiguous")) else None


def test_f45_random_entries_win_as_often_as_their_geometry_says() -> None:
    """Costs and doubts go against a trade (SETUPS.md 6), so a little less; a long and its mirror never both win."""
    days = [
        [Candle(OPEN + minute * NANOS_PER_MINUTE, *row) for minute, row in enumerate(day.tolist())]
        for day in driftless(11, 60)
    ]
    for risk, reward in ((10.0, 10.0), (10.0, 15.0), (6.0, 12.0)):
        wins = np.array(
            [[[entered(bars, at, sign, risk, reward) for sign in (1, -1)] for at in range(0, 200, 8)] for bars in days]
        )
        assert wins.sum(axis=2).max() == 1
        away = wins.mean(axis=(1, 2)) - risk / (risk + reward)
        error = float(away.std(ddof=1)) / len(days) ** 0.5
        assert -0.02 - 3 * error <= float(away.mean()) <= 3 * error, (risk, reward, away.mean(), error)


@pytest.mark.slow
def test_f45_on_noise_t1_is_hit_as_often_as_the_null_says() -> None:
    outcomes: dict[str, list[tuple[bool, float]]] = {}
    for day in driftless(7, DAYS):
        for setup in play(day):
            hit = won(setup)
            if hit is not None and setup.null_probability is not None:
                outcomes.setdefault(setup.kind, []).append((hit, setup.null_probability))
    least = {"fade_at_wall": 300, "mean_reversion": 100, "trend_continuation": 30}
    assert set(outcomes) == set(least)
    for kind, found in outcomes.items():
        shares, nulls = np.array(found, dtype=np.float64).T
        error = float(np.sqrt(np.sum(nulls * (1 - nulls)))) / len(found)
        assert len(found) >= least[kind], kind
        assert abs(float(shares.mean() - nulls.mean())) <= 3 * error, (kind, shares.mean(), nulls.mean(), error)
