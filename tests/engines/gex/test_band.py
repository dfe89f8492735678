"""The sign ensemble: seeded, centred, in proportion."""

import dataclasses
import math

import numpy as np
import pytest
from scipy.stats import norm

from spxcc.engines.gex import params
from spxcc.engines.gex.band import Ensemble, make_draws, sign_band, trading_years
from spxcc.engines.gex.positions import Positions, Weights, exposures, standard_weights
from tests.engines.gex.books import contracts_of, some_positions
from tests.fakes.gex_twin import Contract, totals

RATE = 0.0425


def ensemble(positions: Positions, seed: tuple[int, ...] = (20260114, 1)) -> Ensemble:
    return Ensemble(positions.years, seed, 0.15, RATE)


def two_sided(call: float, put: float) -> Positions:
    """Two hundred strikes, so that the noise per strike averages out."""
    count = 200
    strike = np.linspace(5800.0, 6200.0, count)
    return Positions(
        group=np.zeros(count, dtype=np.int64),
        strike=strike,
        years=np.full(count, 0.02),
        carry=np.full(count, 0.03),
        sigma=np.full(count, 0.15),
        call_interest=np.where(strike >= 6000, call, 0.0),
        put_interest=np.where(strike < 6000, put, 0.0),
        own=np.ones(count, dtype=np.bool_),
        row=np.arange(count),
        has_call=np.ones(count, dtype=np.bool_),
        has_put=np.ones(count, dtype=np.bool_),
    )


def test_the_same_seed_gives_the_same_band() -> None:
    positions = some_positions()
    assert sign_band(positions, 6000.0, ensemble(positions)) == sign_band(positions, 6000.0, ensemble(positions))
    other = sign_band(positions, 6000.0, ensemble(positions, (20260114, 2)))
    assert other != sign_band(positions, 6000.0, ensemble(positions))


def test_the_middle_of_the_band_is_near_net() -> None:
    positions = two_sided(1000.0, 700.0)
    exposed = exposures(positions, 6000.0, RATE)
    net, gross = float((exposed.call + exposed.put).sum()), float((exposed.call - exposed.put).sum())
    found = sign_band(positions, 6000.0, ensemble(positions))
    assert found.p10 < found.p50 < found.p90
    assert found.p50 == pytest.approx(net, abs=0.05 * gross)
    assert found.draws == params.DRAWS


def test_p_plus_is_that_of_the_tilt() -> None:
    positions = two_sided(1000.0, 800.0)
    exposed = exposures(positions, 6000.0, RATE)
    calls, puts = float(exposed.call.sum()), float(-exposed.put.sum())
    expected = float(norm.cdf((calls - puts) / (params.TILT_SD * np.hypot(calls, puts))))
    assert sign_band(positions, 6000.0, ensemble(positions)).p_plus == pytest.approx(expected, abs=0.08)


def test_an_even_book_is_undetermined_and_a_lopsided_one_is_not() -> None:
    even = two_sided(1000.0, 1000.0)
    assert 0.3 < sign_band(even, 6000.0, ensemble(even)).p_plus < 0.7
    calls = two_sided(1000.0, 10.0)
    assert sign_band(calls, 6000.0, ensemble(calls)).p_plus > 0.98
    puts = two_sided(10.0, 1000.0)
    assert sign_band(puts, 6000.0, ensemble(puts)).p_plus < 0.02


def test_no_flip_band_where_draws_have_no_flip() -> None:
    calls = two_sided(1000.0, 0.0)
    found = sign_band(calls, 6000.0, ensemble(calls))
    assert (found.flip_p10, found.flip_p90) == (None, None)
    even = two_sided(1000.0, 1000.0)
    band = sign_band(even, 6000.0, ensemble(even))
    assert band.flip_p10 is not None
    assert band.flip_p90 is not None
    assert 5900 < band.flip_p10 < 6000 < band.flip_p90 < 6100
    assert band.flip_share is not None
    assert band.flip_share > 0.9


def test_scaling_open_interest_scales_the_band_and_leaves_the_flip() -> None:
    one = some_positions(6)
    many = dataclasses.replace(one, call_interest=3 * one.call_interest, put_interest=3 * one.put_interest)
    before, after = sign_band(one, 6000.0, ensemble(one)), sign_band(many, 6000.0, ensemble(many))
    assert after.p_plus == before.p_plus
    assert (after.flip_p10, after.flip_p90) == (before.flip_p10, before.flip_p90)
    assert after.p50 == pytest.approx(3 * before.p50, abs=3)


def test_a_lone_strike_is_the_wall_of_every_draw_in_which_it_is_held_as_assumed() -> None:
    positions = two_sided(0.0, 0.0)
    calls, puts = positions.call_interest.copy(), positions.put_interest.copy()
    calls[150], puts[50] = 1e5, 1e5
    book = dataclasses.replace(positions, call_interest=calls, put_interest=puts)
    found = sign_band(book, 6000.0, ensemble(book))
    expected = float(norm.cdf(1.0 / np.hypot(params.TILT_SD, params.STRIKE_SD)))
    for walls, share, at in (
        (found.call_walls, found.call_wall_share, 150),
        (found.put_walls, found.put_wall_share, 50),
    ):
        assert [wall.strike for wall in walls] == [positions.strike[at]]
        assert walls[0].share == share == pytest.approx(expected, abs=0.03)


def test_f33_every_strike_says_how_often_it_is_the_wall() -> None:
    """Three equal strikes above spot share the draws; one of a tenth is hardly ever the wall; none below spot."""
    positions = two_sided(0.0, 0.0)
    calls = positions.call_interest.copy()
    calls[[90, 105, 106, 107]], calls[150] = 1e5, 1e4
    book = dataclasses.replace(positions, call_interest=calls)
    found = sign_band(book, 6000.0, ensemble(book))
    shares = {wall.strike: wall.share for wall in found.call_walls}
    equal = [shares[positions.strike[at]] for at in (105, 106, 107)]
    assert min(equal) > 0.2
    assert sum(shares.values()) <= 1.0
    assert shares.get(positions.strike[150], 0.0) < 0.1
    assert min(shares) >= 6000.0
    assert [wall.share for wall in found.call_walls] == sorted(shares.values(), reverse=True)
    assert found.call_wall_share == max(equal)


def test_a_side_without_exposure_has_no_wall() -> None:
    puts = two_sided(0.0, 1000.0)
    found = sign_band(puts, 6000.0, ensemble(puts))
    assert (found.call_walls, found.call_wall_share) == ((), None)
    assert found.put_walls
    above = sign_band(puts, 7000.0, ensemble(puts))
    assert above.call_walls == ()


def test_the_band_of_another_sign_model_is_drawn_around_that_model() -> None:
    positions = some_positions()
    short = Weights(-positions.call_interest, -positions.put_interest)
    found = sign_band(positions, 6000.0, ensemble(positions), short)
    net = float(exposures(positions, 6000.0, RATE, short).net.sum())
    assert found.p10 < net < found.p90 < 0
    assert found.p_plus < 0.01
    assert sign_band(positions, 6000.0, ensemble(positions), standard_weights(positions)) == sign_band(
        positions, 6000.0, ensemble(positions)
    )


def test_against_a_slow_twin() -> None:
    """Draw by draw, contract by contract: gamma by the definition, the factor of its strike, the draw's convention."""
    positions, spot = some_positions(4, 25), 6000.0
    given = Ensemble(1.3 * positions.years, (20260114, 1), 0.15, RATE)
    found = sign_band(positions, spot, given)
    strikes = sorted(set(positions.strike.tolist()))
    draws = make_draws(given.seed, np.array(strikes))
    nets: list[float] = []
    walls: list[float] = []
    for at in range(params.DRAWS):
        ladder = dict.fromkeys(strikes, 0.0)
        for index, one in enumerate(contracts_of(positions)):
            here = index // 2
            factor = draws.factor[0 if one.is_call else 1, strikes.index(one.strike), at]
            drawn = conventional(one, int(draws.convention[at]), bool(positions.own[here]), given.trading_years[here])
            ladder[one.strike] += float(factor) * totals([drawn], spot, RATE).net
        nets.append(sum(ladder.values()))
        best = max((strike for strike in strikes if strike >= spot), key=lambda strike: ladder[strike])
        walls += [best] if ladder[best] > 0 else []
    low, middle, high = np.quantile(nets, (0.1, 0.5, 0.9))
    assert (found.p10, found.p50, found.p90) == pytest.approx((low, middle, high), rel=1e-9, abs=1)
    assert found.p_plus == pytest.approx(np.mean(np.array(nets) > 0), abs=1e-6)
    assert {wall.strike: wall.share for wall in found.call_walls} == pytest.approx(
        {strike: walls.count(strike) / params.DRAWS for strike in set(walls)}, abs=1e-6
    )


def conventional(one: Contract, convention: int, own: bool, trading: float) -> Contract:
    """The contract as a draw values it; other time leaves the forward where it is."""
    if convention == 1:
        return dataclasses.replace(one, sigma=one.sigma + 0.01)
    if convention == 2:
        return dataclasses.replace(one, sigma=one.sigma - 0.01)
    if convention == 3 and not own:
        return dataclasses.replace(one, sigma=one.sigma * math.sqrt(trading / one.years))
    return one


def test_own_volatilities_do_not_care_about_the_time_convention() -> None:
    own = two_sided(1000.0, 900.0)
    foreign = dataclasses.replace(own, own=np.zeros(200, dtype=np.bool_))
    longer = Ensemble(np.full(200, 0.08), (1,), 0.15, RATE)
    same = Ensemble(own.years, (1,), 0.15, RATE)
    assert sign_band(own, 6000.0, longer) == sign_band(own, 6000.0, same)
    assert sign_band(foreign, 6000.0, longer) != sign_band(foreign, 6000.0, same)


def test_trading_years_have_a_floor_of_a_day() -> None:
    assert (trading_years(np.array([0, 1, 5])) * 252).tolist() == [1.0, 1.0, 5.0]


def test_the_draws_of_a_session_are_made_once_and_cannot_be_written() -> None:
    strikes = np.array([5990.0, 6000.0])
    draws = make_draws((20250107,), strikes)
    assert make_draws((20250107,), strikes.copy()) is draws
    assert make_draws((20250108,), strikes) is not draws
    for drawn, calls, puts in draws.parts:
        assert np.array_equal(calls, draws.factor[0][:, drawn])
        assert np.array_equal(puts, draws.factor[1][:, drawn])
    with pytest.raises(ValueError, match="read-only"):
        draws.factor[0, 0, 0] = 1.0
