"""Sweeps, blocks and packages."""

import numpy as np
import pytest

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.crowd import Venue
from spxcc.feeds.simulator.orders import LEGS, all_orders, large, packages, sweep
from spxcc.feeds.simulator.prints import Prints
from tests.feeds.simulator.days import day_of


def venue_of(place: int = 0) -> Venue:
    day = day_of()
    places = (conditions.INDEX_VENUE,) if place == 0 else conditions.ETF_VENUES
    return Venue(day.boards[place].maker, day.grid, day.scenario, 3.2, places)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("side", [1, -1])
def test_an_index_sweep_is_a_burst_on_one_venue(seed: int, side: int) -> None:
    made = sweep(np.random.default_rng(seed), venue_of(), 5_400_000, 200, side)
    assert len(made) >= 3
    assert made.at_ms.max() - made.at_ms.min() <= 250
    assert set(made.venue.tolist()) == {302}
    assert set(made.touch.tolist()) == {float(side)}
    assert np.all(side * np.diff(made.steps) >= 0)


@pytest.mark.parametrize("seed", range(20))
def test_an_etf_sweep_goes_over_several_venues_at_once(seed: int) -> None:
    made = sweep(np.random.default_rng(seed), venue_of(1), 5_400_000, 20, 1)
    assert 3 <= len(made) == len(set(made.venue.tolist())) <= 8
    assert made.at_ms.max() - made.at_ms.min() < 50
    assert set(made.condition.tolist()) == {conditions.SWEEP}


def test_a_block_is_one_print_of_a_thousand_or_more() -> None:
    sizes = [int(large(np.random.default_rng(seed), venue_of(), 1_000, 5).size[0]) for seed in range(50)]
    assert min(sizes) >= 1_000
    assert max(sizes) < 10_000


def test_a_package_has_one_moment_and_one_ratio() -> None:
    count = 300
    made = packages(
        np.random.default_rng(2),
        venue_of(),
        1_000 * np.arange(count),
        np.zeros(count, dtype=np.int64),
        np.full(count, 60),
    )
    legs = np.bincount(made.order)[1:]
    assert set(legs.tolist()) == {2, 3, 4}
    ratios = {tuple(sorted(np.abs(row[row[:, 2] != 0, 2]))) for row in LEGS}
    for order in range(1, count + 1):
        own = made.take(made.order == order)
        assert len(set(own.at_ms.tolist())) == len(set(own.condition.tolist())) == 1
        assert len(set(own.contract.tolist())) == len(own)
        unit = int(np.gcd.reduce(own.size))
        assert tuple(sorted(own.size // unit)) in ratios
        assert len(set(np.abs(own.touch).tolist())) == 1


def test_every_order_of_a_block_has_a_number_of_its_own() -> None:
    made = all_orders(np.random.default_rng(4), venue_of(), 6, day_of().scenario.orders)
    assert np.all(made.order > 0)
    assert np.all(np.diff(made.at_ms) >= 0)
    for order in np.unique(made.order):
        own: Prints = made.take(made.order == order)
        assert own.at_ms.max() - own.at_ms.min() <= 250


def test_scripted_orders_come_on_their_second_near_the_money() -> None:
    venue = venue_of()
    made = all_orders(np.random.default_rng(4), venue, 6, day_of().scenario.orders)
    at = made.at_ms / 1_000.0
    block = made.take((made.size >= 1_000) & (at > 5_402) & (at < 5_403))
    assert len(block) == 1
    assert not venue.maker.surface.listing.is_call(block.contract)[0]
    burst = made.take((at > 5_401) & (at < 5_401.4) & (made.touch == 1.0))
    assert len(burst) >= 3
