"""Hedge flows by full repricing: against a loop, the laws of the attribution, and which way dealers trade."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from spxcc.engines.gex import scenario
from spxcc.engines.gex.positions import Positions, Weights, exposures, standard_weights
from spxcc.engines.gex.result import HedgeFlow
from spxcc.engines.gex.scenario import Scenario, charm_to_close, default_scenarios, hedge_flows
from tests.engines.gex.books import contracts_of, some_positions
from tests.fakes.gex_twin import Contract, totals

SPOT, RATE = 6000.0, 0.0425
MINUTES = 525_600.0
SCENARIOS = (
    Scenario(0.01),
    Scenario(-0.02),
    Scenario(minutes=240.0),
    Scenario(minutes=2_000.0),
    Scenario(vol_points=-1.0),
    Scenario(vol_points=1.0),
    Scenario(-0.01, 60.0, 1.0),
    Scenario(0.015, 12_000.0, -3.0),
)


def delta(one: Contract, spot: float, years: float, sigma: float) -> float:
    s = sigma * math.sqrt(years)
    d1 = (math.log(spot / one.strike) + one.carry * years) / s + s / 2
    sign = 1 if one.is_call else -1
    return sign * math.exp((one.carry - RATE) * years) * float(norm.cdf(sign * d1))


def twin(positions: Positions, case: Scenario) -> float:
    """One contract at a time: dealers long the calls, short the puts."""
    moved, traded = SPOT * (1 + case.spot_share), 0.0
    for one in contracts_of(positions):
        held = 100 * one.interest * (1 if one.is_call else -1)
        before = delta(one, SPOT, one.years, one.sigma)
        left = one.years * MINUTES - case.minutes
        after = 0.0
        if left > -0.01:
            sigma = max(one.sigma + case.vol_points / 100, 0.2 * one.sigma)
            after = delta(one, moved, max(left, 1.0) / MINUTES, sigma)
        traded -= held * (after - before) * moved
    return traded


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", SCENARIOS)
def test_equals_the_loop_over_contracts(seed: int, case: Scenario) -> None:
    positions = some_positions(seed)
    found = hedge_flows(positions, SPOT, RATE, (case,))[0]
    assert found.flow == pytest.approx(twin(positions, case), rel=1e-9, abs=1.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 50), st.floats(-0.05, 0.05), st.floats(0, 20_000), st.floats(-10, 10))
def test_the_parts_add_up_to_the_flow_exactly(seed: int, share: float, minutes: float, points: float) -> None:
    found = hedge_flows(some_positions(seed), SPOT, RATE, (Scenario(share, minutes, points),))[0]
    assert found.gamma + found.charm + found.vanna + found.residual == found.flow
    assert all(math.isfinite(getattr(found, name)) for name in HedgeFlow.__struct_fields__)


def test_where_nothing_moves_nobody_trades() -> None:
    nothing = HedgeFlow(
        spot_share=0.0, minutes=0.0, vol_points=0.0, flow=0.0, gamma=0.0, charm=0.0, vanna=0.0, residual=0.0
    )
    assert hedge_flows(some_positions(), SPOT, RATE, (Scenario(),)) == (nothing,)


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        (Scenario(spot_share=0.0008), Scenario(spot_share=0.0004)),
        (Scenario(minutes=8.0), Scenario(minutes=4.0)),
        (Scenario(vol_points=0.2), Scenario(vol_points=0.1)),
    ],
)
def test_the_residual_of_small_moves_is_of_second_order(whole: Scenario, half: Scenario) -> None:
    large, small = hedge_flows(some_positions(3, 400), SPOT, RATE, (whole, half))
    assert large.residual / small.residual == pytest.approx(4.0, rel=0.15)
    assert abs(large.residual) < 0.1 * abs(large.flow)


def only(call: float, put: float, minutes: float = 2_000.0, strike: float = SPOT) -> Positions:
    """One strike."""
    one = np.array
    return dataclasses.replace(
        some_positions(1, 1),
        group=one([0]),
        strike=one([strike]),
        years=one([minutes / MINUTES]),
        carry=one([0.03]),
        sigma=one([0.15]),
        call_interest=one([call]),
        put_interest=one([put]),
    )


def test_f33_dealers_long_gamma_sell_into_a_rise_and_buy_into_a_fall() -> None:
    up, down = hedge_flows(only(1_000.0, 0.0), SPOT, RATE, (Scenario(0.005), Scenario(-0.005)))
    assert up.flow < 0 < down.flow
    assert up.gamma < 0 < down.gamma


def test_f33_dealers_short_gamma_buy_into_a_rise_and_sell_into_a_fall() -> None:
    up, down = hedge_flows(only(0.0, 1_000.0), SPOT, RATE, (Scenario(0.005), Scenario(-0.005)))
    assert down.flow < 0 < up.flow


def test_the_flow_of_one_percent_is_about_the_net_exposure_against_it() -> None:
    positions = some_positions(5, 200)
    far = dataclasses.replace(positions, years=np.full(len(positions), 0.5))
    net = float(exposures(far, SPOT, RATE).net.sum())
    found = hedge_flows(far, SPOT, RATE, (Scenario(0.01),))[0]
    assert found.gamma == pytest.approx(-net * 1.01, abs=1.0)
    assert found.flow == pytest.approx(-net, rel=0.3)


def test_hedges_of_what_settles_inside_are_unwound() -> None:
    deep = only(1_000.0, 0.0, minutes=120.0, strike=5_400.0)
    alive, settled = hedge_flows(deep, SPOT, RATE, (Scenario(minutes=119.0), Scenario(minutes=180.0)))
    assert abs(alive.flow) < 0.001 * settled.flow
    assert settled.flow == pytest.approx(1_000 * 100 * SPOT, rel=1e-3)


def test_what_settles_just_at_the_end_is_valued_before() -> None:
    at_end = hedge_flows(only(1_000.0, 0.0, 120.0, 5_900.0), SPOT, RATE, (Scenario(minutes=120.0),))[0]
    before = hedge_flows(only(1_000.0, 0.0, 120.0, 5_900.0), SPOT, RATE, (Scenario(minutes=119.0),))[0]
    assert at_end.flow == before.flow


def test_volatility_does_not_fall_below_a_fifth() -> None:
    first, second = hedge_flows(only(0.0, 500.0), SPOT, RATE, (Scenario(vol_points=-12.0), Scenario(vol_points=-14.9)))
    assert first.flow == second.flow
    assert math.isfinite(first.flow)


def test_other_weights_are_taken_as_given() -> None:
    positions = some_positions(2)
    standard = standard_weights(positions)
    short = Weights(-positions.call_interest, -positions.put_interest)
    opposite = Weights(-standard.call, -standard.put)
    cases = (Scenario(0.01), Scenario(minutes=300.0))
    usual = hedge_flows(positions, SPOT, RATE, cases)
    assert hedge_flows(positions, SPOT, RATE, cases, standard) == usual
    assert [one.flow for one in hedge_flows(positions, SPOT, RATE, cases, opposite)] == [-one.flow for one in usual]
    rise = hedge_flows(positions, SPOT, RATE, cases, short)[0]
    assert rise.flow > 0


def test_the_usual_scenarios() -> None:
    found = default_scenarios(90.0)
    assert [one.spot_share for one in found[:6]] == list(scenario.SPOT_MOVES)
    assert found[6] == Scenario(minutes=90.0)
    assert found[7:9] == (Scenario(vol_points=-1.0), Scenario(vol_points=1.0))
    assert found[9] == Scenario(-0.01, 60.0, 1.0)
    assert default_scenarios(20.0)[9] == Scenario(-0.01, 20.0, 1.0)
    assert default_scenarios(-5.0)[6] == Scenario()


@pytest.mark.parametrize("minutes", [90.0, 390.0])
def test_charm_to_the_close_is_the_integral_of_charm(minutes: float) -> None:
    positions = some_positions(4)
    steps = np.linspace(0.0, minutes, 61)
    per_day = [
        totals(
            [dataclasses.replace(one, years=one.years - float(step) / MINUTES) for one in contracts_of(positions)],
            SPOT,
            RATE,
        ).charm
        for step in (steps[:-1] + steps[1:]) / 2
    ]
    integral = float(np.sum(per_day)) * (minutes / 60) / 1440.0
    assert charm_to_close(positions, SPOT, RATE, minutes) == pytest.approx(integral, rel=1e-4)


def test_charm_to_the_close_is_what_the_flow_of_time_alone_undoes() -> None:
    positions = some_positions(6)
    flow = hedge_flows(positions, SPOT, RATE, (Scenario(minutes=200.0),))[0].flow
    assert charm_to_close(positions, SPOT, RATE, 200.0) == pytest.approx(-flow, abs=1.0)


def test_charm_of_what_settles_before_the_close_counts_until_a_minute_before_it() -> None:
    early = only(1_000.0, 0.0, 120.0, 5_990.0)
    until = charm_to_close(early, SPOT, RATE, 119.0)
    assert charm_to_close(early, SPOT, RATE, 400.0) == charm_to_close(early, SPOT, RATE, 120.0) == until
    assert until > 0


def test_charm_to_a_close_that_has_passed_is_nothing() -> None:
    assert charm_to_close(some_positions(), SPOT, RATE, -30.0) == pytest.approx(0.0, abs=1e-3)
