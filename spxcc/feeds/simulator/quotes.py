"""Bid and ask of every contract at any moment."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.surface import DIVIDEND, RATE, Surface
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.quant import bsm

SHARE, ITM_SHARE, ITM_WIDEST = 0.018, 0.02, 2.5
"""Spread: share of the out-of-the-money twin's value, share of the intrinsic value and its limit in points."""
OPENING_WIDTH, OPENING_MINUTES = 1.5, 6.0
FEAR_WIDTH = 3.0
"""How much wider than usual: at the open, and per relative rise of VIX."""
LARGE_PRICE = 3.0


@dataclass(frozen=True, slots=True)
class Quotes:
    """Columns, one entry per contract asked for; prices in points, `bid` NaN = nobody bids."""

    bid: Floats
    ask: Floats
    value: Floats
    volatility: Floats


@dataclass(frozen=True, slots=True)
class QuoteMaker:
    """Prices the listing of `surface` on `path`: the underlying at every second, in units of the strikes."""

    surface: Surface
    path: Floats
    small_tick: float
    large_tick: float

    def spot(self, second: Floats) -> Floats:
        """The underlying at seconds after the open."""
        return np.interp(second, np.arange(self.path.size, dtype=np.float64), self.path)

    def quotes(self, second: Floats, contract: Ints) -> Quotes:
        """Market of each contract at its second after the open; the arrays have one shape."""
        listing = self.surface.listing
        expiry, strike, call = listing.expiry_of(contract), listing.strike_of(contract), listing.is_call(contract)
        spot, years = self.spot(second), self.surface.years(second, expiry)
        log_moneyness = np.log(strike / spot) - (RATE - DIVIDEND) * years
        sigma = self.surface.volatility(second, expiry, log_moneyness)
        value = bsm.price(spot, strike, years, sigma, RATE, RATE - DIVIDEND, call)
        half = 0.5 * self._spread(second, value, _intrinsic(spot, strike, years, call))
        bid, ask = self._on_tick(value - half, np.floor), self._on_tick(value + half, np.ceil)
        alive = bid >= self.small_tick
        if listing.dead:
            alive &= ~listing.is_dead(contract)
        return Quotes(np.where(alive, bid, np.nan), np.maximum(ask, self.small_tick), value, sigma)

    def tick(self, price: Floats) -> Floats:
        """Least step of a price."""
        return np.where(price < LARGE_PRICE, self.small_tick, self.large_tick)

    def on_tick(self, price: Floats) -> Floats:
        """The nearest price that can be printed, at least one tick."""
        return np.maximum(self._on_tick(price, np.rint), self.small_tick)

    def _on_tick(self, price: Floats, way: np.ufunc) -> Floats:
        tick = self.tick(price)
        # A hair towards the price itself, so that a value on the tick stays there.
        return np.asarray(np.round(way(np.round(price / tick, 6)) * tick, 2))

    def _spread(self, second: Floats, value: Floats, intrinsic: Floats) -> Floats:
        outside = np.maximum(value - intrinsic, 0.0)
        usual = SHARE * outside + np.minimum(ITM_SHARE * intrinsic, ITM_WIDEST)
        level = np.interp(second, np.arange(self.path.size, dtype=np.float64), self.surface.level)
        fear = FEAR_WIDTH * np.maximum(level / self.surface.level[0] - 1.0, 0.0)
        wide = 1.0 + OPENING_WIDTH * np.exp(-second / (60.0 * OPENING_MINUTES)) + fear
        return np.asarray(np.maximum(self.tick(value), usual * wide))


def _intrinsic(spot: Floats, strike: Floats, years: Floats, call: Bools) -> Floats:
    """Discounted value of exercise at the forward: what a quote is worth without its optionality."""
    gap = spot * np.exp(-DIVIDEND * years) - strike * np.exp(-RATE * years)
    return np.maximum(np.where(call, gap, -gap), 0.0)
