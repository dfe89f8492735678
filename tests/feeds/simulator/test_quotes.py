"""The market of every contract: parity, convexity, ticks, and volatilities that invert."""

import numpy as np
import pytest

from spxcc.feeds.simulator.board import Board
from spxcc.feeds.simulator.quotes import Quotes
from spxcc.feeds.simulator.surface import DIVIDEND, RATE
from spxcc.quant.implied import implied_vol
from tests.feeds.simulator.days import NAMES, day_of

MOMENTS = (0, 600, 5_400, 14_000, 22_000)


def market(board: Board, second: int) -> Quotes:
    return board.maker.quotes(np.full(len(board.listing), float(second)), np.arange(len(board.listing)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("second", MOMENTS)
@pytest.mark.parametrize("place", [0, 1])
def test_put_call_parity_holds_within_the_spread(name: str, second: int, place: int) -> None:
    board = day_of(name).boards[place]
    found = market(board, second)
    numbers = np.arange(0, len(board.listing), 2)
    both = ~np.isnan(found.bid[numbers]) & ~np.isnan(found.bid[numbers + 1])
    calls, puts = numbers[both], numbers[both] + 1
    years = board.maker.surface.years(np.full(calls.size, float(second)), board.listing.expiry_of(calls))
    spot = float(board.maker.spot(np.array([float(second)]))[0])
    fair = spot * np.exp(-DIVIDEND * years) - board.listing.strike_of(calls) * np.exp(-RATE * years)
    assert np.all(found.bid[calls] - found.ask[puts] <= fair + 1e-9)
    assert np.all(found.ask[calls] - found.bid[puts] >= fair - 1e-9)
    assert calls.size > 60


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("second", MOMENTS)
def test_calls_are_convex_in_strike_and_fall(name: str, second: int) -> None:
    board = day_of(name).boards[0]
    value = market(board, second).value.reshape(len(board.listing.roots), -1, 2)[:, board.listing.near, 0]
    assert np.all(np.diff(value, axis=1) <= 1e-9)
    assert np.all(value[:, :-2] - 2 * value[:, 1:-1] + value[:, 2:] >= -1e-9)


@pytest.mark.parametrize("second", MOMENTS)
def test_quotes_are_on_the_tick_around_the_value(second: int) -> None:
    found = market(day_of().boards[0], second)
    bids = ~np.isnan(found.bid)
    for price in (found.bid[bids], found.ask):
        tick = np.where(price < 3.0, 0.05, 0.10)
        assert np.allclose(np.round(price / tick) * tick, price, atol=1e-6)
    assert np.all(found.bid[bids] < found.ask[bids])
    assert np.all(found.bid[bids] <= found.value[bids] + 1e-9)
    assert np.all(found.ask >= found.value - 1e-9)
    assert np.all(found.ask >= 0.05)


def test_nobody_bids_for_the_far_wings() -> None:
    board = day_of().boards[0]
    front = market(board, 20_000).bid[: 2 * board.listing.strikes.size]
    assert 0.2 < np.isnan(front).mean() < 0.8


def test_volatility_from_the_mid_inverts_to_the_surface() -> None:
    board = day_of().boards[0]
    found = market(board, 5_400)
    numbers = np.arange(len(board.listing))
    years = board.maker.surface.years(np.full(numbers.size, 5_400.0), board.listing.expiry_of(numbers))
    strike, call = board.listing.strike_of(numbers), board.listing.is_call(numbers)
    forward = float(board.maker.spot(np.array([5_400.0]))[0]) * np.exp((RATE - DIVIDEND) * years)
    discount = np.exp(-RATE * years)
    assert np.nanmax(np.abs(implied_vol(found.value, forward, strike, years, discount, call) - found.volatility)[
        np.abs(strike / forward - 1) < 0.01
    ]) < 1e-6  # fmt: skip
    outside = (call == (strike >= forward)) & (np.abs(strike / forward - 1) < 0.005)
    own = implied_vol(0.5 * (found.bid + found.ask), forward, strike, years, discount, call)
    assert np.nanmax(np.abs(own - found.volatility)[outside] / found.volatility[outside]) < 0.02


def test_the_spread_is_wider_at_the_open_and_never_under_a_tick() -> None:
    board = day_of().boards[0]
    near = board.listing.nearest(board.maker.spot(np.array([0.0, 5_400.0])))
    number = board.listing.number(0, near, np.array([True, True]))
    found = board.maker.quotes(np.array([0.0, 5_400.0]), number)
    wide = found.ask - found.bid
    assert wide[0] > wide[1] >= 0.0999
