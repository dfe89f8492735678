"""One symbol's result from its chain."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.band import Ensemble, sign_band, trading_years
from spxcc.engines.gex.market_view import MarketView, coverage_of, expected_move, refusal, view_market
from spxcc.engines.gex.notes import warnings_of
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.positions import Exposures, Positions, exposures, make_positions
from spxcc.engines.gex.profile import (
    find_roots,
    make_repricer,
    nearest,
    no_root_reason,
    search_grid,
)
from spxcc.engines.gex.result import GexResult, Root, Scope
from spxcc.engines.gex.tables import (
    Ladder,
    absolute_gamma,
    expiry_rows,
    make_ladder,
    scope_masks,
    strike_rows,
    strongest,
    usd,
)
from spxcc.engines.gex.walls import WallMemory, both_definitions, hold, wall_reason
from spxcc.market.snapshot import Bools, Floats, MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND, to_millis


class SymbolMemory(msgspec.Struct, frozen=True):
    """Walls as published in the session `date`."""

    date: str = ""
    call: WallMemory = WallMemory()
    put: WallMemory = WallMemory()


@dataclass(frozen=True, slots=True)
class _Curves:
    """The profile of each scope on the search grid, with its roots; the scope "all" is always there."""

    grid: Floats
    values: Mapping[str, Floats]
    roots: Mapping[str, tuple[Root, ...]]


def measure(
    snapshot: MarketSnapshot, chain: OptionChain, memory: SymbolMemory, ratio: float | None, settings: GexSettings
) -> tuple[GexResult, SymbolMemory]:
    """The result of `chain` at `snapshot.as_of`, and the walls to remember.

    ratio: SPX/SPY of the last pair of prices, for a spot from SPY. Where the chain is not good enough every exposure is
    `None` or empty and `reason` says why; spot, volatility and expected move stay where they are known.
    """
    view = view_market(snapshot, chain, ratio, settings)
    coverage = coverage_of(view)
    base = _without_exposures(snapshot, chain, view, settings)
    reason = refusal(view, chain, coverage, settings)
    if reason is not None or view.valuation is None or view.surface is None or view.forwards is None:
        why = reason or "no exposures"
        refused = msgspec.structs.replace(base, coverage=coverage, reason=why, flip_reason=why, wall_reason=why)
        return refused, memory
    positions = make_positions(view.book, view.surface, view.valuation.years, view.forwards.carry)
    exposed = exposures(positions, view.valuation.spot, settings.rate)
    ladder = make_ladder(positions, exposed)
    result = _with_totals(base, exposed, ladder, view.valuation.spot)
    result = _with_profile(result, snapshot, view, positions, exposed, view.valuation.spot, settings)
    result, memory = _with_walls(result, snapshot, ladder, memory, view.valuation.spot, settings)
    result = msgspec.structs.replace(
        result,
        by_expiry=expiry_rows(view.book, view.parity, view.surface, view.valuation, positions, exposed),
        band=sign_band(positions, view.valuation.spot, _ensemble(snapshot, view, positions, settings)),
        coverage=coverage,
        warnings=warnings_of(snapshot, view, coverage, settings),
    )
    return result, memory


def absent(symbol: str, reason: str | None) -> GexResult:
    """The result that knows nothing, and why."""
    return GexResult(
        symbol=symbol,
        spot=None,
        spot_source="none",
        net_gex=None,
        call_gex=None,
        put_gex=None,
        gross_gex=None,
        flip_point=None,
        flip_reason=None,
        flips=(),
        call_wall=None,
        put_wall=None,
        call_walls=(),
        put_walls=(),
        wall_reason=None,
        absolute_gamma_strike=None,
        top_levels=(),
        by_strike=(),
        by_expiry=(),
        scopes={},
        profile=(),
        dex=None,
        vanna=None,
        charm=None,
        band=None,
        expected_move=None,
        atm_iv=None,
        coverage=None,
        open_interest_date=None,
        quotes_at=None,
        definition=params.DEFINITION,
        reason=reason,
    )


def _without_exposures(
    snapshot: MarketSnapshot, chain: OptionChain, view: MarketView, settings: GexSettings
) -> GexResult:
    sigma, move = expected_move(view)
    quoted_at = int(view.book.quoted_at.max(initial=0))
    return msgspec.structs.replace(
        absent(chain.underlying, None),
        spot=None if view.spot is None else round(view.spot.value, 4),
        spot_source="none" if view.spot is None else view.spot.source,
        expected_move=move,
        atm_iv=sigma,
        open_interest_date=chain.open_interest_date,
        quotes_at=to_millis(quoted_at) if quoted_at else None,
    )


def _with_totals(base: GexResult, exposed: Exposures, ladder: Ladder, spot: float) -> GexResult:
    calls, puts = float(exposed.call.sum()), float(exposed.put.sum())
    return msgspec.structs.replace(
        base,
        net_gex=usd(calls + puts),
        call_gex=usd(calls),
        put_gex=usd(puts),
        gross_gex=usd(calls - puts),
        absolute_gamma_strike=absolute_gamma(ladder, spot),
        top_levels=strongest(ladder),
        by_strike=strike_rows(ladder),
        dex=usd(float(exposed.dex.sum())),
        vanna=usd(float(exposed.vanna.sum())),
        charm=usd(float(exposed.charm.sum())),
    )


def _with_profile(
    result: GexResult,
    snapshot: MarketSnapshot,
    view: MarketView,
    positions: Positions,
    exposed: Exposures,
    spot: float,
    settings: GexSettings,
) -> GexResult:
    groups = scope_masks(view.book, snapshot.session.date)
    masks = {name: mask[positions.group] for name, mask in groups.items()}
    curves = _curves(positions, spot, masks, settings)
    roots, values = curves.roots["all"], curves.values["all"]
    flip = nearest(roots, spot)
    return msgspec.structs.replace(
        result,
        flip_point=None if flip is None else round(flip, 2),
        flip_reason=no_root_reason(values, settings.flip_range) if flip is None else None,
        flips=tuple(Root(round(root.level, 2), round(root.slope, 0), root.stable) for root in roots),
        scopes={name: _scope(exposed, mask, curves.roots[name], spot) for name, mask in masks.items()},
        profile=_shown(curves, spot),
    )


def _curves(positions: Positions, spot: float, scopes: Mapping[str, Bools], settings: GexSettings) -> _Curves:
    grid = search_grid(spot, settings.flip_range, settings.flip_step)
    repricer = make_repricer(positions, settings.rate)
    weights = np.stack([np.where(mask, positions.signed, 0.0) for mask in scopes.values()], axis=1)
    values = repricer.curves(grid, weights)
    return _Curves(
        grid=grid,
        values={name: values[:, at] for at, name in enumerate(scopes)},
        roots={name: find_roots(repricer, weights[:, at], grid, values[:, at]) for at, name in enumerate(scopes)},
    )


def _scope(exposed: Exposures, mask: Bools, roots: tuple[Root, ...], spot: float) -> Scope:
    calls, puts = float(exposed.call[mask].sum()), float(exposed.put[mask].sum())
    flip = nearest(roots, spot)
    return Scope(
        net=usd(calls + puts),
        call=usd(calls),
        put=usd(puts),
        gross=usd(calls - puts),
        flip=None if flip is None else round(flip, 2),
    )


def _shown(curves: _Curves, spot: float) -> tuple[tuple[float, float], ...]:
    near = np.flatnonzero(np.abs(curves.grid / spot - 1.0) <= params.PROFILE_SHOWN + 1e-9)
    values = curves.values["all"]
    return tuple((round(float(curves.grid[at]), 2), usd(float(values[at]))) for at in near)


def _ensemble(snapshot: MarketSnapshot, view: MarketView, positions: Positions, settings: GexSettings) -> Ensemble:
    begin = np.datetime64(snapshot.session.date)
    days = np.busday_count(begin, np.array(view.book.expiries, dtype="datetime64[D]"))
    seed = (int(snapshot.session.date.replace("-", "")), snapshot.as_of // NANOS_PER_SECOND)
    return Ensemble(trading_years(days)[positions.group], seed, settings.flip_range, settings.rate)


def _with_walls(
    result: GexResult,
    snapshot: MarketSnapshot,
    ladder: Ladder,
    memory: SymbolMemory,
    spot: float,
    settings: GexSettings,
) -> tuple[GexResult, SymbolMemory]:
    before = memory if memory.date == snapshot.session.date else SymbolMemory()
    rule = (settings.wall_margin, settings.wall_runs)
    call_wall, call_memory = hold(before.call, ladder.strike, ladder.net, spot, 1, *rule)
    put_wall, put_memory = hold(before.put, ladder.strike, ladder.net, spot, -1, *rule)
    found = msgspec.structs.replace(
        result,
        call_wall=call_wall,
        put_wall=put_wall,
        call_walls=both_definitions(ladder, ladder.call, spot, 1),
        put_walls=both_definitions(ladder, ladder.put, spot, -1),
        wall_reason=wall_reason(call_wall, put_wall),
    )
    return found, SymbolMemory(snapshot.session.date, call_memory, put_memory)
