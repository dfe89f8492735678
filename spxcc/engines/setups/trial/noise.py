"""Days without drift: what every setup must fail to beat (SETUPS.md 6)."""

import numpy as np

from spxcc.engines.setups.features.tape import Tape
from spxcc.quant.indicators import Floats, vwap_bands

SPOT = 6800.0
SIGMA = 0.14
"""A year's volatility on 98,280 trading minutes."""
MINUTES, STEPS = 390, 12
NIGHT = 0.45
"""Standard deviation of a night's move, in days' moves."""
WALL_GRID = 25.0
"""Walls by proxy: the multiples of so many points around the price."""
OPENS_S = 9.5 * 3600


def noise(seed: int, days: int) -> Tape:
    """`days` sessions of 390 minutes: Student-t steps of five seconds, a U-shaped day, no drift, no memory.

    Prior highs and lows, nights and VWAP of equal volumes stand among the facts, and walls by proxy; nothing else does.
    """
    rng = np.random.default_rng(seed)
    day = SPOT * SIGMA / np.sqrt(252)
    shape = 0.7 + 0.9 * np.linspace(-1, 1, MINUTES) ** 2
    shape /= np.sqrt(np.mean(shape**2))
    steps = rng.standard_t(5, (days, MINUTES, STEPS)) * np.sqrt(3 / 5) * (day / np.sqrt(MINUTES * STEPS))
    moves = np.cumsum((steps * shape[None, :, None]).reshape(days, -1), axis=1).reshape(days, MINUTES, STEPS)
    path = SPOT + moves
    opened = np.concatenate((np.full((days, 1), SPOT), path[:, :-1, -1]), axis=1)
    high, low = np.maximum(opened, path.max(axis=2)), np.minimum(opened, path.min(axis=2))
    close = np.ascontiguousarray(path[:, :, -1])
    since = np.arange(1, MINUTES + 1, dtype=np.float64) * 60.0
    facts = {**_before(rng, day, high, low, close), **_vwap(high, low, close), **_walls(close)}
    facts["E15"] = np.full(MINUTES, day * np.sqrt(15 / MINUTES))
    facts["EM"] = np.full(MINUTES, day)
    return Tape(opened, high, low, close, OPENS_S + since, since, 60.0 * MINUTES - since, facts)


def _before(rng: np.random.Generator, day: float, high: Floats, low: Floats, close: Floats) -> dict[str, Floats]:
    """The session before is the one played before, moved so that a night lies between."""
    night = rng.standard_normal((len(close), 3)) * NIGHT * day
    before = np.roll(np.arange(len(close)), 1)
    shift = SPOT - night[:, 0] - close[before, -1]
    column = (slice(None), None)
    prior_close = close[before, -1] + shift
    edges = np.abs(night[:, 1:]) * 0.5
    return {
        "PDC": prior_close[column],
        "PDH": (high[before].max(axis=1) + shift)[column],
        "PDL": (low[before].min(axis=1) + shift)[column],
        "ONH": (np.maximum(prior_close, SPOT) + edges[:, 0])[column],
        "ONL": (np.minimum(prior_close, SPOT) - edges[:, 1])[column],
    }


def _vwap(high: Floats, low: Floats, close: Floats) -> dict[str, Floats]:
    bands = [vwap_bands(typical, np.ones(MINUTES)) for typical in (high + low + close) / 3.0]
    return {"VW": np.stack([mean for mean, _ in bands]), "VW_sigma": np.stack([sigma for _, sigma in bands])}


def _walls(close: Floats) -> dict[str, Floats]:
    return {"PW": np.floor(close / WALL_GRID) * WALL_GRID, "CW": np.ceil(close / WALL_GRID) * WALL_GRID}
