"""The volatility surface."""

import numpy as np
import pytest

from spxcc.feeds.simulator.surface import Surface
from spxcc.market.snapshot import Floats
from tests.feeds.simulator.days import NAMES, day_of


def surface_of(name: str) -> Surface:
    return day_of(name).boards[0].maker.surface


def at_money(surface: Surface, second: float) -> Floats:
    expiry = np.arange(len(surface.listing.roots))
    return surface.volatility(np.full(expiry.size, second), expiry, np.zeros(expiry.size))


@pytest.mark.parametrize("name", NAMES)
def test_the_front_is_of_a_real_size_and_rises_into_the_close(name: str) -> None:
    surface = surface_of(name)
    assert 0.7 < 100.0 * at_money(surface, 5_400.0)[0] / day_of(name).scenario.vix < 2.8
    assert at_money(surface, surface.grid.seconds - 400.0)[0] > at_money(surface, 5_400.0)[0]


def test_total_variance_rises_with_settlement_at_every_strike() -> None:
    surface = surface_of("flip-loss")
    for second in (0.0, 5_400.0, 20_000.0):
        expiry = np.arange(len(surface.listing.roots))
        for moneyness in (-0.08, -0.04, -0.01, 0.0, 0.01, 0.04):
            seconds = np.full(expiry.size, second)
            sigma = surface.volatility(seconds, expiry, np.full(expiry.size, moneyness))
            assert np.all(np.diff(sigma**2 * surface.years(seconds, expiry)) >= 0), (second, moneyness)


def test_puts_are_dearer_than_calls_of_the_same_distance() -> None:
    surface = surface_of("flip-loss")
    expiry = np.arange(len(surface.listing.roots))
    seconds = np.full(expiry.size, 5_400.0)
    down = surface.volatility(seconds, expiry, np.full(expiry.size, -0.02))
    up = surface.volatility(seconds, expiry, np.full(expiry.size, 0.02))
    assert np.all(down > 1.1 * up)


def test_the_months_skew_is_that_of_an_index() -> None:
    surface = surface_of("flip-loss")
    last = np.full(2, len(surface.listing.roots) - 1)
    low, high = surface.volatility(np.full(2, 5_400.0), last, np.array([-0.01, 0.01]))
    years = float(surface.years(np.array([5_400.0]), last[:1])[0])
    assert -0.30 < (high - low) / (0.02 / np.sqrt(years)) < -0.08


def test_time_never_runs_out() -> None:
    surface = surface_of("pin")
    assert float(surface.years(np.array([23_400.0]), np.array([0]))[0]) > 0


def test_a_morning_settlement_is_worth_less_than_the_afternoon_one() -> None:
    surface = surface_of("flip-loss")
    assert surface.tail[7] < surface.tail[8]
    assert surface.listing.roots[7] == "SPX"
