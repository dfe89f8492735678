"""Net exposure by price and time to the close: the book as it is, only price and clock move.

In regular hours from now to a minute before the close; else over the whole next regular session. Volatility is sticky
by strike, carry stays, and a contract is out from its settlement on.
"""

import math
from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions, Weights, standard_weights
from spxcc.engines.gex.profile import Repricer, shift_of, unit_of
from spxcc.engines.gex.result import HeatMap
from spxcc.engines.gex.scenario import SAME_INSTANT_MINUTES
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import Floats
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
    held = _held(positions, signed)
    net = [_net_at(held, rate, float(at - as_of) / NANOS_PER_MINUTE, levels) for at in times]
    return HeatMap(
        levels=tuple(levels.tolist()),
        times=tuple(to_millis(int(at)) for at in times),
        net=tuple(net),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """Positions that dealers hold anything of: minutes to settlement, ln K, σ, carry and contracts."""

    minutes: Floats
    log_strike: Floats
    sigma: Floats
    carry: Floats
    signed: Floats


def _held(positions: Positions, signed: Floats) -> _Held:
    there = np.flatnonzero(signed)
    return _Held(
        positions.years[there] * params.MINUTES_PER_YEAR,
        np.log(positions.strike[there]),
        positions.sigma[there],
        positions.carry[there],
        signed[there],
    )


def _net_at(held: _Held, rate: float, minutes: float, levels: Floats) -> tuple[float, ...]:
    """Net at every level after `minutes`, USD per 1 %."""
    left = held.minutes - max(minutes, 0.0)
    alive = (left > SAME_INSTANT_MINUTES) | (minutes <= 0)
    years = np.maximum(left, params.MIN_MINUTES) / params.MINUTES_PER_YEAR
    total, drift = held.sigma * np.sqrt(years), held.carry * years
    slope, shift = 1.0 / total, shift_of(drift, held.log_strike, total)
    low, high = (np.log(level) * slope + shift for level in (levels[0], levels[-1]))
    kept = np.flatnonzero(alive & (low < FAR) & (high > -FAR))
    unit = unit_of(drift[kept], rate * years[kept], total[kept])
    values = Repricer(slope[kept], shift[kept], unit).curves(levels, held.signed[kept, None])[:, 0]
    return tuple((np.round(values) + 0.0).tolist())
