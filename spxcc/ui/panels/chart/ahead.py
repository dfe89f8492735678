"""What stands to the right of the last bar: the expected-move cone, and the zones of the selected setup."""

import math
from dataclasses import dataclass

from spxcc.engines.prediction.result import Horizon, Prediction
from spxcc.engines.setups.result import Setup

SHARE = 6
MOST = 24
"""Columns kept free: one in `SHARE` of the plot, `MOST` at the most."""
LEAST_PLOT = 42
"""Narrower plots have no room for the future."""


@dataclass(frozen=True, slots=True)
class Band:
    """±1 and ±2 standard deviations at one bar after the last."""

    low2: float
    low1: float
    high1: float
    high2: float


@dataclass(frozen=True, slots=True)
class ZonePrices:
    """Price ranges of a setup, low before high: entry to stop, entry to the first target."""

    risk: tuple[float, float] | None
    reward: tuple[float, float] | None


def columns_ahead(columns: int, pitch: int, wanted: bool) -> int:
    """Columns to keep free at the right, a multiple of `pitch`."""
    if not wanted or columns < LEAST_PLOT:
        return 0
    return min(columns // SHARE, MOST) // pitch * pitch


def cone(prediction: Prediction | None, seconds: int | None, bars: int) -> tuple[Band, ...]:
    """Bands at the next `bars` bars of `seconds`, up to the last horizon (the close); none for days or without one.

    Between two horizons the width grows with the root of time, as it does at each of them.
    """
    if prediction is None or seconds is None:
        return ()
    horizons = sorted((one for one in prediction.horizons if one.minutes > 0), key=lambda one: one.minutes)
    bands: list[Band] = []
    for at in range(1, bars + 1):
        minutes = at * seconds / 60
        horizon = next((one for one in horizons if one.minutes >= minutes), None)
        if horizon is None:
            break
        bands.append(_band(horizon, minutes))
    return tuple(bands)


class ConeBook:
    """Keeps the cone until the prediction or the bars ahead are others."""

    def __init__(self) -> None:
        self._prediction: Prediction | None = None
        self._key: tuple[int | None, int] = (None, 0)
        self._cone: tuple[Band, ...] = ()

    def of(self, prediction: Prediction | None, seconds: int | None, bars: int) -> tuple[Band, ...]:
        """As `cone`; the same object until it changes."""
        if prediction is not self._prediction or (seconds, bars) != self._key:
            self._prediction, self._key = prediction, (seconds, bars)
            self._cone = cone(prediction, seconds, bars)
        return self._cone


def _band(horizon: Horizon, minutes: float) -> Band:
    centre = (horizon.low1 + horizon.high1) / 2
    sd = horizon.one_sd * math.sqrt(minutes / horizon.minutes)
    return Band(centre - 2 * sd, centre - sd, centre + sd, centre + 2 * sd)


def zone_prices(setup: Setup | None) -> ZonePrices | None:
    """Where the selected setup loses and wins; `None` without one or without its entry."""
    if setup is None or setup.entry is None:
        return None
    return ZonePrices(_ordered(setup.entry, setup.stop), _ordered(setup.entry, setup.t1))


def _ordered(one: float, other: float | None) -> tuple[float, float] | None:
    return None if other is None else (min(one, other), max(one, other))
