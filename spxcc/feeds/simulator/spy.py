"""SPY: prints of a day around the index divided by a ratio that is not ten."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.bars import fold_minutes
from spxcc.feeds.simulator.grid import Grid, volume_weight
from spxcc.feeds.simulator.scenario import Scenario
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.market.snapshot import Floats, Ints

PRINTS_A_SECOND = 4.0
MEAN_SIZE = 620.0
SIZE_SD = 1.5
"""Of the logarithm of a print's size."""
BOUNCE = 0.006
"""Half the distance of bid and ask, and some noise, USD."""
LAST_MS = 59_980
"""Within its minute, so that a print arrives in the minute it happened in."""


@dataclass(frozen=True, slots=True)
class SharePrints:
    """Prints in order of time: milliseconds after the open, price in USD, shares; where every minute begins."""

    at_ms: Ints
    price: Floats
    size: Floats
    begins: Ints

    @property
    def minutes(self) -> tuple[Floats, Floats]:
        """Open, high, low, close of every minute, and its volume in shares; of one without prints the close before."""
        prices, volume = fold_minutes(self.price, self.begins), np.add.reduceat(self.size, self.begins)
        for minute in np.flatnonzero(np.diff(self.begins, append=self.price.size) == 0).tolist():
            prices[minute], volume[minute] = self.price[self.begins[minute] - 1], 0.0
        return prices, volume

    def of_minute(self, minute: int) -> slice:
        """Where the prints of one minute after the open are."""
        end = self.begins[minute + 1] if minute + 1 < self.begins.size else self.at_ms.size
        return slice(int(self.begins[minute]), int(end))


def spy_ratio(seed: Seed) -> float:
    """SPX over SPY of the day: dividends that SPY has not paid out yet keep it a little above ten."""
    return round(10.03 + 0.02 * seed.generator(Stream.SPY, 1).random(), 4)


def spy_prints(true: Floats, grid: Grid, scenario: Scenario, ratio: float, seed: Seed) -> SharePrints:
    """All prints of the session; SPY shows what the index's stocks are worth now, not a second ago."""
    rng = seed.generator(Stream.SPY)
    minute = np.arange(grid.minutes, dtype=np.float64)
    busy = volume_weight(grid.nominal(60.0 * minute + 30.0))
    counts = np.maximum(rng.poisson(60.0 * PRINTS_A_SECOND * busy), 2)
    counts = np.where(scenario.trading(grid.nominal(60.0 * minute + 30.0)) > 0, counts, 0)
    total = int(counts.sum())
    at_ms = np.sort(np.repeat(np.arange(grid.minutes) * 60_000, counts) + rng.integers(0, LAST_MS, total))
    value = np.interp(at_ms / 1000.0, np.arange(true.size, dtype=np.float64), true) / ratio
    price = np.round(value + BOUNCE * (rng.integers(0, 2, total) * 2 - 1) + rng.normal(0.0, 0.003, total), 2)
    size = np.ceil(np.exp(rng.normal(0.0, SIZE_SD, total)) * MEAN_SIZE / np.exp(0.5 * SIZE_SD**2))
    begins = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)
    return SharePrints(at_ms.astype(np.int64), price, size, begins)
