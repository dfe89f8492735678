"""The map of net exposure by price and time: against a loop, its ends, and what settles on the way."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.gex import heat
from spxcc.engines.gex.heat import heat_map, reach_of, window_of
from spxcc.engines.gex.positions import Positions, Weights, exposures
from spxcc.market.session import session_info
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.engines.gex.books import contracts_of, some_positions
from tests.fakes.gex_twin import totals
from tests.fakes.snapshots import at

SPOT, RATE = 6000.0, 0.0425
MINUTES = 525_600.0
NOW = at("12:00")
WINDOW = (NOW, at("16:00"))


def twin(positions: Positions, minutes: float, level: float) -> float:
    """The contracts that have not settled, each with the time that it has left."""
    left = [
        dataclasses.replace(one, years=max(one.years - minutes / MINUTES, 1.0 / MINUTES))
        for one in contracts_of(positions)
        if one.years * MINUTES - minutes > 0.02
    ]
    return totals(left, level, RATE).net


def living(minutes: float, count: int = 40) -> Positions:
    """All in one expiry so many minutes away."""
    positions = some_positions(7, count)
    return dataclasses.replace(positions, years=np.full(count, minutes / MINUTES))


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_loop_at_every_cell(seed: int) -> None:
    positions = some_positions(seed, 30)
    shortest = dataclasses.replace(positions, years=np.where(positions.group == 0, 130.0 / MINUTES, positions.years))
    found = heat_map(shortest, SPOT, RATE, NOW, WINDOW)
    assert (len(found.times), len(found.levels)) == (heat.TIMES, heat.LEVELS)
    for row, time in zip(found.net[::3], found.times[::3], strict=True):
        for value, level in list(zip(row, found.levels, strict=True))[::10]:
            expected = twin(shortest, (time - to_millis(NOW)) / 60_000, level)
            assert value == pytest.approx(expected, rel=1e-6, abs=2.0)


def test_begins_with_the_book_as_it_is() -> None:
    positions = some_positions(3)
    found = heat_map(positions, SPOT, RATE, NOW, WINDOW)
    assert found.levels[heat.LEVELS // 2] == SPOT
    assert found.times[0] == to_millis(NOW)
    assert found.net[0][heat.LEVELS // 2] == pytest.approx(float(exposures(positions, SPOT, RATE).net.sum()), abs=1.0)


def test_ends_a_minute_before_the_close_with_what_settles_at_the_close() -> None:
    found = heat_map(living(240.0), SPOT, RATE, NOW, WINDOW)
    assert found.times[-1] == to_millis(WINDOW[1] - NANOS_PER_MINUTE)
    assert any(found.net[-1])
    assert found.net[-1][20] == pytest.approx(twin(living(240.0), 239.0, SPOT), rel=1e-6, abs=2.0)


def test_f35_what_settles_on_the_way_is_out_from_then_on() -> None:
    found = heat_map(living(120.0), SPOT, RATE, NOW, WINDOW)
    out = [(time - to_millis(NOW)) / 60_000 >= 120.0 for time in found.times]
    assert True in out
    assert False in out
    for row, settled in zip(found.net, out, strict=True):
        assert any(row) is not settled


def test_before_the_open_what_settles_at_the_open_is_out() -> None:
    before = at("08:00")
    morning = living(90.0)
    found = heat_map(morning, SPOT, RATE, before, (at("09:30"), at("16:00")))
    assert found.times[0] == to_millis(at("09:30"))
    assert not any(any(row) for row in found.net)


def test_levels_reach_as_far_as_asked() -> None:
    found = heat_map(some_positions(), SPOT, RATE, NOW, WINDOW, reach=0.03)
    assert found.levels[0] == pytest.approx(SPOT * 0.97)
    assert found.levels[-1] == pytest.approx(SPOT * 1.03)
    assert list(found.levels) == sorted(found.levels)


def test_other_weights_turn_the_map() -> None:
    positions = some_positions(2)
    usual = heat_map(positions, SPOT, RATE, NOW, WINDOW)
    opposite = Weights(-positions.call_interest, positions.put_interest)
    turned = heat_map(positions, SPOT, RATE, NOW, WINDOW, weights=opposite)
    assert [[-value for value in row] for row in usual.net] == [list(row) for row in turned.net]


def test_in_the_last_minute_there_is_one_time() -> None:
    late = WINDOW[1] - NANOS_PER_MINUTE // 2
    found = heat_map(living(0.5), SPOT, RATE, late, (late, WINDOW[1]))
    assert found.times == (to_millis(late),)
    assert any(found.net[0])


def test_far_contracts_are_left_out_without_a_trace() -> None:
    near = some_positions(1, 30)
    far = dataclasses.replace(near, strike=np.sort(near.strike * 1.6), years=np.full(30, 0.001))
    assert not any(any(row) for row in heat_map(far, SPOT, RATE, NOW, WINDOW).net)


def test_the_window_is_the_rest_of_the_session_or_the_next_one() -> None:
    assert window_of(session_info(NOW), NOW) == (NOW, at("16:00"))
    early = at("08:00")
    assert window_of(session_info(early), early) == (at("09:30"), at("16:00"))
    late = at("17:30")
    following = session_info(late)
    assert window_of(following, late) == (following.next_open, following.next_close)
    assert following.next_open > late


def test_reach_follows_volatility_within_limits() -> None:
    assert reach_of(None) == heat.USUAL_REACH
    assert reach_of(0.02) == heat.LEAST_REACH
    assert reach_of(0.9) == heat.MOST_REACH
    assert reach_of(0.16) == pytest.approx(1.5 * 0.16 / 252**0.5)
