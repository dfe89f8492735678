"""The few: sweeps, blocks and packages."""

from collections.abc import Sequence

import numpy as np

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.crowd import BLOCK_MINUTES, Venue, choose
from spxcc.feeds.simulator.prints import Prints, numbered, prints
from spxcc.feeds.simulator.scenario import ScriptedOrder, nominal_minute
from spxcc.market.snapshot import Bools, Floats, Ints

SWEEPS, BLOCKS, PACKAGE_SHARE = 0.6, 0.3, 0.10
"""Sweeps and blocks a minute; packages per single print."""
LEGS = np.array(
    [
        [(0, 0, 1), (1, 0, -1), (0, 0, 0), (0, 0, 0)],
        [(0, 1, 1), (-1, 1, -1), (0, 0, 0), (0, 0, 0)],
        [(-1, 0, 1), (0, 0, -2), (1, 0, 1), (0, 0, 0)],
        [(-2, 1, 1), (-1, 1, -1), (1, 0, -1), (2, 0, 1)],
        [(0, 0, 1), (0, 1, 1), (0, 0, 0), (0, 0, 0)],
        [(1, 0, 1), (-1, 1, -1), (0, 0, 0), (0, 0, 0)],
    ],
    dtype=np.int64,
)
"""Packages: strike in widths from the middle, 0 call or 1 put, and signed ratio (0 = no leg) of each leg."""
WIDTHS = np.array([1, 2, 3, 5, 10])
UNIT_MEAN, UNIT_SD = 2.2, 1.1
SWEEP_MS, ISO_MS = (40, 230), (5, 50)
WALK = 0.3
"""Chance that the next print of a sweep is a tick further."""
SWEEP_SIZE, SWEEP_SD = 3.6, 0.7
BLOCK_SIZE, BLOCK_SPREAD = 1000, 900.0


def all_orders(rng: np.random.Generator, venue: Venue, block: int, script: Sequence[ScriptedOrder]) -> Prints:
    """What large customers do in one block of minutes, by chance and by script; every order has its number."""
    return numbered([*_random(rng, venue, block), *_scripted(rng, venue, block, script)])


def _random(rng: np.random.Generator, venue: Venue, block: int) -> list[Prints]:
    busy = venue.busy(block)
    even = busy / (60.0 * venue.prints_a_second)
    swept = venue.moments(rng, SWEEPS * even, block)
    crossed = venue.moments(rng, BLOCKS * even, block)
    packed = venue.moments(rng, PACKAGE_SHARE * busy, block)
    contracts, sides = _targets(rng, venue, swept)
    made = [
        sweep(rng, venue, int(moment), int(contract), int(side))
        for moment, contract, side in zip(swept, contracts, sides, strict=True)
    ]
    contracts, _ = _targets(rng, venue, crossed)
    made += [large(rng, venue, int(at), int(contract)) for at, contract in zip(crossed, contracts, strict=True)]
    expiry, strike, _ = choose(rng, venue, packed / 1000.0)
    return [*made, packages(rng, venue, packed, expiry, strike)]


def _scripted(rng: np.random.Generator, venue: Venue, block: int, orders: Sequence[ScriptedOrder]) -> list[Prints]:
    """The scenario's own orders that fall into the block, in the front expiry."""
    made: list[Prints] = []
    listing = venue.maker.surface.listing
    for order in orders:
        moment = int(60_000 * nominal_minute(order.clock) * venue.grid.minutes / 390.0) + 120
        if moment // (60_000 * BLOCK_MINUTES) != block:
            continue
        strike = listing.nearest(venue.maker.spot(np.array([moment / 1000.0])) + order.moneyness_pts)
        contract = int(listing.number(0, strike, np.array([order.right == "C"]))[0])
        if order.kind == "sweep":
            made.append(sweep(rng, venue, moment, contract, 1 if order.side == "buy" else -1))
        elif order.kind == "block":
            made.append(large(rng, venue, moment, contract))
        else:
            made.append(packages(rng, venue, np.array([moment]), np.zeros(1, dtype=np.int64), strike))
    return made


def sweep(rng: np.random.Generator, venue: Venue, moment: int, contract: int, side: int) -> Prints:
    """One order through the book: prints of one contract and side within a quarter of a second, no price improving.

    On one venue a burst; over several venues each print on another one, marked as intermarket sweep.
    """
    many = len(venue.places) > 1
    count = int(rng.integers(3, min(len(venue.places), 8) + 1)) if many else int(rng.integers(4, 10))
    whole = int(rng.integers(*(ISO_MS if many else SWEEP_MS)))
    at_ms = moment + np.sort(rng.integers(0, whole, count)).astype(np.int64)
    size = np.ceil(np.exp(rng.normal(SWEEP_SIZE, SWEEP_SD, count))).astype(np.int64)
    places = rng.permutation(np.array(venue.places))[:count] if many else venue.places[0]
    condition = np.full(count, conditions.SWEEP if many else conditions.AUTO, dtype=np.int64)
    made = prints(at_ms, np.full(count, contract), np.full(count, float(side)), size, condition, places)
    made.steps[1:] = side * np.cumsum(rng.random(count - 1) < WALK)
    return made


def large(rng: np.random.Generator, venue: Venue, moment: int, contract: int) -> Prints:
    """One print of a thousand contracts or more, between bid and ask, from the floor or a cross."""
    size = np.array([BLOCK_SIZE + int(rng.exponential(BLOCK_SPREAD)) // 50 * 50], dtype=np.int64)
    condition = rng.choice(np.array([conditions.FLOOR, conditions.CROSS]), 1)
    return prints(np.array([moment]), np.array([contract]), np.zeros(1), size, condition, venue.places[0])


def packages(rng: np.random.Generator, venue: Venue, at_ms: Ints, expiry: Ints, middle: Ints) -> Prints:
    """Two to four legs in one millisecond with one ratio of sizes; each leg pays or earns one share of its spread."""
    count, listing = at_ms.size, venue.maker.surface.listing
    legs = LEGS[rng.integers(0, len(LEGS), count)]
    width = rng.choice(WIDTHS, count)
    side = 2 * rng.integers(0, 2, count) - 1
    unit = np.ceil(np.exp(rng.normal(UNIT_MEAN, UNIT_SD, count))).astype(np.int64)
    pays = np.array([0.0, 0.25, 0.5])[rng.integers(0, 3, count)]
    condition = conditions.draw(rng, conditions.MULTI, count)
    ratio = legs[:, :, 2]
    strike: Ints = np.clip(middle[:, None] + width[:, None] * legs[:, :, 0], 0, listing.strikes.size - 1)
    contract = listing.number(expiry[:, None], strike, legs[:, :, 1] == 0)
    touch = np.multiply((pays * side)[:, None], np.sign(ratio), dtype=np.float64)
    there: Bools = (ratio != 0).ravel()

    def column(values: Ints) -> Ints:
        return np.repeat(values, legs.shape[1])[there]

    sizes = (np.abs(ratio) * unit[:, None]).ravel()[there]
    made = prints(
        column(at_ms), contract.ravel()[there], touch.ravel()[there], sizes, column(condition), venue.places[0]
    )
    made.order[:] = column(np.arange(1, count + 1))
    return made


def _targets(rng: np.random.Generator, venue: Venue, at_ms: Ints) -> tuple[Ints, Ints]:
    """Contract and side (+1 buys) of an order at each moment, leaning as the flow does."""
    second: Floats = at_ms / 1000.0
    expiry, strike, call = choose(rng, venue, second)
    lean = 0.5 * venue.flow(second) * np.where(call, 1.0, -1.0)
    side = np.where(rng.random(at_ms.size) < 0.5 + lean, 1, -1)
    return venue.maker.surface.listing.number(expiry, strike, call), side
