"""The option tape: prints with prices, block by block, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.crowd import BLOCK_MINUTES, Venue, single_prints
from spxcc.feeds.simulator.orders import all_orders
from spxcc.feeds.simulator.prints import Prints, together
from spxcc.feeds.simulator.scenario import ScriptedOrder
from spxcc.feeds.simulator.streams import Seed, Stream
from spxcc.market.snapshot import Floats, Ints

KEPT_BLOCKS = 4
"""Blocks that are kept, the last asked for: those of a whole day would be some 10 MB."""
NUMBERS = 100_000
"""More than any block has prints: their numbers are unique in a day."""


@dataclass(frozen=True, slots=True)
class PricedPrints:
    """Prints in order of report, each with its number of the day, its price and the market it met (bid NaN = none)."""

    prints: Prints
    number: Ints
    price: Floats
    bid: Floats
    ask: Floats

    def take(self, which: Ints | slice) -> "PricedPrints":
        """Some of them."""
        return PricedPrints(
            self.prints.take(which), self.number[which], self.price[which], self.bid[which], self.ask[which]
        )


class Tape:
    """All prints of one underlying's options, drawn from `stream`.

    Blocks may be asked for in any order; one that is no longer kept is drawn again, the same.
    """

    def __init__(self, venue: Venue, orders: Sequence[ScriptedOrder], seed: Seed, stream: Stream) -> None:
        self.venue = venue
        self._orders = tuple(orders)
        self._seed = seed
        self.stream = stream
        self._totals = _Totals(len(venue.maker.surface.listing))
        self._blocks: dict[int, PricedPrints] = {}

    def block(self, number: int) -> PricedPrints:
        """The prints of the minutes [15·number, 15·number + 15)."""
        made = self._blocks.pop(number, None)
        self._blocks[number] = made = self._made(number) if made is None else made
        if len(self._blocks) > KEPT_BLOCKS:
            self._forget(next(iter(self._blocks)))
        return made

    def minute(self, minute: int) -> PricedPrints:
        """The prints reported in one minute after the open."""
        made = self.block(minute // BLOCK_MINUTES)
        begin, end = np.searchsorted(made.prints.at_ms, [minute * 60_000, (minute + 1) * 60_000])
        return made.take(slice(int(begin), int(end)))

    def totals(self, until_ms: int) -> tuple[Ints, Floats]:
        """Volume (prints less cancelled ones) and last price (NaN = none) by contract of all reports up to then."""
        length = 60_000 * BLOCK_MINUTES
        if self._totals.blocks * length > until_ms:
            self._totals = _Totals(self._totals.volume.size)
        while (self._totals.blocks + 1) * length <= until_ms:
            self._totals.add(self.block(self._totals.blocks))
        found = self._totals.copy()
        if found.blocks * length < until_ms:
            found.add(self.block(found.blocks), until_ms)
        return found.volume, found.last

    def _forget(self, number: int) -> None:
        gone = self._blocks.pop(number)
        if number == self._totals.blocks:
            # A day told from its open is added up on the way, and no block of it drawn twice.
            self._totals.add(gone)

    def _made(self, number: int) -> PricedPrints:
        rng = self._seed.generator(self.stream, number)
        singles = single_prints(rng, self.venue, number)
        found = together((singles, all_orders(rng, self.venue, number, self._orders)))
        maker = self.venue.maker
        quotes = maker.quotes(_market_ms(found) / 1_000.0, found.contract)
        shift = found.steps * maker.tick(quotes.value)
        ask, bid = np.maximum(quotes.ask + shift, maker.small_tick), quotes.bid + shift
        bid[bid < maker.small_tick - 1e-9] = np.nan
        ask, bid = np.asarray(np.round(ask, 2)), np.asarray(np.round(bid, 2))
        # Where nobody bids every print is at the ask.
        half = np.where(np.isnan(bid), 0.0, 0.5 * (ask - bid))
        price = np.clip(maker.on_tick(ask - half + found.touch * half), np.where(np.isnan(bid), ask, bid), ask)
        numbers = number * NUMBERS + np.arange(len(found), dtype=np.int64)
        return PricedPrints(found, numbers, price, bid, ask)


class _Totals:
    """Sums over whole blocks from the open on."""

    def __init__(self, contracts: int) -> None:
        self.blocks = 0
        self.volume: Ints = np.zeros(contracts, dtype=np.int64)
        self.last: Floats = np.full(contracts, np.nan)

    def copy(self) -> "_Totals":
        """The same sums, free to go on by themselves."""
        made = _Totals(0)
        made.blocks, made.volume, made.last = self.blocks, self.volume.copy(), self.last.copy()
        return made

    def add(self, made: PricedPrints, until_ms: int | None = None) -> None:
        """Take in a block, or what of it is reported by `until_ms`."""
        end = len(made.prints) if until_ms is None else int(np.searchsorted(made.prints.at_ms, until_ms, side="right"))
        contract = made.prints.contract[:end]
        signed = np.where(made.prints.cancels[:end], -1, 1) * made.prints.size[:end]
        np.add.at(self.volume, contract, signed)
        current = ~made.prints.cancels[:end] & (made.prints.late_ms[:end] == 0)
        self.last[contract[current]] = made.price[:end][current]
        self.blocks += 1


def _market_ms(found: Prints) -> Ints:
    """Whose market each print meets: that of its own moment, or of the first print of its order."""
    moment = found.at_ms - found.late_ms
    first = np.full(int(found.order.max(initial=0)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, found.order, moment)
    return np.asarray(np.where(found.order > 0, first[found.order], moment))
