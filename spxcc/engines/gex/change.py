"""What changed in the last minutes: samples of the exposure by strike, and the difference to the oldest of them."""

import msgspec

from spxcc.engines.gex.result import GexChange, StrikeGrid
from spxcc.market.units import UnixMillis

WINDOW_MS = 300_000
EVERY_MS = 30_000
"""Least time between two samples that are kept."""
OLDEST_MS = 360_000
"""A sample older than this is no start of a window: refreshes were missing."""


class Sample(msgspec.Struct, frozen=True):
    """Exposures at `at` (ms): the total, and by strike around spot, ascending."""

    at: UnixMillis
    net: float
    strikes: tuple[float, ...]
    by_strike: tuple[float, ...]


def sample_of(at: UnixMillis, net: float, grid: StrikeGrid) -> Sample:
    """Sums over the dates of `grid`."""
    sums = (sum(line) + later for line, later in zip(grid.net, grid.later, strict=True))
    return Sample(at, net, grid.strikes, tuple(sums))


def kept(before: tuple[Sample, ...], now: Sample) -> tuple[Sample, ...]:
    """Samples to remember, oldest first: those a window can still begin with, and `now` where it is time."""
    young = tuple(one for one in before if now.at - OLDEST_MS <= one.at <= now.at)
    full = [at for at, one in enumerate(young) if one.at <= now.at - WINDOW_MS]
    young = young[full[-1] :] if full else young
    return young if young and now.at - young[-1].at < EVERY_MS else (*young, now)


def change_of(samples: tuple[Sample, ...], now: Sample) -> GexChange | None:
    """`now` less the first of `samples`; `None` while that is under `EVERY_MS` ago. Strikes that both know."""
    if not samples or now.at - samples[0].at < EVERY_MS:
        return None
    start = samples[0]
    then = dict(zip(start.strikes, start.by_strike, strict=True))
    pairs = [
        (strike, value - then[strike])
        for strike, value in zip(now.strikes, now.by_strike, strict=True)
        if strike in then
    ]
    points = [one for one in samples if one.at < now.at]
    return GexChange(
        since=start.at,
        until=now.at,
        net=float(round(now.net - start.net)) + 0.0,
        times=(*(one.at for one in points), now.at),
        nets=(*(float(round(one.net)) for one in points), float(round(now.net))),
        strikes=tuple(strike for strike, _ in pairs),
        by_strike=tuple(value for _, value in pairs),
    )
