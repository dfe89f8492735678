"""Implied volatility and greeks as the vendor computes them: from the middle of the quote."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.board import DEEP
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.quoting import Touch
from spxcc.feeds.simulator.surface import DIVIDEND, RATE
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.quant import bsm
from spxcc.quant.implied import implied_vol

LAST_MINUTES_S = 180.0
"""Before settlement: no greeks any more."""
LONE_SHARE = 41
"""One contract of so many has a volatility and no greeks."""


@dataclass(frozen=True, slots=True)
class Greeks:
    """Columns by contract. solved: there is a volatility; served: there are greeks too. theta a day, vega a point."""

    iv: Floats
    delta: Floats
    gamma: Floats
    theta: Floats
    vega: Floats
    solved: Bools
    served: Bools


def greeks_of(market: Market, board: int, number: Ints, touch: Touch) -> Greeks:
    """Of contracts at the moment of their own quotes."""
    maker = market.day.boards[board].maker
    listing = maker.surface.listing
    second = np.maximum(touch.at_ms, 0) / 1_000.0
    strike, call = listing.strike_of(number), listing.is_call(number)
    years = maker.surface.years(second, listing.expiry_of(number))
    spot = maker.spot(second)
    middle = 0.5 * (touch.bid + touch.ask)
    forward = spot * np.exp((RATE - DIVIDEND) * years)
    iv = implied_vol(middle, forward, strike, years, np.exp(-RATE * years), call)
    solved = np.isfinite(iv) & (touch.at_ms >= 0)
    given = (spot, strike, years, np.where(solved, iv, 0.2), RATE, RATE - DIVIDEND)
    delta = bsm.delta(*given, call)
    alive = market.day.boards[board].listing.settles_at[listing.expiry_of(number)] / 1e9 - (
        market.open_ms / 1_000.0 + second
    )
    served = solved & (np.abs(delta) <= DEEP) & (alive > LAST_MINUTES_S) & (number % LONE_SHARE != 5)
    return Greeks(
        iv=iv,
        delta=delta,
        gamma=bsm.gamma(*given, call),
        theta=bsm.theta(*given, call) / 365.0,
        vega=bsm.vega(*given, call) / 100.0,
        solved=solved,
        served=served,
    )
