"""The market behaves as such markets do, within stated intervals."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from spxcc.feeds.simulator.surface import DIVIDEND, RATE
from spxcc.quant.implied import implied_vol
from tests.feeds.simulator.days import NAMES, day_of
from tests.feeds.simulator.massive.markets import NOON_MS, api_of, market_of, pages

SEEDS = range(1, 13)
PARITY_PTS = 0.15
"""Of the middles, whose quotes are up to a second apart."""
MISSING_GREEKS = 0.28, 0.36
"""Of a whole chain, 31 % being usual: deep in the money, and far out where nobody bids."""


@cache
def minutes(name: str) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Minute returns of some days of a scenario."""
    return [np.diff(np.log(day_of(name, seed).true[::60])) for seed in SEEDS]


@cache
def chain() -> list[Any]:
    """The whole chain at noon."""
    return pages(api_of(), "/v3/snapshot/options/I:SPX?limit=250")


def test_f30_variance_has_a_u_shape() -> None:
    squares = np.mean([part**2 for part in minutes("gap-fill")], axis=0)
    halves = squares.reshape(13, 30).mean(axis=1)
    assert halves[0] > 1.5 * halves[4:9].mean()
    assert halves[-1] > 1.2 * halves[4:9].mean()


def test_f30_minute_returns_have_heavy_tails_and_memory() -> None:
    kurtosis, memory = [], []
    for part in minutes("fomc-whipsaw"):
        x = (part - part.mean()) / part.std()
        kurtosis.append(float(np.mean(x**4)))
        size = np.abs(part) - np.abs(part).mean()
        memory.append(float(np.sum(size[5:] * size[:-5]) / np.sum(size**2)))
    assert np.median(kurtosis) > 5.0
    assert np.median(memory) > 0.1


@pytest.mark.parametrize("name", NAMES)
def test_f30_vix_moves_against_the_index_in_five_minutes(name: str) -> None:
    for seed in (7, 1, 42):
        day = day_of(name, seed)
        moves = np.diff(day.true[::300]), np.diff(day.vix[::300])
        # A fall of seven percent leaves little to the noise.
        assert (-0.99 if name == "halt" else -0.97) < np.corrcoef(*moves)[0, 1] < -0.6, seed


def test_f30_spy_stays_near_a_tenth() -> None:
    day = day_of()
    price = day.spy.price * 10.0
    index = np.interp(day.spy.at_ms / 1_000.0, np.arange(day.true.size), day.true)
    assert np.all(np.abs(price / index - 1.0) < 0.005)


def test_f30_put_call_parity_holds_within_the_spread() -> None:
    market, found = market_of(), {}
    for row in chain():
        quote = row["last_quote"]
        if quote["bid"] > 0:
            found[row["details"]["ticker"]] = quote, row["details"]
    checked = 0
    for ticker, (call, identity) in found.items():
        other = found.get(ticker[:-9] + "P" + ticker[-8:])
        if identity["contract_type"] == "put" or other is None:
            continue
        put = other[0]
        board = market.day.boards[0]
        place = market.contracts.places[ticker]
        number = market.contracts.number[place : place + 1]
        second = np.array([NOON_MS / 1_000.0])
        years = float(board.maker.surface.years(second, board.listing.expiry_of(number))[0])
        spot = float(board.maker.spot(second)[0])
        right = spot * np.exp(-DIVIDEND * years) - identity["strike_price"] * np.exp(-RATE * years)
        width = 0.5 * (call["ask"] - call["bid"] + put["ask"] - put["bid"])
        away = abs(call["midpoint"] - put["midpoint"] - right)
        assert away <= width
        assert away <= PARITY_PTS
        checked += 1
    assert checked > 500


def test_f30_the_served_volatility_is_that_of_the_served_middle() -> None:
    market, board = market_of(), market_of().day.boards[0]
    rows = [row for row in chain() if "implied_volatility" in row]
    number = np.array([market.contracts.number[market.contracts.places[row["details"]["ticker"]]] for row in rows])
    second = np.array([row["last_quote"]["last_updated"] for row in rows]) / 1e9 - market.open_ms / 1e3
    years = board.maker.surface.years(second, board.listing.expiry_of(number))
    forward = board.maker.spot(second) * np.exp((RATE - DIVIDEND) * years)
    strike = np.array([row["details"]["strike_price"] for row in rows], dtype=np.float64)
    middle = np.array([row["last_quote"]["midpoint"] for row in rows])
    call = np.array([row["details"]["contract_type"] == "call" for row in rows])
    again = implied_vol(middle, forward, strike, years, np.exp(-RATE * years), call)
    assert np.allclose(again, [row["implied_volatility"] for row in rows], atol=1e-3)


def test_f30_model_calls_are_convex_in_strike_and_variance_rises_with_time() -> None:
    board = day_of().boards[0]
    listing, second = board.listing, NOON_MS / 1_000.0
    numbers = np.arange(len(listing))
    made = board.maker.quotes(np.full(numbers.size, second), numbers)
    near = listing.near
    for expiry in range(len(listing.roots)):
        calls = made.value[listing.number(expiry, np.arange(listing.strikes.size), True)][near]
        assert np.all(np.diff(calls, 2) > -1e-6), expiry
    expiries = np.arange(len(listing.roots))
    at = np.full(expiries.size, second)
    sigma = board.maker.surface.volatility(at, expiries, np.zeros(expiries.size))
    assert np.all(np.diff(sigma**2 * board.maker.surface.years(at, expiries)) >= 0)


def test_f30_shares_of_missing_and_never_traded_rows() -> None:
    rows = chain()
    near = [row for row in rows if abs(row["details"]["strike_price"] / 6_090.0 - 1.0) < 0.04]
    assert 0.0 < sum("greeks" not in row for row in near) / len(near) < 0.35
    assert MISSING_GREEKS[0] <= sum("greeks" not in row for row in rows) / len(rows) <= MISSING_GREEKS[1]
    assert 0.1 <= sum("implied_volatility" not in row for row in rows) / len(rows) <= 0.2
    assert 0.2 < sum(not row["day"] for row in rows) / len(rows) < 0.6
    assert any("implied_volatility" in row and "greeks" not in row for row in rows)
    assert all(row["last_trade"] == {} for row in rows if not row["day"])


def test_f30_open_interest_is_constant_through_the_day() -> None:
    target = "/v3/snapshot/options/I:SPX?limit=250&expiration_date=2026-03-25"
    early, late = (pages(api_of(), target, at) for at in (600_000, 20_000_000))
    assert [row["open_interest"] for row in early] == [row["open_interest"] for row in late]
    assert sum(row["open_interest"] for row in early) > 10_000


@pytest.mark.parametrize("name", ["halt"])
def test_f30_nothing_trades_in_a_halt(name: str) -> None:
    day = day_of(name)
    begin, end = 110 * 60, 125 * 60
    assert np.unique(day.printed[begin + 2 : end]).size == 1
    inside = (day.spy.at_ms >= 1_000 * begin) & (day.spy.at_ms < 1_000 * end)
    assert not inside.any()
    assert all(not len(board.tape.minute(minute).prints) for board in day.boards for minute in range(110, 125))
