"""One symbol's result from its chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
import numpy as np

from spxcc.engines.flow.result import Signed
from spxcc.engines.gex import params, views
from spxcc.engines.gex.band import Ensemble, sign_band, trading_years
from spxcc.engines.gex.change import Sample, change_of, kept, sample_of
from spxcc.engines.gex.combined import Parts
from spxcc.engines.gex.curves import make_curves
from spxcc.engines.gex.grid import strike_grid
from spxcc.engines.gex.heat import heat_map, reach_of, window_of
from spxcc.engines.gex.market_view import MarketView, coverage_of, expected_move, refusal, view_market
from spxcc.engines.gex.notes import warnings_of
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.positions import Exposures, Positions, exposures, make_positions, sensitivities_of
from spxcc.engines.gex.profile import no_root_reason
from spxcc.engines.gex.quality import quality_of
from spxcc.engines.gex.result import Band, GexResult, Root, Scope
from spxcc.engines.gex.scenario import charm_to_close, default_scenarios, hedge_flows
from spxcc.engines.gex.signs import SignInput, SignModel, Signs, make_sign_model
from spxcc.engines.gex.tables import (
    absolute_gamma,
    expiry_rows,
    make_ladder,
    scope_masks,
    strike_rows,
    strongest,
    usd,
)
from spxcc.engines.gex.walls import WallMemory, both_definitions, hold, wall_reason
from spxcc.market.snapshot import Bools, MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from spxcc.quant.bsm import Sensitivities


class SymbolMemory(msgspec.Struct, frozen=True):
    """Walls as published in the session `date`, and samples of the exposures of its last minutes."""

    date: str = ""
    call: WallMemory = WallMemory()
    put: WallMemory = WallMemory()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What a run knows besides the chain.

    ratio: SPX/SPY of the last pair of prices, for a spot from SPY. memory: walls. signed: the day's classified prints.
    before: the view of an earlier run by the same settings.
    """

    ratio: float | None = None
    memory: SymbolMemory = field(default_factory=SymbolMemory)
    signed: Mapping[str, Signed] | None = None
    before: MarketView | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A result, the walls to remember, the view it was made from, and its parts (`None` where it was refused)."""

    result: GexResult
    memory: SymbolMemory
    view: MarketView
    parts: Parts | None


def measure(
    snapshot: MarketSnapshot, chain: OptionChain, memory: SymbolMemory, ratio: float | None, settings: GexSettings
) -> tuple[GexResult, SymbolMemory]:
    """The result of `chain` at `snapshot.as_of` from nothing but these, and the walls to remember."""
    measured = measure_chain(snapshot, chain, settings, Given(ratio, memory))
    return measured.result, measured.memory


def measure_chain(snapshot: MarketSnapshot, chain: OptionChain, settings: GexSettings, given: Given) -> Measured:
    """The result of `chain` at `snapshot.as_of`.

    Where the chain is not good enough every exposure is `None` or empty and `reason` says why; spot, volatility and
    expected move stay where they are known.
    """
    model = make_sign_model(settings.sign_model, settings.sign_overrides)
    view = view_market(snapshot, chain, given.ratio, settings, given.signed, given.before)
    coverage = coverage_of(view)
    base = msgspec.structs.replace(
        _without_exposures(snapshot, chain, view, settings),
        coverage=coverage,
        quality=quality_of(snapshot, view, model.name),
        definition=params.definition_of(model.name),
        warnings=warnings_of(snapshot, view, coverage, settings),
    )
    reason = refusal(view, chain, coverage, settings)
    if reason is not None or view.valuation is None or view.surface is None or view.forwards is None:
        return Measured(_refused(base, reason or "no exposures"), given.memory, view, None)
    positions = make_positions(view.book, view.surface, view.valuation.years, view.forwards.carry)
    signs = _signs(view, positions, view.valuation.spot, model)
    if signs.weights is None:
        return Measured(_refused(base, f"sign model {model.name}: {signs.reason}"), given.memory, view, None)
    weights = signs.weights
    one = sensitivities_of(positions, view.valuation.spot, settings.rate)
    exposed = exposures(positions, view.valuation.spot, settings.rate, weights, one)
    masks = {name: mask[positions.group] for name, mask in scope_masks(view.book, snapshot.session.date).items()}
    unmoved = _signs(view, positions, view.valuation.spot, _without_flow(settings)).weights or weights
    counts = (views.by_volume(view.book, positions), views.by_flow(view.book, positions, unmoved))
    columns = {name: np.where(mask, weights.net, 0.0) for name, mask in masks.items()}
    columns |= {count.name: count.weights.net for count in counts if count.weights is not None}
    curves = make_curves(positions, view.valuation.spot, columns, settings)
    parts = Parts(view.valuation.spot, positions, weights, exposed, make_ladder(positions, exposed), curves)
    result = _with_profile(_with_totals(base, parts), parts, masks, settings)
    result, memory = _with_walls(result, snapshot, parts, given.memory, settings)
    result, memory = _with_change(result, snapshot, view, parts, memory)
    result = _with_outlook(result, snapshot, parts, settings, one)
    result = _with_views(result, parts, counts, settings, one)
    result = msgspec.structs.replace(
        result,
        by_expiry=expiry_rows(view.book, view.parity, view.surface, view.valuation, positions, exposed),
        band=band_of(snapshot, view, parts, settings),
        warnings=(*base.warnings, *signs.notes),
    )
    return Measured(result, memory, view, parts)


def _signs(view: MarketView, positions: Positions, spot: float, model: SignModel) -> Signs:
    calls, puts = positions.of_calls(view.book.call.bought), positions.of_puts(view.book.put.bought)
    return model.signs(SignInput(positions, spot, view.book.expiries, calls, puts))


def _without_flow(settings: GexSettings) -> SignModel:
    """The model before the day's prints, which a flow-signed one has moved by already."""
    return make_sign_model(settings.sign_model, settings.sign_overrides, alpha=0.0)


def _refused(base: GexResult, why: str) -> GexResult:
    return msgspec.structs.replace(base, reason=why, flip_reason=why, wall_reason=why)


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


def _with_totals(base: GexResult, parts: Parts) -> GexResult:
    exposed = parts.exposed
    calls, puts = float(exposed.call.sum()), float(exposed.put.sum())
    return msgspec.structs.replace(
        base,
        net_gex=usd(calls + puts),
        call_gex=usd(calls),
        put_gex=usd(puts),
        gross_gex=usd(float(exposed.gross.sum())),
        absolute_gamma_strike=absolute_gamma(parts.ladder, parts.spot),
        top_levels=strongest(parts.ladder),
        by_strike=strike_rows(parts.ladder),
        dex=usd(float(exposed.dex.sum())),
        dealer_dex=usd(float(exposed.dealer_dex.sum())),
        vanna=usd(float(exposed.vanna.sum())),
        charm=usd(float(exposed.charm.sum())),
        speed=usd(float(exposed.speed.sum())),
    )


def _with_profile(result: GexResult, parts: Parts, masks: Mapping[str, Bools], settings: GexSettings) -> GexResult:
    curves = parts.curves
    flip = curves.flip("all")
    return msgspec.structs.replace(
        result,
        flip_point=flip,
        flip_reason=no_root_reason(curves.values["all"], settings.flip_range) if flip is None else None,
        flips=tuple(Root(round(root.level, 2), round(root.slope, 0), root.stable) for root in curves.roots["all"]),
        scopes={name: _scope(parts.exposed, mask, curves.flip(name)) for name, mask in masks.items()},
        profile=curves.shown("all"),
    )


def _scope(exposed: Exposures, mask: Bools, flip: float | None) -> Scope:
    calls, puts = float(exposed.call[mask].sum()), float(exposed.put[mask].sum())
    return Scope(
        net=usd(calls + puts), call=usd(calls), put=usd(puts), gross=usd(float(exposed.gross[mask].sum())), flip=flip
    )


def _with_views(
    result: GexResult, parts: Parts, counts: tuple[views.Counted, views.Counted], settings: GexSettings,
    one: Sensitivities,
) -> GexResult:  # fmt: skip
    by_volume, by_flow = (
        views.view_of(count, parts.positions, parts.spot, settings.rate, parts.curves.flip(count.name), one)
        if count.weights is not None
        else views.absent(count)
        for count in counts
    )
    return msgspec.structs.replace(result, volume_view=by_volume, flow_view=by_flow)


def _with_outlook(
    result: GexResult, snapshot: MarketSnapshot, parts: Parts, settings: GexSettings, one: Sensitivities
) -> GexResult:
    """Flows of the usual scenarios, charm to the close, and the heat map."""
    positions, held, window = parts.positions, parts.weights, window_of(snapshot.session, snapshot.as_of)
    left = (window[1] - snapshot.as_of) / NANOS_PER_MINUTE
    reach = reach_of(result.atm_iv)
    return msgspec.structs.replace(
        result,
        hedge_flows=hedge_flows(positions, parts.spot, settings.rate, default_scenarios(left), held, one),
        charm_to_close=usd(charm_to_close(positions, parts.spot, settings.rate, left, held)),
        heat=heat_map(positions, parts.spot, settings.rate, snapshot.as_of, window, reach, held),
    )


def band_of(snapshot: MarketSnapshot, view: MarketView, parts: Parts, settings: GexSettings) -> Band:
    """The sign ensemble, with the same draws all session: it moves when the book does, never by chance."""
    return sign_band(parts.positions, parts.spot, ensemble_of(snapshot, view, parts, settings), parts.weights)


def ensemble_of(snapshot: MarketSnapshot, view: MarketView, parts: Parts, settings: GexSettings) -> Ensemble:
    """Clock, seed and reach of the draws of the session."""
    begin = np.datetime64(snapshot.session.date)
    days = np.busday_count(begin, np.array(view.book.expiries, dtype="datetime64[D]"))
    seed = (int(snapshot.session.date.replace("-", "")),)
    return Ensemble(trading_years(days)[parts.positions.group], seed, settings.flip_range, settings.rate)


def _with_walls(
    result: GexResult, snapshot: MarketSnapshot, parts: Parts, memory: SymbolMemory, settings: GexSettings
) -> tuple[GexResult, SymbolMemory]:
    ladder, spot = parts.ladder, parts.spot
    before = memory if memory.date == snapshot.session.date else SymbolMemory()
    call_wall, call_memory = hold(before.call, ladder, spot, 1, snapshot.as_of, settings)
    put_wall, put_memory = hold(before.put, ladder, spot, -1, snapshot.as_of, settings)
    found = msgspec.structs.replace(
        result,
        call_wall=call_wall,
        put_wall=put_wall,
        call_walls=both_definitions(ladder, ladder.call, spot, 1),
        put_walls=both_definitions(ladder, ladder.put, spot, -1),
        wall_reason=wall_reason(call_wall, put_wall),
    )
    return found, SymbolMemory(snapshot.session.date, call_memory, put_memory, before.samples)


def _with_change(
    result: GexResult, snapshot: MarketSnapshot, view: MarketView, parts: Parts, memory: SymbolMemory
) -> tuple[GexResult, SymbolMemory]:
    """The strikes by date, and what changed since the samples of `memory`."""
    grid = strike_grid(view.book, parts.positions, parts.exposed, parts.ladder, parts.spot)
    now = sample_of(to_millis(snapshot.as_of), float(parts.exposed.net.sum()), grid)
    samples = kept(memory.samples, now)
    found = msgspec.structs.replace(result, grid=grid, change=change_of(samples, now))
    return found, msgspec.structs.replace(memory, samples=samples)
