"""Sign ensemble: what net exposure and flip become when the sign assumption is wrong within reason.

Each draw multiplies the open interest of the calls by 1 + τ_c + ε_c(K) and that of the puts by 1 + τ_p + ε_p(K): τ a
global tilt of the side, ε independent noise per strike, all normal with mean 0. A draw also takes one of four
conventions: as published (40 %), volatility one point up or down, or trading time for the volatilities that are not
inverted from mids (20 % each; an own volatility is a measured σ√T, which no time convention changes).
"""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions
from spxcc.engines.gex.profile import Repricer, make_repricer
from spxcc.engines.gex.result import Band
from spxcc.market.snapshot import Floats, Ints

TRADING_DAYS = 252.0
_POINT = 0.01
_SHARES = (0.4, 0.2, 0.2, 0.2)
_LEVELS = 41
_BEND = 3.0


@dataclass(frozen=True, slots=True)
class Ensemble:
    """What `sign_band` needs besides the positions: `trading_years` per position, the seed, the range of the flip."""

    trading_years: Floats
    seed: tuple[int, ...]
    reach: float
    rate: float


def trading_years(days: Ints) -> Floats:
    """Weekdays to expiry over 252, at least one day."""
    return np.maximum(days, 1) / TRADING_DAYS


def sign_band(positions: Positions, spot: float, ensemble: Ensemble) -> Band:
    """P⁺, quantiles of net, flip band, and how often the leading walls lead. positions sorted by strike."""
    generator = np.random.default_rng(ensemble.seed)
    convention = generator.choice(len(_SHARES), size=params.DRAWS, p=_SHARES)
    strikes, starts = np.unique(positions.strike, return_index=True)
    tilt = generator.normal(0.0, params.TILT_SD, (2, 1, params.DRAWS))
    noise = generator.normal(0.0, params.STRIKE_SD, (2, strikes.size, params.DRAWS))
    call_factor, put_factor = 1.0 + tilt + noise
    bend = np.linspace(-1.0, 1.0, _LEVELS)
    levels = spot * (1.0 + ensemble.reach * np.sinh(_BEND * bend) / np.sinh(_BEND))
    net = np.empty((_LEVELS, params.DRAWS))
    walls = np.empty((2, params.DRAWS))
    for at, repricer in enumerate(_repricers(positions, ensemble)):
        drawn = np.flatnonzero(convention == at)
        calls, puts = _by_strike(repricer, levels, positions, starts)
        net[:, drawn] = calls @ call_factor[:, drawn] - puts @ put_factor[:, drawn]
        here = calls[_LEVELS // 2, :, None] * call_factor[:, drawn] - puts[_LEVELS // 2, :, None] * put_factor[:, drawn]
        walls[0, drawn] = strikes[np.argmax(np.where(strikes[:, None] >= spot, here, -np.inf), axis=0)]
        walls[1, drawn] = strikes[np.argmin(np.where(strikes[:, None] <= spot, here, np.inf), axis=0)]
    return _band(levels, net, walls)


def _repricers(positions: Positions, ensemble: Ensemble) -> tuple[Repricer, ...]:
    """One per convention, in the order of `_SHARES`."""
    lower = np.maximum(positions.sigma - _POINT, 0.2 * positions.sigma)
    years = np.where(positions.own, positions.years, ensemble.trading_years)
    return (
        make_repricer(positions, ensemble.rate),
        make_repricer(positions, ensemble.rate, sigma=positions.sigma + _POINT),
        make_repricer(positions, ensemble.rate, sigma=lower),
        make_repricer(positions, ensemble.rate, years=years),
    )


def _by_strike(repricer: Repricer, levels: Floats, positions: Positions, starts: Ints) -> tuple[Floats, Floats]:
    """Exposure of calls and of puts by level and strike, both ≥ 0: (levels, strikes)."""
    bells = repricer.bells(levels) * levels[:, None]
    calls = np.add.reduceat(bells * (repricer.unit * positions.call_interest), starts, axis=1)
    return calls, np.add.reduceat(bells * (repricer.unit * positions.put_interest), starts, axis=1)


def _band(levels: Floats, net: Floats, walls: Floats) -> Band:
    middle = net[levels.size // 2]
    flips = _flips(levels, net)
    known = flips[np.isfinite(flips)]
    enough = 2 * known.size >= flips.size
    p10, p50, p90 = np.quantile(middle, (0.1, 0.5, 0.9))
    shares = [float(np.unique(side, return_counts=True)[1].max()) / side.size for side in walls]
    return Band(
        p_plus=round(float(np.mean(middle > 0)), 6),
        p10=round(float(p10), 0),
        p50=round(float(p50), 0),
        p90=round(float(p90), 0),
        flip_p10=round(float(np.quantile(known, 0.1)), 2) if enough else None,
        flip_p90=round(float(np.quantile(known, 0.9)), 2) if enough else None,
        draws=params.DRAWS,
        call_wall_share=round(shares[0], 6),
        put_wall_share=round(shares[1], 6),
    )


def _flips(levels: Floats, net: Floats) -> Floats:
    """Per draw the root nearest to the middle level, linear between levels; NaN without one."""
    low, high = net[:-1], net[1:]
    changes = (low < 0) != (high < 0)
    gap = np.where(changes, low - high, 1.0)
    roots = levels[:-1, None] + np.where(changes, low / gap, 0.0) * np.diff(levels)[:, None]
    away = np.where(changes, np.abs(roots - levels[levels.size // 2]), np.inf)
    nearest = np.argmin(away, axis=0)
    draws = np.arange(net.shape[1])
    return np.where(np.isfinite(away[nearest, draws]), roots[nearest, draws], np.nan)
