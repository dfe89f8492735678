"""Sign ensemble: what net exposure, flip and walls become when the sign assumption is wrong within reason.

Each draw multiplies what dealers are assumed to hold by 1 + τ + ε(K), for calls and puts apart: τ the tilt of the
whole side, ε of a strike, all normal with mean 0 and independent. A draw also takes one of four conventions: as
published (40 %), volatility one point up or down, or trading time for the volatilities that are not inverted from mids
(20 % each; an own volatility is a measured σ√T, which no time convention changes).

The two standard deviations are fitted: in simulated books of customers' orders p10..p90 of net covers what dealers hold
four times out of five. That stands and falls with the premise that customers on balance sell calls and buy puts, and it
is said of net only: the flip of what dealers hold lies in the flip band less often.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions, Weights, standard_weights
from spxcc.engines.gex.profile import Repricer, make_repricer
from spxcc.engines.gex.result import Band, WallShare
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


@dataclass(frozen=True, slots=True)
class Draws:
    """n draws: convention (n); factor of what is held at a strike, of calls and of puts: (2, strikes, n).

    parts: of each convention which draws have it, and their factors of calls and of puts.
    """

    convention: Ints
    factor: Floats
    parts: tuple[tuple[Ints, Floats, Floats], ...]


def trading_years(days: Ints) -> Floats:
    """Weekdays to expiry over 252, at least one day."""
    return np.maximum(days, 1) / TRADING_DAYS


def make_draws(seed: tuple[int, ...], strikes: Floats) -> Draws:
    """The noise of a strike depends on the seed and itself alone, so that a new neighbour changes no other.

    Each draw has its mirror image, so that the middle of the band is where it belongs and not where chance put it. The
    arrays cannot be written: they are the same all session.
    """
    return _draws(seed, tuple(strikes.tolist()))


@lru_cache(maxsize=4)
def _draws(seed: tuple[int, ...], strikes: tuple[float, ...]) -> Draws:
    half = params.DRAWS // 2
    generator = np.random.default_rng(seed)
    convention = generator.choice(len(_SHARES), size=half, p=_SHARES)
    tilt = generator.normal(0.0, params.TILT_SD, (2, 1, half))
    noise = [_noise((*seed, round(1000 * strike)), half) for strike in strikes]
    off = tilt + np.stack(noise, axis=1)
    of_each, factor = np.concatenate((convention, convention)), 1.0 + np.concatenate((off, -off), axis=-1)
    chosen = [np.flatnonzero(of_each == at) for at in range(len(_SHARES))]
    parts = tuple((drawn, factor[0][:, drawn], factor[1][:, drawn]) for drawn in chosen)
    for array in (of_each, factor, *(each for part in parts for each in part)):
        array.setflags(write=False)
    return Draws(of_each, factor, parts)


def _noise(seed: tuple[int, ...], count: int) -> Floats:
    return np.random.default_rng(seed).normal(0.0, params.STRIKE_SD, (2, count))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the draws gave: net at each level (levels, n), ascending around spot, and by strike at spot (strikes, n)."""

    levels: Floats
    net: Floats
    strikes: Floats
    by_strike: Floats

    @property
    def at_spot(self) -> Floats:
        """Net of each draw."""
        middle: Floats = self.net[self.levels.size // 2]
        return middle

    @property
    def flips(self) -> Floats:
        """Root of each draw nearest to spot; NaN without one."""
        return _flips(self.levels, self.net)


def sign_band(positions: Positions, spot: float, ensemble: Ensemble, weights: Weights | None = None) -> Band:
    """P⁺, quantiles of net, flip band, and how often each strike is the wall. positions sorted by strike.

    weights: what dealers hold by the sign model that the band is drawn around; the standard one unless given.
    """
    drawn = draw(positions, spot, ensemble, weights)
    calls, puts = (_wall_shares(drawn.strikes, drawn.by_strike, spot, side) for side in (1, -1))
    return _band(drawn, calls, puts)


def draw(positions: Positions, spot: float, ensemble: Ensemble, weights: Weights | None = None) -> Drawn:
    """All draws of the ensemble."""
    held = standard_weights(positions) if weights is None else weights
    strikes, starts = np.unique(positions.strike, return_index=True)
    draws = make_draws(ensemble.seed, strikes)
    levels = spot * (1.0 + ensemble.reach * np.sinh(_BEND * np.linspace(-1.0, 1.0, _LEVELS)) / np.sinh(_BEND))
    net = np.zeros((_LEVELS, params.DRAWS))
    by_strike = np.zeros((strikes.size, params.DRAWS))
    for repricer, (drawn, *factors) in zip(make_repricers(positions, ensemble), draws.parts, strict=True):
        bells = repricer.bells(levels) * levels[:, None]
        calls, puts = (
            np.add.reduceat(bells * (repricer.unit * contracts), starts, axis=1) for contracts in (held.call, held.put)
        )
        net[:, drawn] = calls @ factors[0] + puts @ factors[1]
        middle = _LEVELS // 2
        by_strike[:, drawn] = calls[middle, :, None] * factors[0] + puts[middle, :, None] * factors[1]
    return Drawn(levels, net, strikes, by_strike)


def make_repricers(positions: Positions, ensemble: Ensemble) -> tuple[Repricer, ...]:
    """One per convention: as published, volatility up, volatility down, trading time."""
    lower = np.maximum(positions.sigma - _POINT, 0.2 * positions.sigma)
    years = np.where(positions.own, positions.years, ensemble.trading_years)
    return (
        make_repricer(positions, ensemble.rate),
        make_repricer(positions, ensemble.rate, sigma=positions.sigma + _POINT),
        make_repricer(positions, ensemble.rate, sigma=lower),
        make_repricer(positions, ensemble.rate, years=years),
    )


def walls_of(drawn: Drawn, spot: float, side: int) -> Floats:
    """Per draw the strike with the most net exposure on one side of spot (+1 above); NaN where none gains there."""
    there = side * (drawn.strikes - spot) >= 0
    if not there.any():
        return np.full(drawn.by_strike.shape[1], np.nan)
    strikes, gained = drawn.strikes[there], side * drawn.by_strike[there]
    order = np.argsort(np.abs(strikes - spot), kind="stable")
    leader = np.argmax(gained[order], axis=0)
    has_wall = gained[order][leader, np.arange(leader.size)] > 0
    return np.where(has_wall, strikes[order][leader], np.nan)


def _wall_shares(strikes: Floats, by_strike: Floats, spot: float, side: int) -> tuple[WallShare, ...]:
    """Of the draws, how many have each strike as their wall; the most frequent first, ties by nearness to spot."""
    there = np.flatnonzero(side * (strikes - spot) >= 0)
    if not there.size:
        return ()
    near_first = there[np.argsort(np.abs(strikes[there] - spot), kind="stable")]
    gained = side * by_strike[near_first]
    leader = np.argmax(gained, axis=0)
    has_wall = gained[leader, np.arange(leader.size)] > 0
    counts = np.bincount(leader[has_wall], minlength=near_first.size)
    ranked = [at for at in np.argsort(-counts, kind="stable") if counts[at]]
    return tuple(WallShare(float(strikes[near_first[at]]), round(float(counts[at]) / leader.size, 6)) for at in ranked)


def _band(drawn: Drawn, calls: tuple[WallShare, ...], puts: tuple[WallShare, ...]) -> Band:
    middle, flips = drawn.at_spot, drawn.flips
    known = flips[np.isfinite(flips)]
    enough = 2 * known.size >= flips.size
    p10, p50, p90 = np.quantile(middle, (0.1, 0.5, 0.9))
    return Band(
        p_plus=round(float(np.mean(middle > 0)), 6),
        p10=round(float(p10), 0),
        p50=round(float(p50), 0),
        p90=round(float(p90), 0),
        flip_p10=round(float(np.quantile(known, 0.1)), 2) if enough else None,
        flip_p90=round(float(np.quantile(known, 0.9)), 2) if enough else None,
        draws=params.DRAWS,
        call_wall_share=calls[0].share if calls else None,
        put_wall_share=puts[0].share if puts else None,
        flip_share=round(known.size / flips.size, 6),
        call_walls=calls,
        put_walls=puts,
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
