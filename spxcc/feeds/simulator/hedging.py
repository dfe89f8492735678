"""Dealers who hold the other side of the open interest and hedge it: their orders, and nothing else, move the price.

Nothing here knows a level. What a wall does follows from the gamma of the book: dealers are long the calls and short
the puts that stand open, they keep delta-neutral as the price moves and as time passes, and every order that they
need has an impact in proportion to its size.

For many days fast use `hedged_day` (the spot path of one day) or `hedged_days` (of many seeds with one book): pure,
without quotes, prints or chains, some milliseconds a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spxcc.feeds.simulator.grid import Grid, grid_of
from spxcc.feeds.simulator.interest import open_interest
from spxcc.feeds.simulator.listing import spx_listing
from spxcc.feeds.simulator.scenario import Phase, Scenario
from spxcc.feeds.simulator.spot import true_path
from spxcc.feeds.simulator.streams import Seed
from spxcc.feeds.simulator.surface import DIVIDEND, RATE, Surface, make_surface
from spxcc.market.snapshot import Floats, Ints
from spxcc.quant import bsm

USUAL_VIX = 14.5
"""At which the surface has its own level."""
STEP_S = 5
"""Dealers look at their book so often."""
WORKED = 0.25
"""Share of the hedge still to be done that is traded within a step."""
IMPACT = 1e-13
"""Relative move of the index for a dollar of its stocks bought: a basis point a billion."""
MOST_A_STEP = 1e-4
"""Largest relative move that one step's order makes: more is not traded in one step."""
MULTIPLIER = 100.0
REACH, LEVEL_PTS = 0.06, 2.0
"""Levels for which deltas are known: so far from the opening price, and so far apart; beyond, those of the edge."""
MOMENTS = 40


@dataclass(frozen=True, slots=True)
class Dealers:
    """Index units that the dealers' options are worth: `delta[moment, level]`.

    levels: index points, evenly spaced, rising. seconds: after the open, rising.
    """

    levels: Floats
    seconds: Floats
    delta: Floats

    def gamma(self, second: float, level: Floats) -> Floats:
        """Index units by which the delta changes with a point, at `second` after the open: the known truth."""
        at = int(np.clip(np.searchsorted(self.seconds, second, side="right") - 1, 0, self.seconds.size - 1))
        return np.asarray(np.interp(level, self.levels, np.gradient(self.delta[at], self.levels)))


def dealers_of(scenario: Scenario, grid: Grid, seed: Seed, opening: float) -> Dealers:
    """The other side of the SPX open interest of a day that opens at `opening`, at the volatilities of its open."""
    listing = spx_listing(grid.date, opening, scenario.full_chain)
    surface = make_surface(listing, grid, np.full(grid.seconds + 1, scenario.vix / USUAL_VIX))
    interest = open_interest(listing, surface, scenario.book, 1.0, seed).astype(np.float64)
    # A put is a call less the index: what a put adds to the delta of a call is the same at every price.
    net = (interest[0::2] - interest[1::2]).reshape(len(listing.roots), listing.strikes.size)
    count = int(REACH * opening / LEVEL_PTS)
    levels: Floats = opening + LEVEL_PTS * np.arange(-count, count + 1, dtype=np.float64)
    # Dense near the end, where the delta of what expires today changes fastest.
    seconds = grid.seconds * (1.0 - (1.0 - np.linspace(0.0, 1.0, MOMENTS)) ** 2)
    today = np.array([_delta(surface, 0, net[0], levels, second) for second in seconds.tolist()])
    later = [_delta(surface, place, net[place], levels, 0.0) for place in range(1, len(listing.roots) - listing.dead)]
    return Dealers(levels, seconds, MULTIPLIER * (today + np.sum(later, axis=0)))


def hedged(dealers: Dealers, grid: Grid, paths: Floats, strength: float) -> Floats:
    """What becomes of `paths` (days × seconds after the open, points) when dealers hedge `strength` times their book.

    0 gives the paths themselves. The order of a step answers to prices up to its beginning, never to later ones.
    Raises ValueError below 0.
    """
    if not 0.0 <= strength < np.inf:
        raise ValueError(f"expected a hedging strength from 0 up, found {strength}")
    if strength == 0.0:
        return paths
    begins = np.arange(0, paths.shape[1], STEP_S)
    shift = np.zeros((begins.size, paths.shape[0]))
    moved = np.zeros(paths.shape[0])
    weights = _moments(dealers, begins)
    held = -strength * _at(dealers, weights[0], paths[:, 0])
    for step, begin in enumerate(begins[:-1].tolist()):
        price = paths[:, begin] + moved
        short = -strength * _at(dealers, weights[step], price) - held
        dollars = WORKED * short * price
        relative = np.clip(IMPACT * dollars, -MOST_A_STEP, MOST_A_STEP)
        held += relative / (IMPACT * price)
        moved = moved + relative * price
        shift[step + 1] = moved
    return np.asarray(paths + _between(shift, paths.shape[1]))


def hedged_path(scenario: Scenario, grid: Grid, seed: Seed) -> Floats:
    """`true_path` of a scenario with its own hedging; where dealers hedge, nothing else turns the index back."""
    if scenario.hedging == 0.0:
        return true_path(scenario, grid, seed)
    path = true_path(replace(scenario, cap=None), grid, seed)
    dealers = dealers_of(scenario, grid, seed, float(path[0]))
    return np.asarray(hedged(dealers, grid, path[None, :], scenario.hedging)[0])


def hedged_day(scenario: Scenario, seed: int, strength: float, date: str | None = None) -> Floats:
    """Spot by second after the open of one driftless day with the book of a scenario and of the seed, in points.

    The same seed has the same noise at every strength. Raises ValueError for a date without a session.
    """
    free, grid = _free(scenario), grid_of(date or scenario.date)
    key = Seed(seed, scenario.name, grid.date)
    path = true_path(free, grid, key)
    return np.asarray(hedged(dealers_of(free, grid, key, float(path[0])), grid, path[None, :], strength)[0])


def hedged_days(scenario: Scenario, seeds: Sequence[int], strength: float, date: str | None = None) -> Floats:
    """As `hedged_day` for many seeds at once, days × seconds, all with the book of the first seed: the walls stay."""
    free, grid = _free(scenario), grid_of(date or scenario.date)
    paths = np.array([true_path(free, grid, Seed(seed, scenario.name, grid.date)) for seed in seeds])
    dealers = dealers_of(free, grid, Seed(seeds[0], scenario.name, grid.date), float(paths[0, 0]))
    return hedged(dealers, grid, paths, strength)


def _free(scenario: Scenario) -> Scenario:
    """The same book and opening, and nothing but noise after it."""
    phases = (Phase("09:30", "range"),)
    return replace(scenario, path=scenario.path[:1], phases=phases, cap=None, halts=())


def _delta(surface: Surface, place: int, net: Floats, levels: Floats, second: float) -> Floats:
    """Sum over the strikes of one expiry, by level."""
    held = np.flatnonzero(net)
    strike, level = surface.listing.strikes[held][None, :], levels[:, None]
    at = np.full((levels.size, held.size), second)
    expiry: Ints = np.full(at.shape, place, dtype=np.int64)
    years = surface.years(at[:1, :1], expiry[:1, :1])
    sigma = surface.volatility(at, expiry, np.log(strike / level) - (RATE - DIVIDEND) * years)
    return np.asarray(bsm.delta(level, strike, years, sigma, RATE, RATE - DIVIDEND, True) @ net[held])


def _moments(dealers: Dealers, begins: Ints) -> list[tuple[int, float]]:
    """For every step the moment before it, and how far it is on the way to the next."""
    place = np.clip(np.searchsorted(dealers.seconds, begins, side="right") - 1, 0, dealers.seconds.size - 2)
    span = dealers.seconds[place + 1] - dealers.seconds[place]
    share = np.clip((begins - dealers.seconds[place]) / span, 0.0, 1.0)
    return list(zip(place.tolist(), share.tolist(), strict=True))


def _at(dealers: Dealers, moment: tuple[int, float], price: Floats) -> Floats:
    """Delta at prices, linear between the moments and between the levels."""
    place, share = moment
    row = dealers.delta[place] + share * (dealers.delta[place + 1] - dealers.delta[place])
    return np.asarray(np.interp(price, dealers.levels, row))


def _between(shift: Floats, seconds: int) -> Floats:
    """Steps × days as days × seconds, each step's order being worked evenly."""
    place, share = np.divmod(np.arange(seconds), STEP_S)
    after = np.minimum(place + 1, shift.shape[0] - 1)
    part = (share / STEP_S)[:, None]
    return np.ascontiguousarray((shift[place] + part * (shift[after] - shift[place])).T)
