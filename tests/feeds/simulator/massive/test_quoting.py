"""Quotes in turns."""

import numpy as np

from spxcc.feeds.simulator.massive.quoting import renewed, slot_ms, touch_at
from tests.feeds.simulator.massive.markets import NOON_MS, market_of


def test_f30_every_contract_has_its_turn_within_the_second() -> None:
    slots = slot_ms(np.arange(2_286))
    assert slots.min() >= 0
    assert slots.max() < 1_000


def test_f30_the_touch_is_the_newest_and_the_same_at_random_access() -> None:
    market, numbers = market_of(), np.arange(2_286)
    standing = market.books[0].standing(numbers, NOON_MS)
    touch = touch_at(market, 0, numbers, NOON_MS, standing)
    assert np.all((touch.at_ms <= NOON_MS) & (touch.at_ms > NOON_MS - 1_000))
    assert not np.any(touch.bid > touch.ask)
    alone = renewed(market, 0, numbers[5:6], touch.at_ms[5:6])
    assert (alone.ask[0], alone.ask_size[0]) == (touch.ask[5], touch.ask_size[5])
    early = touch_at(market, 0, numbers, -5, market.books[0].standing(numbers, -5))
    assert np.all(early.at_ms == -1)
