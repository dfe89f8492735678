"""Dealers who hedge: nothing at strength 0, calm where their gamma is positive, the contrary where it is negative."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.grid import grid_of
from spxcc.feeds.simulator.hedging import (
    IMPACT,
    MOST_A_STEP,
    STEP_S,
    WORKED,
    Dealers,
    dealers_of,
    hedged,
    hedged_day,
    hedged_days,
)
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.feeds.simulator.streams import Seed
from spxcc.feeds.simulator.surface import DIVIDEND, RATE
from spxcc.market.snapshot import Floats
from spxcc.quant import bsm
from tests.feeds.simulator.days import day_of

STRENGTHS = (0.0, 0.5, 1.0, 2.0)
PIN, BREAK = scenario_named("pin"), scenario_named("wall-break")
GRID = grid_of(PIN.date)
KEY = Seed(7, PIN.name, PIN.date)


def memory(days: Floats) -> float:
    """Correlation of a minute's move with the next one's."""
    moves = np.diff(days[:, ::60], axis=1)
    return float(np.corrcoef(moves[:, 1:].ravel(), moves[:, :-1].ravel())[0, 1])


def slow(dealers: Dealers, path: Floats, strength: float) -> Floats:
    """`hedged` for one path, second by second, as a bookkeeper would write it."""
    moved, order, found = 0.0, 0.0, []

    def wanted(second: int, price: float) -> float:
        column = [float(np.interp(second, dealers.seconds, dealers.delta[:, at])) for at in range(dealers.levels.size)]
        return -strength * float(np.interp(price, dealers.levels, column))

    held = wanted(0, float(path[0]))
    for second, level in enumerate(path.tolist()):
        if second % STEP_S == 0:
            moved, price = moved + order, level + moved + order
            units = WORKED * (wanted(second, price) - held)
            most = MOST_A_STEP / (IMPACT * price)
            units = max(-most, min(most, units))
            held, order = held + units, IMPACT * units * price * price
        found.append(level + moved + order * (second % STEP_S) / STEP_S)
    return np.array(found)


def test_f30_the_order_book_is_kept_as_a_bookkeeper_would() -> None:
    dealers = dealers_of(PIN, GRID, KEY, 6040.0)
    path = hedged_day(PIN, 3, 0.0)[:601]
    assert np.allclose(hedged(dealers, GRID, path[None, :], 1.0)[0][:600], slow(dealers, path, 1.0)[:600], atol=1e-8)


def test_f30_without_hedging_nothing_changes() -> None:
    assert np.array_equal(make_day(replace(PIN, hedging=0.0), 7, PIN.date).true, day_of("pin").true)
    assert PIN.hedging == 0.0
    assert hedged_day(PIN, 7, 0.0).size == GRID.seconds + 1


def test_f30_the_same_seed_gives_the_same_day_and_one_day_is_one_of_many() -> None:
    many = hedged_days(BREAK, [5, 6], 1.0)
    assert np.array_equal(many[0], hedged_day(BREAK, 5, 1.0))
    assert np.array_equal(many, hedged_days(BREAK, [5, 6], 1.0))
    assert not np.array_equal(many[0], many[1])


def test_f30_hedging_has_no_effect_at_0_and_more_with_every_step_of_strength() -> None:
    calm = [hedged_days(PIN, range(30), strength) for strength in STRENGTHS]
    wild = [hedged_days(BREAK, range(30), strength) for strength in STRENGTHS]
    assert abs(memory(calm[0])) < 0.03
    assert abs(memory(wild[0])) < 0.03
    assert all(memory(one) > memory(more) + 0.01 for one, more in pairwise(calm))
    assert all(memory(one) < memory(more) - 0.01 for one, more in pairwise(wild))
    spread = [float(np.std(one[:, -1] - one[:, 0])) for one in calm]
    assert spread == sorted(spread, reverse=True)


def test_f30_an_order_answers_to_nothing_later() -> None:
    dealers = dealers_of(PIN, GRID, KEY, 6040.0)
    path = hedged_day(PIN, 3, 0.0)[None, :]
    cut = path.copy()
    cut[:, 12_000:] += 25.0
    whole, other = (hedged(dealers, GRID, one, 2.0)[0] for one in (path, cut))
    assert np.array_equal(whole[:12_000], other[:12_000])
    assert not np.allclose(whole[12_010:] + 25.0, other[12_010:], atol=1e-3)


def test_f30_the_dealers_gamma_is_that_of_the_open_interest() -> None:
    day = day_of("pin")
    board = day.boards[0]
    dealers = dealers_of(PIN, GRID, KEY, float(day.true[0]))
    number = np.arange(len(board.listing))
    expiry, strike = board.listing.expiry_of(number), board.listing.strike_of(number)
    call, surface = board.listing.is_call(number), board.maker.surface
    signed = 100.0 * np.where(call, 1, -1) * board.interest

    def delta(level: float) -> float:
        years = surface.years(np.zeros(number.size), expiry)
        away = np.log(strike / level) - (RATE - DIVIDEND) * years
        sigma = surface.volatility(np.zeros(number.size), expiry, away)
        return float(np.sum(signed * bsm.delta(level, strike, years, sigma, RATE, RATE - DIVIDEND, call)))

    for level in (6000.0, 6050.0, 6100.0):
        known = (delta(level + 2.0) - delta(level - 2.0)) / 4.0
        assert dealers.gamma(0.0, np.array([level]))[0] == pytest.approx(known, rel=0.02)


def test_f30_a_hedged_scenario_is_a_whole_day() -> None:
    day = make_day(replace(PIN, hedging=1.0), 7, PIN.date)
    assert float(np.ptp(day.true)) < float(np.ptp(day_of("pin").true))
    assert np.all(np.isfinite(day.true))
    with pytest.raises(ValueError, match="hedging strength"):
        hedged(dealers_of(PIN, GRID, KEY, 6040.0), GRID, day.true[None, :], -1.0)
