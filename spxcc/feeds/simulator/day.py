"""The simulated day: all that happens, before anybody looks at it."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.board import Board
from spxcc.feeds.simulator.crowd import Venue
from spxcc.feeds.simulator.grid import Grid, grid_of
from spxcc.feeds.simulator.hedging import USUAL_VIX, hedged_path
from spxcc.feeds.simulator.interest import open_interest
from spxcc.feeds.simulator.listing import Listing, spx_listing, spy_listing
from spxcc.feeds.simulator.quotes import QuoteMaker
from spxcc.feeds.simulator.scenario import Scenario, ScriptedOrder
from spxcc.feeds.simulator.spot import printed_path
from spxcc.feeds.simulator.spy import SharePrints, spy_prints, spy_ratio
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.feeds.simulator.surface import make_surface
from spxcc.feeds.simulator.tape import Tape
from spxcc.feeds.simulator.vix import vix_level
from spxcc.market.snapshot import Floats

SPX_PRINTS, SPY_PRINTS = 3.2, 0.6
"""Single-leg option prints a second, on average over the day."""
SPX_TICKS, SPY_TICKS = (0.05, 0.10), (0.01, 0.01)


@dataclass(frozen=True, slots=True)
class Day:
    """One truth. true, printed: the index by second, as it is worth and as it is published. vix: by second, points.

    ratio: index over SPY. boards: options of SPX and of SPY.
    """

    scenario: Scenario
    grid: Grid
    seed: Seed
    true: Floats
    printed: Floats
    vix: Floats
    ratio: float
    spy: SharePrints
    boards: tuple[Board, Board]


def make_day(scenario: Scenario, seed: int, date: str) -> Day:
    """The day of a scenario. Raises ValueError if the ISO `date` is no session."""
    grid = grid_of(date)
    key = Seed(seed, scenario.name, date)
    true = hedged_path(scenario, grid, key)
    level = vix_level(true, grid, key)
    ratio = spy_ratio(key)
    stress = level * (scenario.vix / USUAL_VIX)
    spx = spx_listing(date, true[0], scenario.full_chain)
    spy = spy_listing(date, true[0] / ratio)
    return Day(
        scenario=scenario,
        grid=grid,
        seed=key,
        true=true,
        printed=np.round(printed_path(true, scenario.previous_close), 2),
        vix=np.round(scenario.vix * level, 2),
        ratio=ratio,
        spy=spy_prints(true, grid, scenario, ratio, key),
        boards=(
            _board(scenario, key, spx, grid, stress, true, 1.0),
            _board(scenario, key, spy, grid, stress, true, ratio),
        ),
    )


def _board(
    scenario: Scenario, key: Seed, listing: Listing, grid: Grid, stress: Floats, true: Floats, unit: float
) -> Board:
    index = listing.underlying == "SPX"
    surface = make_surface(listing, grid, stress)
    maker = QuoteMaker(surface, true / unit, *(SPX_TICKS if index else SPY_TICKS))
    places = (conditions.INDEX_VENUE,) if index else conditions.ETF_VENUES
    venue = Venue(maker, grid, scenario, SPX_PRINTS if index else SPY_PRINTS, places)
    orders: tuple[ScriptedOrder, ...] = scenario.orders if index else ()
    tape = Tape(venue, orders, key, Stream.TAPE if index else Stream.SPY_TAPE)
    return Board(maker, open_interest(listing, surface, scenario.book, unit, key), tape)
