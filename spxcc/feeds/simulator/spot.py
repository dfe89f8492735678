"""The path of the index: a scenario's anchors joined by noise with regimes and a U-shaped volatility."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from spxcc.feeds.simulator.grid import Grid, variance_weight
from spxcc.feeds.simulator.scenario import Phase, Scenario, nominal_minute
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.market.snapshot import Floats, Ints

DAY_SD = 0.0040
"""Standard deviation of a usual session's return, open to close."""
VOLATILITY_SD = 0.42
VOLATILITY_MEMORY = 0.97
"""Log-volatility of a minute: its spread and how much of it stays a minute later."""
DEGREES = 5
"""Of the t-distribution of a second's return."""
TURNED_BACK = 0.6
STALE_OPENING_S = 12.0
LAG = 0.25
"""Share of the index that still shows the second before."""


def true_path(scenario: Scenario, grid: Grid, seed: Seed) -> Floats:
    """Where the index would stand if all its stocks traded all the time, at every second from open to close."""
    seconds = np.arange(grid.seconds + 1, dtype=np.float64)
    nominal = grid.nominal(seconds)
    clock = np.array([nominal_minute(text) for text, _ in scenario.path])
    level = np.array([points for _, points in scenario.path])
    line = np.interp(nominal, clock, level)
    steps = _steps(scenario, grid, nominal, seed) * line
    pull = phase_values(scenario.phases, nominal, [_pull(phase, grid) for phase in scenario.phases])
    anchors = np.unique(np.clip(np.rint(clock * grid.seconds / 390.0), 0, grid.seconds)).astype(np.int64)
    path = line + _bridged(steps, pull, anchors)
    if scenario.cap is not None:
        over = path - scenario.cap
        path = np.where(over > 0, scenario.cap - TURNED_BACK * over, path)
    for span in scenario.halts:
        begin, end = (round(nominal_minute(text) * grid.seconds / 390.0) for text in span)
        path[begin:end] = path[begin]
    return np.asarray(path)


def printed_path(true: Floats, previous_close: float) -> Floats:
    """The index as it is published: a little behind, and stale in the first half minute after a gap."""
    lagged = true.copy()
    lagged[1:] = (1.0 - LAG) * true[1:] + LAG * true[:-1]
    seconds = np.arange(true.size, dtype=np.float64)
    return np.asarray(lagged + (previous_close - lagged) * np.exp(-seconds / STALE_OPENING_S))


def phase_values(phases: Sequence[Phase], nominal: Floats, values: Sequence[float]) -> Floats:
    """At each nominal minute the value of the phase that it lies in."""
    starts = np.array([nominal_minute(phase.clock) for phase in phases])
    at = np.clip(np.searchsorted(starts, nominal, side="right") - 1, 0, len(phases) - 1)
    return np.asarray(values, dtype=np.float64)[at]


def _pull(phase: Phase, grid: Grid) -> float:
    """Rate of the pull back to the path, per second."""
    if phase.half_life_min <= 0:
        return 0.0
    return math.log(2.0) / (phase.half_life_min * grid.seconds / 390.0)


def _steps(scenario: Scenario, grid: Grid, nominal: Floats, seed: Seed) -> Floats:
    """Relative noise of every second; the first is nothing."""
    rng = seed.generator(Stream.SPOT)
    volatility = np.exp(_wandering(rng, grid.minutes + 1))[np.arange(grid.seconds + 1) // 60]
    volatility *= phase_values(scenario.phases, nominal, [phase.volatility for phase in scenario.phases])
    shocks = rng.standard_t(DEGREES, grid.seconds + 1) * math.sqrt((DEGREES - 2) / DEGREES)
    shocks[0] = 0.0
    return np.asarray(DAY_SD * np.sqrt(variance_weight(nominal) / grid.seconds) * volatility * shocks)


def _wandering(rng: np.random.Generator, minutes: int) -> Floats:
    """Log-volatility by minute, with a mean square of the volatility of one."""
    news = rng.normal(0.0, VOLATILITY_SD * math.sqrt(1.0 - VOLATILITY_MEMORY**2), minutes)
    values = np.empty(minutes)
    last = rng.normal(0.0, VOLATILITY_SD)
    for at in range(minutes):
        last = VOLATILITY_MEMORY * last + news[at]
        values[at] = last
    return values - VOLATILITY_SD**2


def _bridged(steps: Floats, pull: Floats, anchors: Ints) -> Floats:
    """Noise that is nothing at every anchor; between two of them it is pulled back at the rate of the first.

    After the last one it goes where it likes.
    """
    noise = np.zeros(steps.size)
    noise[anchors[-1] + 1 :] = np.cumsum(steps[anchors[-1] + 1 :])
    for begin, end in pairwise(anchors.tolist()):
        elapsed = np.arange(1, end - begin + 1, dtype=np.float64)
        rate = float(pull[begin])
        wave = np.exp(-rate * elapsed) * np.cumsum(np.exp(rate * elapsed) * steps[begin + 1 : end + 1])
        fade = elapsed / elapsed[-1] if rate == 0 else np.sinh(rate * elapsed) / np.sinh(rate * elapsed[-1])
        noise[begin + 1 : end + 1] = wave - wave[-1] * fade
    return noise
