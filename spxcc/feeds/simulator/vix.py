"""The volatility index: against the return of the day, with noise of its own."""

import math

import numpy as np

from spxcc.feeds.simulator.grid import Grid
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.market.snapshot import Floats

EVERY_S = 15
BETA = 7.0
"""Relative fall of VIX for a relative rise of the index."""
UP_SHARE = 0.75
"""Rises of the index move it less than falls."""
LOCAL_S = 300
"""Half the span over which the noise of the index is judged."""
NOISE_SHARE = 0.35
"""Spread of its own noise, as a share of what the index's second moves it; more of it in wild hours."""
NOISE_HALF_LIFE_S = 1800.0
USUAL_STEP = 2.6e-5
"""Return of the index in a usual second, one standard deviation."""
USUAL_SIZE = 2.0e-5
"""Mean size of it."""


def vix_level(true: Floats, grid: Grid, seed: Seed) -> Floats:
    """VIX at every second relative to the scenario's opening value."""
    returns = np.log(true / true[0])
    steps = np.diff(returns, prepend=returns[0])
    rough = _local(np.abs(steps))
    # What the asymmetry alone would add to noise is taken out where it comes: wild hours are no reason to rise.
    moved = np.cumsum(np.where(steps > 0, UP_SHARE * steps, steps) + 0.5 * (1.0 - UP_SHARE) * rough)
    news = seed.generator(Stream.VIX).normal(0.0, NOISE_SHARE * BETA * USUAL_STEP, grid.seconds + 1)
    return np.exp(-BETA * moved + _reverting(news * np.maximum(rough / USUAL_SIZE, 1.0)))


def _local(sizes: Floats) -> Floats:
    """Mean over the seconds around each."""
    sums = np.concatenate(([0.0], np.cumsum(sizes)))
    at = np.arange(sizes.size)
    first, last = np.maximum(at - LOCAL_S, 0), np.minimum(at + LOCAL_S + 1, sizes.size)
    return np.asarray((sums[last] - sums[first]) / (last - first))


def _reverting(news: Floats) -> Floats:
    """Sum of `news` that forgets with `NOISE_HALF_LIFE_S`, in pieces short enough for the powers to stay small."""
    rate = math.log(2.0) / NOISE_HALF_LIFE_S
    values = np.empty(news.size)
    last = 0.0
    piece = int(4 * NOISE_HALF_LIFE_S)
    for begin in range(0, news.size, piece):
        part = news[begin : begin + piece]
        elapsed = np.arange(1, part.size + 1, dtype=np.float64)
        values[begin : begin + part.size] = np.exp(-rate * elapsed) * (last + np.cumsum(np.exp(rate * elapsed) * part))
        last = float(values[begin + part.size - 1])
    return values
