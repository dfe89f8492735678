"""How often the cone held what came, on recorded days: by horizon and by hour of the forecast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np

from spxcc.engines.prediction.params import HORIZONS
from spxcc.engines.score.params import SEED
from spxcc.engines.volatility import MINUTES_PER_YEAR, expected_points
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import Floats
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.quant.resampling import day_block_interval
from spxcc.quant.statistics import wilson_interval
from spxcc.runtime.score.days import Day, Days

BANDS = ((0.5, 0.674490), (0.682689, 1.0), (0.95, 1.959964))
"""What a normal puts inside, and how many standard deviations the band reaches to each side."""
DESK = 0.682689
"""The band that the desk draws first."""
ALL_HOURS = "all"
MINUTE_MS = 60_000
SIGMA = "standard deviation of a minute's move over the ten sessions before, on calendar minutes; not implied"


class BandCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """nominal: share that a normal puts inside, the null. share: of n cones; low, high: its Wilson 95 % interval."""

    nominal: float
    n: int
    inside: int
    share: float
    low: float
    high: float


class ConeCell(msgspec.Struct, frozen=True, kw_only=True):
    """One horizon ("15m", "close"), and the hour of the exchange in which the cones were drawn ("09"), or all.

    days_low, days_high: 95 % interval of the share inside one standard deviation with whole days drawn again, since
    cones of one day share its volatility; `None` under two days, and by hour.
    """

    horizon: str
    hour: str
    n: int
    days: int
    bands: tuple[BandCoverage, ...]
    days_low: float | None = None
    days_high: float | None = None


class ConeReport(msgspec.Struct, frozen=True, kw_only=True):
    """Of one file. sigma: where σ is from. void: cones whose last minute is missing, counted nowhere else."""

    title: str
    first: str
    last: str
    days: int
    sigma: str
    void: int
    cells: tuple[ConeCell, ...]
    source: Literal["backtest"] = "backtest"


@dataclass(frozen=True, slots=True)
class Cone:
    """Drawn when `at` minutes of the session were over, over `minutes`. once: of those that do not overlap."""

    horizon: str
    at: int
    minutes: int
    spot: float
    one_sd: float
    hour: str
    once: bool


def drawn(day: Day) -> Iterator[Cone]:
    """The cones of a day, each from what was known when it was drawn: the price then and the sessions before.

    One at a time for each horizon, from the first closed minute on, as the desk counts them; that to the close once a
    session, and once more as each hour begins.
    """
    length, closes = _length(day), closing(day)
    sigma = day.sigma / float(day.open[0]) * MINUTES_PER_YEAR**0.5
    hours = [
        f"{to_exchange(day.hours.open_at + minute * NANOS_PER_MINUTE).hour:02d}" for minute in range(length)
    ]  # fmt: skip
    if not sigma > 0:
        return
    for at in range(1, length):
        spot = float(closes[at])
        if np.isnan(spot):
            continue
        for minutes in HORIZONS:
            if (at - 1) % minutes == 0 and at + minutes <= length:
                yield Cone(f"{minutes}m", at, minutes, spot, expected_points(spot, sigma, minutes), hours[at], True)
        if at == 1 or hours[at] != hours[at - 1]:
            left = length - at
            yield Cone("close", at, left, spot, expected_points(spot, sigma, left), hours[at], at == 1)


def closing(day: Day) -> Floats:
    """The price when so many minutes of the session were over, NaN where that minute is missing and at 0."""
    found = np.full(_length(day) + 1, np.nan)
    found[(day.start - day.opens) // MINUTE_MS + 1] = day.close
    return found


def away_of(day: Day) -> list[tuple[Cone, float]]:
    """The cones with how far the price was from their middle at their end, in standard deviations; NaN: no price."""
    closes = closing(day)
    return [(one, abs(float(closes[one.at + one.minutes]) - one.spot) / one.one_sd) for one in drawn(day)]


def measured(days: Days) -> ConeReport:
    """All days of a file."""
    met = [away_of(day) for day in days.days]
    void = sum(bool(np.isnan(away)) for each in met for _, away in each)
    cells: list[ConeCell] = []
    for horizon in (*(f"{minutes}m" for minutes in HORIZONS), "close"):
        own = [[(one, away) for one, away in each if one.horizon == horizon and not np.isnan(away)] for each in met]
        hours = sorted({one.hour for each in own for one, _ in each})
        once = [[away for one, away in each if one.once] for each in own]
        cells += _cell(horizon, ALL_HOURS, once)
        for hour in hours:
            cells += _cell(horizon, hour, [[away for one, away in each if one.hour == hour] for each in own])
    return ConeReport(
        title=days.title, first=days.days[0].date, last=days.days[-1].date, days=len(days.days), sigma=SIGMA, void=void,
        cells=tuple(cells),
    )  # fmt: skip


def _cell(horizon: str, hour: str, away: Sequence[Sequence[float]]) -> Iterator[ConeCell]:
    n = sum(map(len, away))
    if not n:
        return
    whole = [[float(one <= 1.0) for one in each] for each in away] if hour == ALL_HOURS else []
    bounds = day_block_interval(whole, SEED) or (None, None)
    yield ConeCell(
        horizon=horizon, hour=hour, n=n, days=sum(bool(each) for each in away),
        bands=tuple(_band(nominal, reach, away, n) for nominal, reach in BANDS),
        days_low=bounds[0], days_high=bounds[1],
    )  # fmt: skip


def _band(nominal: float, reach: float, away: Sequence[Sequence[float]], n: int) -> BandCoverage:
    inside = sum(one <= reach for each in away for one in each)
    low, high = wilson_interval(inside, n) or (0.0, 1.0)
    return BandCoverage(nominal=nominal, n=n, inside=inside, share=inside / n, low=low, high=high)


def _length(day: Day) -> int:
    return (day.closes - day.opens) // MINUTE_MS
