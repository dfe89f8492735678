"""Net exposure by price and time to the close: the book as it is, only price and clock move.

In regular hours from now to a minute before the close; else over the whole next regular session. Volatility is sticky
by strike, carry stays, and a contract is out from its settlement on.
"""

import dataclasses
import math

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions, Weights, standard_weights
from spxcc.engines.gex.profile import Repricer, make_repricer
from spxcc.engines.gex.result import HeatMap
from spxcc.engines.gex.scenario import SAME_INSTANT_MINUTES
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos, to_millis

LEVELS, TIMES = 41, 13
USUAL_REACH, LEAST_REACH, MOST_REACH = 0.015, 0.01, 0.04
DAILY_SDS = 1.5
TRADING_DAYS = 252.0
FAR = 9.0
"""Beyond so many standard deviations from every level a contract has no gamma: e^−40 of its largest."""


def window_of(session: SessionInfo, as_of: UnixNanos) -> tuple[UnixNanos, UnixNanos]:
    """From now to the close in regular hours, else the next regular session."""
    return (as_of if session.phase == "open" else session.next_open), session.next_close


def reach_of(sigma: float | None) -> float:
    """How far the levels reach, as a share of spot: 1.5 sd of a day at the ATM volatility, between 1 % and 4 %."""
    if sigma is None:
        return USUAL_REACH
    return min(max(DAILY_SDS * sigma / math.sqrt(TRADING_DAYS), LEAST_REACH), MOST_REACH)


def heat_map(
    positions: Positions,
    spot: float,
    rate: float,
    as_of: UnixNanos,
    window: tuple[UnixNanos, UnixNanos],
    reach: float = USUAL_REACH,
    weights: Weights | None = None,
) -> HeatMap:
    """Net at 41 levels around `spot` and 13 times of `window`, the last a minute before its end.

    positions: as of `as_of`. weights: what dealers hold, by default by the standard model; net in whole dollars. Where
    the window has less than a minute left there is one time, its beginning.
    """
    signed = (standard_weights(positions) if weights is None else weights).net
    begin, end = window[0], window[1] - NANOS_PER_MINUTE
    times = np.unique(np.linspace(begin, max(begin, end), TIMES).astype(np.int64))
    levels = np.round(spot * (1.0 + np.linspace(-reach, reach, LEVELS)), 4)
    net = [_net_at(positions, signed, rate, float(at - as_of) / NANOS_PER_MINUTE, levels) for at in times]
    return HeatMap(
        levels=tuple(levels.tolist()),
        times=tuple(to_millis(int(at)) for at in times),
        net=tuple(net),
    )


def _net_at(positions: Positions, signed: Floats, rate: float, minutes: float, levels: Floats) -> tuple[float, ...]:
    """Net at every level after `minutes`, USD per 1 %."""
    left = positions.years * params.MINUTES_PER_YEAR - max(minutes, 0.0)
    alive = (signed != 0) & ((minutes <= 0) | (left > SAME_INSTANT_MINUTES))
    years = np.maximum(left, params.MIN_MINUTES) / params.MINUTES_PER_YEAR
    repricer, kept = _near(make_repricer(dataclasses.replace(positions, years=years), rate), alive, levels)
    values = repricer.curves(levels, signed[kept, None])[:, 0]
    return tuple((np.round(values) + 0.0).tolist())


def _near(repricer: Repricer, alive: Bools, levels: Floats) -> tuple[Repricer, Ints]:
    """The part of the repricer that has any gamma at the levels, and which positions that is."""
    low, high = (np.log(level) * repricer.slope + repricer.shift for level in (levels[0], levels[-1]))
    kept = np.flatnonzero(alive & (low < FAR) & (high > -FAR))
    return Repricer(repricer.slope[kept], repricer.shift[kept], repricer.unit[kept]), kept
