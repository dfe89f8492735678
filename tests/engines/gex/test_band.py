"""The sign ensemble: seeded, centred, in proportion."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import norm

from spxcc.engines.gex import params
from spxcc.engines.gex.band import Ensemble, sign_band, trading_years
from spxcc.engines.gex.positions import Positions, exposures
from tests.engines.gex.books import some_positions

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
    assert sign_band(calls, 6000.0, ensemble(calls)).p_plus == 1.0
    puts = two_sided(10.0, 1000.0)
    assert sign_band(puts, 6000.0, ensemble(puts)).p_plus == 0.0


def test_no_flip_band_where_draws_have_no_flip() -> None:
    calls = two_sided(1000.0, 0.0)
    found = sign_band(calls, 6000.0, ensemble(calls))
    assert (found.flip_p10, found.flip_p90) == (None, None)
    even = two_sided(1000.0, 1000.0)
    band = sign_band(even, 6000.0, ensemble(even))
    assert band.flip_p10 is not None
    assert band.flip_p90 is not None
    assert 5900 < band.flip_p10 < 6000 < band.flip_p90 < 6100


def test_scaling_open_interest_scales_the_band_and_leaves_the_flip() -> None:
    one = some_positions(6)
    many = dataclasses.replace(one, call_interest=3 * one.call_interest, put_interest=3 * one.put_interest)
    before, after = sign_band(one, 6000.0, ensemble(one)), sign_band(many, 6000.0, ensemble(many))
    assert after.p_plus == before.p_plus
    assert (after.flip_p10, after.flip_p90) == (before.flip_p10, before.flip_p90)
    assert after.p50 == pytest.approx(3 * before.p50, abs=3)


def test_a_lone_strike_is_the_wall_of_every_draw() -> None:
    positions = two_sided(0.0, 0.0)
    calls, puts = positions.call_interest.copy(), positions.put_interest.copy()
    calls[150], puts[50] = 1e5, 1e5
    found = sign_band(
        dataclasses.replace(positions, call_interest=calls, put_interest=puts), 6000.0, ensemble(positions)
    )
    assert found.call_wall_share == pytest.approx(1.0, abs=0.02)
    assert found.put_wall_share == pytest.approx(1.0, abs=0.02)


def test_own_volatilities_do_not_care_about_the_time_convention() -> None:
    own = two_sided(1000.0, 900.0)
    foreign = dataclasses.replace(own, own=np.zeros(200, dtype=np.bool_))
    longer = Ensemble(np.full(200, 0.08), (1,), 0.15, RATE)
    same = Ensemble(own.years, (1,), 0.15, RATE)
    assert sign_band(own, 6000.0, longer) == sign_band(own, 6000.0, same)
    assert sign_band(foreign, 6000.0, longer) != sign_band(foreign, 6000.0, same)


def test_trading_years_have_a_floor_of_a_day() -> None:
    assert (trading_years(np.array([0, 1, 5])) * 252).tolist() == [1.0, 1.0, 5.0]
