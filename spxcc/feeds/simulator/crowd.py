"""The many: when single-leg prints come, in which contract, at which side of the market and in what size."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.grid import Grid, volume_weight
from spxcc.feeds.simulator.prints import Prints, prints, together
from spxcc.feeds.simulator.quotes import QuoteMaker
from spxcc.feeds.simulator.scenario import Scenario
from spxcc.feeds.simulator.spot import phase_values
from spxcc.market.snapshot import Bools, Floats, Ints

BLOCK_MINUTES = 15
"""Prints are drawn in blocks of so many minutes; within a block a stream is drawn in one go."""
LAST_MS = 59_400
"""Within a minute: what begins before it is over before the minute is."""
FRONT_SHARE, NEXT_SHARE = 0.56, 0.14
ROUND_SHARE, ROUND_STEPS = 0.35, 5
PUT_SHARE = 0.54
SPREAD_SD, WIDEST_SD = 0.75, 4.0
"""Distance of the strikes from the money in standard deviations to settlement."""
SIZE_MEAN, SIZE_SD, LARGEST = 0.9, 1.25, 900
TOUCHES = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
AT_BID, INSIDE, MIDDLE = 0.41, 0.05, 0.08
LEAN_OF_FLOW = 0.25
LATE_MS = (2_000, 240_000)
CANCEL_MS = (500, 5_000)


@dataclass(frozen=True, slots=True)
class Venue:
    """Where the options of one underlying trade: their market, the day's scenario, prints a second, places."""

    maker: QuoteMaker
    grid: Grid
    scenario: Scenario
    prints_a_second: float
    places: tuple[int, ...]

    def flow(self, second: Floats) -> Floats:
        """Lean of the flow: −1 (puts bought, calls sold) … +1."""
        phases = self.scenario.phases
        return phase_values(phases, self.grid.nominal(second), [phase.flow for phase in phases])

    def busy(self, block: int) -> Floats:
        """Prints expected in each minute of a block."""
        first = block * BLOCK_MINUTES
        minutes = np.arange(first, min(first + BLOCK_MINUTES, self.grid.minutes), dtype=np.float64)
        nominal = self.grid.nominal(60.0 * minutes + 30.0)
        return 60.0 * self.prints_a_second * volume_weight(nominal) * self.scenario.trading(nominal)

    def moments(self, rng: np.random.Generator, expected: Floats, block: int) -> Ints:
        """Milliseconds after the open of as many events as expected in each minute of the block, in order."""
        counts = rng.poisson(expected)
        minute = block * BLOCK_MINUTES + np.repeat(np.arange(expected.size), counts)
        return np.sort(minute * 60_000 + rng.integers(2, LAST_MS, minute.size)).astype(np.int64)


def single_prints(rng: np.random.Generator, venue: Venue, block: int) -> Prints:
    """The block's single-leg prints, with late reports and cancels among them."""
    at_ms = venue.moments(rng, venue.busy(block), block)
    second = at_ms / 1000.0
    expiry, strike, call = choose(rng, venue, second)
    contract = venue.maker.surface.listing.number(expiry, strike, call)
    size = np.minimum(np.ceil(np.exp(rng.normal(SIZE_MEAN, SIZE_SD, at_ms.size))), LARGEST).astype(np.int64)
    condition = conditions.draw(rng, conditions.SINGLE, at_ms.size)
    place = rng.choice(np.array(venue.places), at_ms.size)
    made = prints(at_ms, contract, _touch(rng, venue, second, call), size, condition, place)
    late = np.flatnonzero(rng.random(at_ms.size) < conditions.LATE_SHARE)
    made.condition[late] = rng.choice(np.array(conditions.LATE), late.size)
    made.late_ms[late] = np.minimum(rng.integers(*LATE_MS, late.size), at_ms[late])
    return together((made, _cancelled(rng, made)))


def choose(rng: np.random.Generator, venue: Venue, second: Floats) -> tuple[Ints, Ints, Bools]:
    """Places of expiry and strike, and call or put: mostly today, near the money, out of it, at round strikes."""
    listing, count = venue.maker.surface.listing, second.size
    later = len(listing.roots) - listing.dead - 2
    shares = np.array([FRONT_SHARE, NEXT_SHARE, *([(1.0 - FRONT_SHARE - NEXT_SHARE) / later] * later)])
    expiry = np.asarray(rng.choice(shares.size, count, p=shares), dtype=np.int64)
    spot = venue.maker.spot(second)
    surface = venue.maker.surface
    step = float(listing.strikes[listing.near][1] - listing.strikes[listing.near][0])
    sd = spot * surface.volatility(second, expiry, np.zeros(count)) * np.sqrt(surface.years(second, expiry))
    away = np.minimum(np.abs(rng.normal(0.0, SPREAD_SD, count)), WIDEST_SD) * np.maximum(sd, step)
    call = rng.random(count) >= PUT_SHARE
    outside = rng.random(count) < 0.85
    level = spot + away * np.where(call == outside, 1.0, -1.0)
    coarse = rng.random(count) < ROUND_SHARE
    level = np.where(coarse, np.rint(level / (ROUND_STEPS * step)) * ROUND_STEPS * step, level)
    return expiry, listing.nearest(level), call


def _touch(rng: np.random.Generator, venue: Venue, second: Floats, call: Bools) -> Floats:
    lean = LEAN_OF_FLOW * venue.flow(second) * np.where(call, 1.0, -1.0)
    drawn = rng.random(second.size) + lean * (1.0 - MIDDLE)
    edges = np.array([AT_BID, AT_BID + INSIDE, AT_BID + INSIDE + MIDDLE, 1.0 - AT_BID])
    return TOUCHES[np.searchsorted(edges, drawn, side="right")]


def _cancelled(rng: np.random.Generator, made: Prints) -> Prints:
    """Each takes back the print it equals, a little later in the same minute."""
    again = made.take(rng.random(len(made)) < conditions.CANCEL_SHARE)
    later = again.at_ms + rng.integers(*CANCEL_MS, len(again))
    again = again.take(later % 60_000 < LAST_MS)
    delay = np.minimum(later[later % 60_000 < LAST_MS] - again.at_ms, LAST_MS)
    return Prints(
        at_ms=again.at_ms + delay,
        late_ms=again.late_ms + delay,
        contract=again.contract,
        touch=again.touch,
        steps=again.steps,
        size=again.size,
        condition=np.full(len(again), conditions.CANCEL, dtype=np.int64),
        venue=again.venue,
        cancels=np.ones(len(again), dtype=np.bool_),
        order=again.order,
    )
