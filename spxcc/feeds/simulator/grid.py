"""The session's time grid and how variance and volume spread over it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from spxcc.market.session import hours
from spxcc.market.snapshot import Floats
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

NOMINAL_MINUTES = 390.0
"""Scenarios are written for a full session; on a half day they run faster."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One session in whole seconds: second k lies at `open_at` + k."""

    date: str
    open_at: UnixNanos
    close_at: UnixNanos

    @property
    def seconds(self) -> int:
        """Length of the session."""
        return (self.close_at - self.open_at) // NANOS_PER_SECOND

    @property
    def minutes(self) -> int:
        """Length of the session."""
        return self.seconds // 60

    def nominal(self, second: ArrayLike) -> Floats:
        """Minutes after the open as scenarios count them."""
        return np.asarray(second, dtype=np.float64) * (NOMINAL_MINUTES / self.seconds)

    def second_of(self, instant: UnixNanos) -> float:
        """Seconds after the open."""
        return (instant - self.open_at) / NANOS_PER_SECOND

    def minute_start(self, minute: int) -> UnixNanos:
        """Start of the minute `minute` after the open."""
        return self.open_at + minute * NANOS_PER_MINUTE


def grid_of(date: str) -> Grid:
    """The grid of the ISO `date`. Raises ValueError if that is no session."""
    session = hours(date)
    if session is None:
        raise ValueError(f"expected a trading day to simulate, found {date}; choose a weekday without a holiday")
    return Grid(date, session.open_at, session.close_at)


def variance_weight(nominal: Floats) -> Floats:
    """Variance rate at a nominal minute relative to the session's mean: high at the open, least at noon."""
    shape = 0.40 + 1.35 * np.exp(-nominal / 35.0) + 0.9 * np.exp(-(NOMINAL_MINUTES - nominal) / 30.0)
    bump = 0.4 * np.exp(-0.5 * ((nominal - 30.0) / 4.0) ** 2)
    return np.asarray((shape + bump) / _VARIANCE_MEAN)


def volume_weight(nominal: Floats) -> Floats:
    """Trading rate at a nominal minute relative to the session's mean."""
    shape = 0.6 + 1.5 * np.exp(-nominal / 22.0) + 1.6 * np.exp(-(NOMINAL_MINUTES - nominal) / 18.0)
    return np.asarray(shape / _VOLUME_MEAN)


_VARIANCE_MEAN = 0.40 + (1.35 * 35.0 + 0.9 * 30.0 + 0.4 * 4.0 * np.sqrt(2.0 * np.pi)) / NOMINAL_MINUTES
_VOLUME_MEAN = 0.6 + (1.5 * 22.0 + 1.6 * 18.0) / NOMINAL_MINUTES
