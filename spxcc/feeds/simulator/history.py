"""Sessions before the simulated one: daily bars, and minutes of the last few."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.bars import fold_minutes
from spxcc.feeds.simulator.grid import Grid, grid_of, variance_weight, volume_weight
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.market.session import previous_session
from spxcc.market.snapshot import Floats

SESSIONS = 60
MINUTE_SESSIONS = 5
DAY_SD, NIGHT_SD = 0.0062, 0.0032
"""Standard deviation of the return of a session and of the night before it."""
EXCESS = 0.35
"""How far high and low of a day lie beyond open and close, as a share of the day's deviation, on average."""
STEPS_A_MINUTE = 6
SPY_VOLUME, SPY_VOLUME_SD = 58e6, 0.2
"""Shares a day."""
VIX_BETA, VIX_SD, VIX_LEAST = 6.0, 0.025, 9.0
LONG_VIX, VIX_PULL = 15.5, 0.04


@dataclass(frozen=True, slots=True)
class Past:
    """Sessions oldest first, ending with the one before the simulated day.

    daily: open, high, low, close of the index, one row a session; vix: the same of VIX; spy_volume: shares. minutes:
    of the last sessions, one row a minute each, with SPY's volume.
    """

    grids: tuple[Grid, ...]
    daily: Floats
    vix: Floats
    spy_volume: Floats
    minutes: tuple[tuple[Floats, Floats], ...]


def make_past(close: float, vix: float, seed: Seed) -> Past:
    """60 sessions that end at `close` (index points) and at `vix`."""
    grids = _grids(seed.date)
    rng = seed.generator(Stream.DAYS)
    days, nights = rng.normal(0.0, DAY_SD, SESSIONS), rng.normal(0.0, NIGHT_SD, SESSIONS)
    closes = close * np.exp(-np.append(np.cumsum((days + nights)[:0:-1])[::-1], 0.0))
    opens = closes * np.exp(-days)
    over = rng.exponential(EXCESS * DAY_SD, (2, SESSIONS))
    daily = np.column_stack((opens, np.maximum(opens, closes) * (1 + over[0]), np.minimum(opens, closes), closes))
    daily[:, 2] *= 1.0 - over[1]
    volume = SPY_VOLUME * np.exp(rng.normal(0.0, SPY_VOLUME_SD, SESSIONS))
    minutes = []
    for back in range(MINUTE_SESSIONS, 0, -1):
        at = SESSIONS - back
        bars = _minutes(grids[at], float(opens[at]), float(closes[at]), seed.generator(Stream.MINUTES, back))
        daily[at] = bars[0, 0], bars[:, 1].max(), bars[:, 2].min(), bars[-1, 3]
        busy = volume_weight(grids[at].nominal(60.0 * np.arange(len(bars)) + 30.0))
        minutes.append((bars, np.rint(volume[at] * busy / busy.sum())))
    moved = days + nights
    return Past(grids, np.round(daily, 2), _vix(vix, moved, rng), np.rint(volume), tuple(minutes))


def _grids(date: str) -> tuple[Grid, ...]:
    found = [previous_session(date)]
    while len(found) < SESSIONS:
        found.append(previous_session(found[-1]))
    return tuple(grid_of(day) for day in reversed(found))


def _minutes(grid: Grid, opened: float, closed: float, rng: np.random.Generator) -> Floats:
    """Minute bars of a day that wanders from open to close."""
    count = grid.minutes * STEPS_A_MINUTE
    weight = variance_weight(grid.nominal(np.arange(count) * (60.0 / STEPS_A_MINUTE)))
    steps = rng.standard_t(5, count) * np.sqrt(0.6 * weight / count) * DAY_SD
    steps[0] = 0.0
    wave, share = np.cumsum(steps), np.arange(count) / (count - 1)
    path = opened * np.exp(np.log(closed / opened) * share + wave - wave[-1] * share)
    return fold_minutes(np.round(path, 2), np.arange(0, count, STEPS_A_MINUTE))


def _vix(last: float, moved: Floats, rng: np.random.Generator) -> Floats:
    """Daily bars of VIX that end at `last`, against the returns `moved` of the index."""
    noise = rng.normal(0.0, VIX_SD, moved.size)
    closes = np.empty(moved.size)
    closes[-1] = last
    for at in range(moved.size - 1, 0, -1):
        back = closes[at] * np.exp(VIX_BETA * moved[at] + noise[at])
        closes[at - 1] = max(back + VIX_PULL * (LONG_VIX - back), VIX_LEAST)
    opens = np.append(closes[0], closes[:-1]) * np.exp(rng.normal(0.0, VIX_SD, moved.size))
    over = np.exp(rng.exponential(VIX_SD, (2, moved.size)))
    return np.round(
        np.column_stack((opens, np.maximum(opens, closes) * over[0], np.minimum(opens, closes) / over[1], closes)), 2
    )
