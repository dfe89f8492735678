"""What must hold of every book of options, whatever is in it."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.forward import forwards, near_money, parity_forwards
from spxcc.engines.gex.measure import SymbolMemory, measure
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import Exposures, Positions, exposures, make_positions
from spxcc.engines.gex.profile import find_roots, make_repricer, search_grid
from spxcc.engines.gex.result import GexResult, Root
from spxcc.engines.gex.surface import make_surface
from spxcc.engines.gex.tables import make_ladder, scope_masks
from spxcc.engines.gex.walls import both_definitions
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import DAY, at
from tests.quant.scalar_twin import scalar

NOW, SPOT, RATE = at("10:30"), 6000.0, DEFAULTS.rate
PARTS = ("0dte", "ex-0dte"), ("monthly", "ex-next-opex")


@st.composite
def books(draw: st.DrawFn, least: int = 1) -> Positions:
    """Up to forty positions of up to three expiries, from an hour to two years, sorted by strike."""
    count = draw(st.integers(least, 40))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    years = np.exp(generator.uniform(np.log(60 / 525_600), np.log(2.0), 3))
    group = generator.integers(0, 3, count)
    return Positions(
        group=group,
        strike=np.sort(5.0 * generator.integers(1080, 1321, count)),
        years=years[group],
        carry=generator.uniform(-0.01, 0.05, 3)[group],
        sigma=generator.uniform(0.06, 0.6, count),
        call_interest=generator.integers(0, 20_000, count).astype(np.float64),
        put_interest=generator.integers(0, 20_000, count).astype(np.float64),
        own=np.ones(count, dtype=np.bool_),
        row=np.arange(count),
        has_call=np.ones(count, dtype=np.bool_),
        has_put=np.ones(count, dtype=np.bool_),
    )


spots = st.floats(5_500.0, 6_500.0)
factors = st.floats(0.05, 20.0)


def same_count(positions: Positions) -> Positions:
    """As many puts as calls of each."""
    return dataclasses.replace(positions, put_interest=positions.call_interest)


def roots_of(positions: Positions, spot: float = SPOT) -> tuple[Root, ...]:
    grid, repricer = search_grid(spot, DEFAULTS.flip_range, DEFAULTS.flip_step), make_repricer(positions, RATE)
    return find_roots(repricer, positions.signed, grid, repricer.curves(grid, positions.signed[:, None])[:, 0])


def walls_of(positions: Positions, exposed: Exposures, spot: float = SPOT) -> list[tuple[float, str]]:
    ladder = make_ladder(positions, exposed)
    found = both_definitions(ladder, ladder.call, spot, 1) + both_definitions(ladder, ladder.put, spot, -1)
    return [(wall.strike, wall.definition) for wall in found]


@given(books(), spots)
def test_gamma_is_not_negative_and_the_same_for_call_and_put(positions: Positions, spot: float) -> None:
    found = exposures(same_count(positions), spot, RATE)
    assert (found.call >= 0).all()
    assert found.put.tolist() == (-found.call).tolist()


@given(books(), spots)
def test_the_deltas_of_call_and_put_differ_by_what_the_index_is_worth_at_expiry(
    positions: Positions, spot: float
) -> None:
    nothing = np.zeros(len(positions))
    calls = exposures(dataclasses.replace(same_count(positions), put_interest=nothing), spot, RATE)
    puts = exposures(dataclasses.replace(same_count(positions), call_interest=nothing), spot, RATE)
    e_q = np.exp((positions.carry - RATE) * positions.years)
    assert calls.dex - puts.dex == pytest.approx(positions.call_interest * 100 * spot * e_q, rel=1e-12)


@given(books(), spots)
def test_one_percent_is_a_hundredth_of_spot_times_one_point(positions: Positions, spot: float) -> None:
    """Per index point: ±Γ·OI·100·S, contract by contract in plain Python."""
    per_point = 0.0
    for i in range(len(positions)):
        columns = (positions.strike, positions.years, positions.sigma, positions.carry, positions.signed)
        strike, years, sigma, carry, held = (float(column[i]) for column in columns)
        per_point += scalar("gamma", spot, strike, years, sigma, RATE, carry, True) * held * 100.0 * spot
    found = exposures(positions, spot, RATE)
    assert float(found.net.sum()) == pytest.approx(
        0.01 * spot * per_point, rel=1e-9, abs=1e-11 * float(found.gross.sum())
    )


@given(books(), spots)
def test_f33_the_profile_at_any_price_is_the_static_sum(positions: Positions, spot: float) -> None:
    found, repricer = exposures(positions, spot, RATE), make_repricer(positions, RATE)
    static, gross = float(found.net.sum()), float(found.gross.sum())
    assert repricer.at(spot, positions.signed) == pytest.approx(static, abs=1e-10 * gross)
    curve = repricer.curves(np.array([spot]), positions.signed[:, None])
    assert float(curve[0, 0]) == pytest.approx(static, abs=1e-10 * gross)


@given(books(least=4))
def test_f33_at_a_root_net_is_under_a_millionth_of_gross(positions: Positions) -> None:
    """Where at least a billionth of the book is left: between strikes far apart it can be nothing at all."""
    roots, held = roots_of(positions), positions.call_interest + positions.put_interest
    peak = float(make_repricer(positions, RATE).curves(np.linspace(5_100.0, 6_900.0, 200), held[:, None]).max())
    assert [root.level for root in roots] == sorted(root.level for root in roots)
    for root in roots:
        found = exposures(positions, root.level, RATE)
        assert abs(float(found.net.sum())) < 1e-6 * max(float(found.gross.sum()), 1e-9 * peak)


@given(books(), factors)
def test_f33_more_of_the_same_is_more_of_the_same(positions: Positions, factor: float) -> None:
    """Open interest times c: exposures times c, the same flips and walls."""
    calls, puts = factor * positions.call_interest, factor * positions.put_interest
    more = dataclasses.replace(positions, call_interest=calls, put_interest=puts)
    before, after = exposures(positions, SPOT, RATE), exposures(more, SPOT, RATE)
    for field in dataclasses.fields(Exposures):
        one, many = getattr(before, field.name), getattr(after, field.name)
        assert many == pytest.approx(factor * one, rel=1e-9, abs=1e-12 * factor * float(np.abs(one).max())), field.name
    levels = [root.level for root in roots_of(positions)]
    assert [root.level for root in roots_of(more)] == pytest.approx(levels, abs=1e-4)
    assert walls_of(more, after) == walls_of(positions, before)


@given(books(), factors)
def test_f33_prices_in_another_unit(positions: Positions, factor: float) -> None:
    """Spot and strikes times c at fixed volatility, time and open interest: gamma over c, exposure and flip times c."""
    scaled = dataclasses.replace(positions, strike=positions.strike * factor)
    before, after = exposures(positions, SPOT, RATE), exposures(scaled, SPOT * factor, RATE)
    floor = 1e-12 * float(before.gross.max())
    assert after.call == pytest.approx(factor * before.call, rel=1e-9, abs=factor * floor)
    assert after.put == pytest.approx(factor * before.put, rel=1e-9, abs=factor * floor)
    gamma, gamma_scaled = before.gross / SPOT**2, after.gross / (SPOT * factor) ** 2
    assert gamma_scaled == pytest.approx(gamma / factor, rel=1e-9, abs=floor / SPOT**2 / factor)
    levels = [root.level for root in roots_of(positions)]
    assert [root.level / factor for root in roots_of(scaled, SPOT * factor)] == pytest.approx(levels, rel=1e-7)
    walls, moved = walls_of(positions, before), walls_of(scaled, after, SPOT * factor)
    assert [strike / factor for strike, _ in moved] == pytest.approx([strike for strike, _ in walls])
    assert [definition for _, definition in moved] == [definition for _, definition in walls]


@given(books(), books())
def test_rows_that_nobody_holds_change_nothing(positions: Positions, idle: Positions) -> None:
    nothing = np.zeros(len(idle))
    unheld = dataclasses.replace(idle, call_interest=nothing, put_interest=nothing)
    names = [field.name for field in dataclasses.fields(Positions)]
    both = {name: np.concatenate((getattr(positions, name), getattr(unheld, name))) for name in names}
    order = np.argsort(both["strike"], kind="stable")
    more = Positions(**{name: column[order] for name, column in both.items()})
    one, other = exposures(positions, SPOT, RATE), exposures(more, SPOT, RATE)
    for field in dataclasses.fields(Exposures):
        before, after = getattr(one, field.name), getattr(other, field.name)
        assert float(after.sum()) == pytest.approx(float(before.sum()), abs=1e-12 * float(np.abs(before).sum()))
    assert [root.level for root in roots_of(more)] == pytest.approx([root.level for root in roots_of(positions)])
    assert walls_of(more, other) == walls_of(positions, one)


@given(st.integers(0, 10**6), st.floats(0.06, 0.6))
def test_towards_expiry_all_gamma_is_at_the_money(seed: int, sigma: float) -> None:
    """On a ladder of five points around spot: its own strike takes all, and its gamma grows as 1/√T."""
    draw = np.random.default_rng(seed)
    strike = np.arange(5_800.0, 6_201.0, 5.0)
    interest = draw.integers(1, 5_000, strike.size).astype(np.float64)

    def shares(years: float) -> tuple[float, float]:
        whole = np.full(strike.size, True)
        book = Positions(
            group=np.zeros(strike.size, dtype=np.int64),
            strike=strike,
            years=np.full(strike.size, years),
            carry=np.full(strike.size, 0.03),
            sigma=np.full(strike.size, sigma),
            call_interest=interest,
            put_interest=interest,
            own=whole,
            row=np.arange(strike.size),
            has_call=whole,
            has_put=whole,
        )
        gross = exposures(book, SPOT, RATE).gross
        centre = gross[strike == SPOT][0]
        return float(centre / gross.sum()), float(centre * np.sqrt(years))

    far, near, last = shares(0.02), shares(1e-5), shares(1e-9)
    assert far[0] < 0.5
    assert far[0] < near[0] <= last[0]
    assert last[0] > 1 - 1e-12
    assert last[1] == pytest.approx(near[1], rel=0.01)


@given(st.floats(0.0, 0.2), st.floats(1 / 525_600, 0.25), st.floats(0.1, 0.6), st.floats(0.0, 0.02))
def test_the_delta_of_a_call_out_of_the_money_falls_with_time(
    away: float, years: float, sigma: float, dividend: float
) -> None:
    def one(left: float) -> Exposures:
        full, true = np.ones(1), np.ones(1, dtype=np.bool_)
        carry = RATE - dividend
        strike = np.array([SPOT * np.exp(away + carry * years)])
        nothing, zero = np.zeros(1), np.zeros(1, dtype=np.int64)
        call = Positions(zero, strike, full * left, full * carry, full * sigma, full, nothing, true, zero, true, true)
        return exposures(call, SPOT, RATE)

    now, later = one(years), one(0.99 * years)
    assert float(now.charm[0]) <= 0
    assert float(later.dex[0]) <= float(now.dex[0])
    assume(float(now.dex[0]) > 1e-200)
    assert float(now.charm[0]) < 0


def priced(chain: OptionChain) -> tuple[Positions, Exposures]:
    """As the engine does, at `SPOT`."""
    book = make_book(chain, NOW)
    carried = forwards(book, parity_forwards(book, DEFAULTS), SPOT, DEFAULTS)
    surface = make_surface(book, carried, DEFAULTS)
    positions = make_positions(book, surface, years_between(NOW, book.settles_at), carried.carry)
    return positions, exposures(positions, SPOT, RATE)


def measured(chain: OptionChain) -> GexResult:
    return measure(index_snapshot(chain), chain, SymbolMemory(), None, DEFAULTS)[0]


def with_interest(seed: int) -> OptionChain:
    """The index chain with other holdings, some of them nothing."""
    draw, chain = np.random.default_rng(seed), index_chain()
    return index_chain(open_interest=np.maximum(0.0, np.round(draw.normal(400, 900, len(chain)))))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_f33_the_scopes_and_the_expiries_and_the_strikes_add_up(seed: int) -> None:
    chain = with_interest(seed)
    positions, exposed = priced(chain)
    book = make_book(chain, NOW)
    masks = {name: mask[positions.group] for name, mask in scope_masks(book, DAY).items()}
    assert masks["all"].all()
    for part, rest in PARTS:
        assert (masks[part] ^ masks[rest]).all()
    for column in (exposed.call, exposed.put, exposed.gross, exposed.vanna, exposed.charm, exposed.dex):
        whole, scale = float(column.sum()), 1e-12 * float(np.abs(column).sum())
        for part, rest in PARTS:
            assert float(column[masks[part]].sum() + column[masks[rest]].sum()) == pytest.approx(whole, abs=scale)
        by_group = sum(float(column[positions.group == group].sum()) for group in range(len(book.roots)))
        assert by_group == pytest.approx(whole, abs=scale)
    ladder = make_ladder(positions, exposed)
    assert float(ladder.net.sum()) == pytest.approx(float(exposed.net.sum()), abs=1e-12 * float(exposed.gross.sum()))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_published_parts_add_up_too(seed: int) -> None:
    found = measured(with_interest(seed))
    assert found.net_gex is not None
    assert found.gross_gex is not None
    scale = 1e-9 * found.gross_gex
    assert sum(row.net for row in found.by_expiry) == pytest.approx(found.net_gex, abs=scale)
    assert sum(row.net for row in found.by_strike) == pytest.approx(found.net_gex, abs=scale + len(found.by_strike))
    assert found.scopes["all"].net == found.net_gex
    for part, rest in PARTS:
        for name in ("net", "call", "put", "gross"):
            parts = getattr(found.scopes[part], name) + getattr(found.scopes[rest], name)
            assert parts == pytest.approx(getattr(found.scopes["all"], name), abs=scale), name
    assert found.spot is not None
    assert dict(found.profile)[found.spot] == pytest.approx(found.net_gex, abs=scale)


def rows(chain: OptionChain, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> OptionChain:
    """The rows of a chain in another order, or some of them twice."""
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(OptionChain):
        value = getattr(chain, field.name)
        if isinstance(value, np.ndarray):
            changed[field.name] = value[order]
        elif isinstance(value, tuple) and len(value) == len(chain):
            changed[field.name] = tuple(value[at] for at in order)
    return dataclasses.replace(chain, **changed)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_f33_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    chain = with_interest(seed)
    assert measured(rows(chain, np.random.default_rng(seed).permutation(len(chain)))) == measured(chain)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_a_row_that_comes_twice_is_refused(seed: int) -> None:
    chain = index_chain()
    twice = seed % len(chain)
    found = measured(rows(chain, np.insert(np.arange(len(chain)), twice, twice)))
    assert found.reason is not None
    assert found.net_gex is None
    assert found.flip_point is None


def test_parity_holds_within_the_spread() -> None:
    """Near the money C − P is the discounted difference of forward and strike, to half the spread of the two."""
    book = make_book(index_chain(), NOW)
    parity = parity_forwards(book, DEFAULTS)
    years = years_between(book.quoted_at, book.settles_at)
    assert parity.good.all()
    for group in range(len(book.roots)):
        own = book.rows_of(group)
        strike, forward = book.strike[own], float(parity.forward[group])
        fair = np.exp(-RATE * years[group]) * (forward - strike)
        residual = np.abs(book.call.mid[own] - book.put.mid[own] - fair)
        half = 0.5 * (book.call.ask - book.call.bid + book.put.ask - book.put.bid)[own]
        near = near_money(strike, forward, float(years[group])) & np.isfinite(half)
        assert near.sum() > 5
        assert (residual[near] <= half[near]).all()
