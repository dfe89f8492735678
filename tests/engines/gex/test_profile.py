"""The repriced profile: against the loop, its roots, and the wrong answers it must not give."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.gex.positions import Positions, exposures
from spxcc.engines.gex.profile import find_roots, make_repricer, nearest, no_root_reason, search_grid
from spxcc.engines.gex.result import Root
from spxcc.market.snapshot import Floats
from tests.engines.gex.books import contracts_of, some_positions
from tests.fakes.gex_twin import totals

RATE = 0.0425


def roots_of(positions: Positions, spot: float = 6000.0) -> tuple[tuple[Root, ...], Floats, Floats]:
    repricer, grid = make_repricer(positions, RATE), search_grid(spot, 0.15, 0.0005)
    values = repricer.curves(grid, positions.signed[:, None])[:, 0]
    return find_roots(repricer, positions.signed, grid, values), grid, values


def test_several_weightings_at_once_are_to_the_bit_those_of_one_by_one() -> None:
    positions = some_positions()
    repricer, grid = make_repricer(positions, RATE), search_grid(6000.0, 0.15, 0.0005)
    both = np.stack((positions.signed, positions.call_interest), axis=1)
    first, second = repricer.several(grid, (both, both[:, :1]))
    assert np.array_equal(first, repricer.curves(grid, both))
    assert np.array_equal(second, repricer.curves(grid, positions.signed[:, None]))
    assert repricer.curve(positions.signed)(6010.0) == repricer.at(6010.0, positions.signed)


def test_equals_the_loop_at_every_level() -> None:
    positions = some_positions(4)
    repricer = make_repricer(positions, RATE)
    levels = np.array([5100.0, 5800.0, 5999.0, 6000.0, 6123.0, 6900.0])
    found = repricer.curves(levels, np.stack((positions.signed, positions.call_interest), axis=1))
    for at, level in enumerate(levels):
        twin = totals(contracts_of(positions), float(level), RATE)
        assert found[at].tolist() == pytest.approx([twin.net, twin.call], rel=1e-9, abs=1e-3)
        assert repricer.at(float(level), positions.signed) == pytest.approx(twin.net, rel=1e-9, abs=1e-3)


@given(st.integers(0, 200))
def test_the_profile_at_spot_is_the_static_sum(seed: int) -> None:
    positions = some_positions(seed)
    exposed = exposures(positions, 6000.0, RATE)
    static = float((exposed.call + exposed.put).sum())
    gross = float((exposed.call - exposed.put).sum())
    assert make_repricer(positions, RATE).at(6000.0, positions.signed) == pytest.approx(static, abs=1e-9 * gross)


def test_the_grid_holds_spot() -> None:
    grid = search_grid(6000.0, 0.15, 0.0005)
    assert grid.size == 281
    assert grid[140] == 6000.0
    assert (grid[0], grid[-1]) == pytest.approx((5100.0, 6900.0))


@settings(max_examples=50)
@given(st.integers(0, 200))
def test_net_is_nothing_at_a_root(seed: int) -> None:
    positions = some_positions(seed)
    roots, grid, _ = roots_of(positions)
    for root in roots:
        exposed = exposures(positions, root.level, RATE)
        gross = float((exposed.call - exposed.put).sum())
        peak = float(np.abs(exposures(positions, 6000.0, RATE).call).sum())
        assert abs(float((exposed.call + exposed.put).sum())) < 1e-6 * max(gross, 1e-3 * peak)
        assert grid[0] <= root.level <= grid[-1]
        assert root.stable == (root.slope > 0)


def one_strike(call: float, put: float) -> Positions:
    """Calls at 6100 and puts at 5900 of one expiry."""
    positions = some_positions(1, 2)
    return dataclasses.replace(
        positions,
        group=np.zeros(2, dtype=np.int64),
        strike=np.array([5900.0, 6100.0]),
        years=np.full(2, 0.02),
        carry=np.full(2, 0.0),
        sigma=np.full(2, 0.15),
        call_interest=np.array([0.0, call]),
        put_interest=np.array([put, 0.0]),
    )


def test_one_stable_root_between_puts_and_calls() -> None:
    roots, _, _ = roots_of(one_strike(1000.0, 1000.0))
    assert [root.stable for root in roots] == [True]
    assert 5950 < roots[0].level < 6050
    reversed_roots, _, _ = roots_of(one_strike(-1000.0, -1000.0))
    assert [root.stable for root in reversed_roots] == [False]
    assert reversed_roots[0].slope < 0


def test_f63_no_root_is_none_and_never_spot() -> None:
    """Nothing to flip: neither spot nor the edge of the grid stands in."""
    roots, _, values = roots_of(one_strike(1000.0, 0.0))
    assert roots == ()
    assert nearest(roots, 6000.0) is None
    assert no_root_reason(values, 0.15) == "net gamma is positive at every price within ±15 % of spot"
    _, _, below = roots_of(one_strike(0.0, 1000.0))
    assert "negative" in no_root_reason(below, 0.15)
    assert roots_of(one_strike(0.0, 0.0))[0] == ()


def test_f63_the_flip_is_no_cumulative_sum_over_strikes() -> None:
    """Calls and puts whose running sum over strikes changes sign far from where the repriced profile does."""
    positions = some_positions(9, 80)
    roots, _, _ = roots_of(positions)
    exposed = exposures(positions, 6000.0, RATE)
    running = np.cumsum(exposed.call + exposed.put)
    changes = positions.strike[1:][np.sign(running[1:]) != np.sign(running[:-1])]
    flip = nearest(roots, 6000.0)
    assert flip is not None
    assert changes.size == 0 or float(np.abs(changes - flip).min()) > 5.0
    repriced = exposures(positions, flip, RATE)
    assert abs(float((repriced.call + repriced.put).sum())) < 1e-6 * float((repriced.call - repriced.put).sum())


def test_noise_far_from_every_strike_makes_no_root() -> None:
    positions = dataclasses.replace(one_strike(1000.0, 1000.0), years=np.full(2, 1e-4))
    roots, _, _ = roots_of(positions)
    assert all(5850 < root.level < 6150 for root in roots)


@given(st.floats(0.05, 20.0), st.integers(0, 50))
def test_scaling_prices_scales_the_roots(factor: float, seed: int) -> None:
    one = some_positions(seed)
    scaled = dataclasses.replace(one, strike=one.strike * factor)
    before, after = roots_of(one)[0], roots_of(scaled, 6000.0 * factor)[0]
    assert [root.level / factor for root in after] == pytest.approx([root.level for root in before], rel=1e-6)


def test_nearest_of_several() -> None:
    roots = (Root(5900.0, 1.0, True), Root(6010.0, -1.0, False), Root(6100.0, 1.0, True))
    assert nearest(roots, 6000.0) == 6010.0
    assert nearest((Root(5990.0, 1.0, True), Root(6010.0, 1.0, True)), 6000.0) == 5990.0


def test_other_volatilities_and_times() -> None:
    positions = some_positions(2)
    wider = make_repricer(positions, RATE, sigma=positions.sigma + 0.01)
    twin = make_repricer(dataclasses.replace(positions, sigma=positions.sigma + 0.01), RATE)
    assert wider.at(6000.0, positions.signed) == pytest.approx(twin.at(6000.0, positions.signed))
    longer = make_repricer(positions, RATE, years=4 * positions.years)
    assert longer.at(6000.0, positions.call_interest) == pytest.approx(
        make_repricer(positions, RATE, sigma=2 * positions.sigma).at(6000.0, positions.call_interest)
    )
