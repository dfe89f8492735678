"""Averages by time: an unchanged or repeated observation changes nothing, however often it is asked for."""

import math

import msgspec

from spxcc.engines.basis import params
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


class Average(msgspec.Struct, frozen=True):
    """Exponential mean and variance of irregular observations; weight of the past halves every `half_life_s`."""

    half_life_s: float
    mean: float | None = None
    variance: float = 0.0

    def add(self, value: float, dt_s: float) -> "Average":
        """With `value` observed `dt_s` seconds after the previous one: West's update, weight 1 − 2^(−dt/half-life)."""
        if self.mean is None:
            return Average(self.half_life_s, value)
        weight = 1.0 - 0.5 ** (dt_s / self.half_life_s)
        away = value - self.mean
        variance = (1.0 - weight) * (self.variance + weight * away * away)
        return Average(self.half_life_s, self.mean + weight * away, variance)


class Track(msgspec.Struct, frozen=True):
    """What the engine remembers of the pair SPX, SPY.

    first, last: instants of the first and the newest pair. z belongs to the newest one, against the averages before it;
    against: its basis, and that mean and deviation.
    samples: (instant, SPX, SPY), at most one per `SAMPLE_S`, of the last ten minutes.
    """

    first: UnixNanos | None = None
    last: UnixNanos | None = None
    ratio: Average = Average(params.SLOW_HALF_LIFE_S)
    fast: Average = Average(params.FAST_HALF_LIFE_S)
    slow: Average = Average(params.SLOW_HALF_LIFE_S)
    z: float | None = None
    against: tuple[float, float, float] | None = None
    samples: tuple[tuple[UnixNanos, float, float], ...] = ()

    def observe(self, at: UnixNanos, spx: float, spy: float) -> "Track":
        """With one more pair; a pair that is not newer than the last changes nothing."""
        if self.last is not None and at <= self.last:
            return self
        dt_s = 0.0 if self.last is None else (at - self.last) / NANOS_PER_SECOND
        ratio = self.ratio.add(spx / spy, dt_s)
        basis = spx - spy * (ratio.mean if ratio.mean is not None else spx / spy)
        return Track(
            first=at if self.first is None else self.first,
            last=at,
            ratio=ratio,
            fast=self.fast.add(basis, dt_s),
            slow=self.slow.add(basis, dt_s),
            z=self._z(basis, at),
            against=None if self.slow.mean is None else (basis, self.slow.mean, math.sqrt(self.slow.variance)),
            samples=_sampled(self.samples, at, spx, spy),
        )

    def _z(self, basis: float, at: UnixNanos) -> float | None:
        if self.first is None or self.slow.mean is None or at - self.first < params.MIN_HISTORY_S * NANOS_PER_SECOND:
            return None
        sd = math.sqrt(self.slow.variance)
        return None if sd < params.MIN_SD else (basis - self.slow.mean) / sd


def _sampled(
    samples: tuple[tuple[UnixNanos, float, float], ...], at: UnixNanos, spx: float, spy: float
) -> tuple[tuple[UnixNanos, float, float], ...]:
    if samples and at - samples[-1][0] < params.SAMPLE_S * NANOS_PER_SECOND:
        return samples
    oldest = at - int(params.WINDOW_S * NANOS_PER_SECOND)
    return (*(sample for sample in samples if sample[0] >= oldest), (at, spx, spy))
