"""Open interest as of the close before: round strikes, calls above and puts below the book's centre."""

import numpy as np

from spxcc.feeds.simulator.listing import DAILIES, Listing
from spxcc.feeds.simulator.scenario import BookShape
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.feeds.simulator.surface import Surface
from spxcc.market.snapshot import Floats, Ints

ROUND: tuple[tuple[float, float], ...] = ((100.0, 6.0), (50.0, 3.0), (25.0, 1.8))
"""Multiple of the strike and what it multiplies the interest by."""
NOISE_SD = 0.25
EDGE_PTS = 8.0
"""Width of the change from puts to calls around the centre."""
REACH_SD = 1.3
REACH_PTS = 15.0
"""How fast interest falls off away from the centre: standard deviations to settlement, and points."""
PUT_REACH = 1.6
HEDGES = 0.10
"""Interest on the other side of the centre, as a share."""
TODAY, DAILY, WEEKLY, MONTHLY = 1300.0, 600.0, 900.0, 2600.0
SPY_SCALE = 3.0


def open_interest(listing: Listing, surface: Surface, book: BookShape, unit: float, seed: Seed) -> Ints:
    """Contracts held, by contract number. unit: index points per point of the listing's strikes (1 for SPX)."""
    numbers = np.arange(len(listing))
    expiry, call = listing.expiry_of(numbers), listing.is_call(numbers)
    strike = listing.strike_of(numbers)
    points = strike * unit
    years = surface.years(np.zeros(numbers.size), expiry)
    sd = points * surface.volatility(np.zeros(numbers.size), expiry, np.zeros(numbers.size)) * np.sqrt(years)
    away = np.where(call, points - book.centre, book.centre - points)
    reach = (REACH_PTS + REACH_SD * sd) * np.where(call, 1.0, PUT_REACH)
    there = HEDGES + (1.0 - HEDGES) / (1.0 + np.exp(-away / EDGE_PTS))
    held = there * np.exp(-np.abs(away) / reach) * np.where(call, book.calls, book.puts)
    held *= _scale(listing)[expiry] * _roundness(strike, listing.underlying)
    for crowd in book.crowds:
        held[(np.abs(points - crowd.strike) < 0.5 * unit) & (call == (crowd.right == "C"))] *= crowd.factor
    noise = seed.generator(Stream.INTEREST, len(listing)).normal(0.0, NOISE_SD, numbers.size)
    return np.rint(held * np.exp(noise)).astype(np.int64)


def _roundness(strike: Floats, underlying: str) -> Floats:
    unit = 1.0 if underlying == "SPX" else 0.1
    factor = np.ones(strike.size)
    for multiple, times in reversed(ROUND):
        factor[np.mod(strike, multiple * unit) == 0] = times
    return factor


def _scale(listing: Listing) -> Floats:
    """Contracts held at a plain strike near the centre, by expiry."""
    monthly = listing.expiries[-1 - listing.dead]
    usual = [WEEKLY if at > DAILIES else DAILY for at in range(len(listing.expiries))]
    scale = [MONTHLY if expiry == monthly else own for expiry, own in zip(listing.expiries, usual, strict=True)]
    scale[0] = TODAY
    scale[len(scale) - listing.dead :] = [MONTHLY] * listing.dead
    return np.array(scale) * (1.0 if listing.underlying == "SPX" else SPY_SCALE)
