"""From a published method to ours, one convention at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.methods.convention import Convention, Grid, first_crossing, plain_repricer, weekday_years
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.profile import find_roots, nearest, search_grid
from spxcc.engines.gex.signs import STANDARD
from spxcc.engines.gex.surface import NONE
from spxcc.market.session import CLOSE, at_exchange
from spxcc.market.snapshot import Bools, Floats, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos


@dataclass(frozen=True, slots=True)
class Step:
    """After one more convention is ours: net (USD per +1 %) and flip, and what the change did to both.

    net is `None` where no contract had a volatility, flip where the profile has no root; a change is `None` where one
    end of it is.
    """

    label: str
    net: float | None
    flip: float | None
    net_change: float | None = None
    flip_change: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Contracts:
    """Both sides of the book's rows, calls first: group, strike, contracts dealers hold, both volatilities (NaN)."""

    group: np.ndarray[tuple[int], np.dtype[np.int64]]
    strike: Floats
    held: Floats
    vendor: Floats
    own: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """One way to value them. years, carry: per group. grid: of the published rule, `None` = ours."""

    label: str
    years: Floats
    rate: float
    carry: Floats
    sigma: Floats
    spot: float
    grid: Grid | None


def walk(
    chain: OptionChain,
    view: MarketView,
    as_of: UnixNanos,
    convention: Convention,
    settings: GexSettings,
    expiries: frozenset[str] | None = None,
) -> tuple[Step, ...]:
    """From `convention` at the printed price to our definition.

    view: of `chain` at `as_of`. expiries: of the scope, `None` = all. What one step changes depends on those before it.
    All by the standard sign; `ended` adds another.
    Raises ValueError where the view has no spot.
    """
    if view.valuation is None or view.surface is None or view.forwards is None:
        raise ValueError(f"expected a view with spot, forwards and volatilities, found none: {view.reason}")
    contracts = _contracts(view, expiries)
    printed = chain.underlying_price if settings.spot is None else settings.spot
    begin = view.valuation.spot if printed is None else printed
    steps: list[Step] = []
    for setting in _settings(view, as_of, convention, settings, begin, contracts):
        net, flip = _valued(contracts, setting, settings)
        before = steps[-1] if steps else Step("", None, None)
        steps.append(Step(setting.label, net, flip, _less(net, before.net), _less(flip, before.flip)))
    return tuple(steps)


def ended(steps: tuple[Step, ...], net: float | None, flip: float | None, sign_model: str) -> tuple[Step, ...]:
    """The steps of a walk, ending at the published `net` and `flip`; changes are between the numbers shown.

    sign_model: name of the model behind them; another than the standard one is a step of its own.
    """
    before = steps if sign_model != STANDARD else steps[:-1]
    label = f"sign: {STANDARD} → {sign_model}" if sign_model != STANDARD else steps[-1].label
    last = before[-1] if before else Step("", None, None)
    return (*before, Step(label, net, flip, _less(net, last.net), _less(flip, last.flip)))


def _settings(
    view: MarketView,
    as_of: UnixNanos,
    convention: Convention,
    settings: GexSettings,
    printed: float,
    contracts: _Contracts,
) -> Iterator[_Setting]:
    assert view.valuation is not None
    assert view.forwards is not None
    book, days, rate = view.book, convention.days_per_year, settings.rate
    flat = np.full(len(book.roots), convention.rate)
    at = _Setting(
        label=f"{convention.name} as published: spot {printed:,.2f}",
        years=weekday_years(book.expiries, as_of, days),
        rate=convention.rate,
        carry=flat,
        sigma=contracts.vendor,
        spot=printed,
        grid=convention.grid,
    )
    yield at
    at = replace(
        at, label=f"time: weekdays/{days:.0f} → calendar minutes to 16:00", years=_years_to_the_close(view, as_of)
    )
    yield at
    at = replace(at, label="settlement: all at 16:00 → by root (SPX 09:30) and half days", years=view.valuation.years)
    yield at
    at = replace(at, label=f"rate: {convention.rate:.3%} → {rate:.3%}, q 0", rate=rate, carry=np.full(flat.size, rate))
    yield at
    at = replace(at, label="carry: q 0 → the forward of each expiry", carry=view.forwards.carry)
    yield at
    at = replace(at, label="volatility: vendor's → own mid, one for call and put", sigma=contracts.own)
    yield at
    if view.valuation.spot != printed:
        label = f"spot: printed → {view.spot.source if view.spot else 'ours'} {view.valuation.spot:,.2f}"
        at = replace(at, label=label, spot=view.valuation.spot)
        yield at
    rule = f"grid: {convention.grid.count} prices, first crossing → exact at spot, root nearest spot"
    yield replace(at, label=rule, grid=None)


def _contracts(view: MarketView, expiries: frozenset[str] | None) -> _Contracts:
    assert view.surface is not None
    book, surface = view.book, view.surface
    inside = np.array([expiries is None or expiry in expiries for expiry in book.expiries], dtype=np.bool_)[book.group]
    valued = surface.source != NONE
    sides = ((book.call, surface.call, 1.0), (book.put, surface.put, -1.0))
    return _Contracts(
        group=np.concatenate((book.group, book.group)),
        strike=np.concatenate((book.strike, book.strike)),
        held=np.concatenate([sign * np.where(inside, np.nan_to_num(side.interest), 0.0) for side, _, sign in sides]),
        vendor=np.concatenate([side.vendor_iv for side, _, _ in sides]),
        own=np.concatenate([np.where(valued, sigma, np.nan) for _, sigma, _ in sides]),
    )


def _years_to_the_close(view: MarketView, as_of: UnixNanos) -> Floats:
    closes = np.array([at_exchange(expiry, CLOSE) for expiry in view.book.expiries], dtype=np.int64)
    minutes = (closes - as_of) / NANOS_PER_MINUTE
    return np.maximum(minutes, params.MIN_MINUTES) / params.MINUTES_PER_YEAR


def _valued(contracts: _Contracts, setting: _Setting, settings: GexSettings) -> tuple[float | None, float | None]:
    with np.errstate(invalid="ignore"):
        used: Bools = (setting.sigma > 0) & (contracts.held != 0)
    if not used.any():
        return None, None
    group, held = contracts.group[used], contracts.held[used]
    years, carry = setting.years[group], setting.carry[group]
    repricer = plain_repricer(contracts.strike[used], years, setting.sigma[used], setting.rate, carry)
    if setting.grid is not None:
        levels = setting.grid.of(setting.spot)
        values = repricer.curves(levels, held[:, None])[:, 0]
        return float(np.interp(setting.spot, levels, values)), first_crossing(levels, values)
    levels = search_grid(setting.spot, settings.flip_range, settings.flip_step)
    roots = find_roots(repricer, held, levels, repricer.curves(levels, held[:, None])[:, 0])
    return repricer.at(setting.spot, held), nearest(roots, setting.spot)


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
