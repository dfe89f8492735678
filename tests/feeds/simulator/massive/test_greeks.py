"""Greeks from the middle of the quote."""

import numpy as np

from spxcc.feeds.simulator.massive.greeks import greeks_of
from spxcc.feeds.simulator.massive.quoting import touch_at
from tests.feeds.simulator.massive.markets import NOON_MS, market_of


def test_f30_signs_and_gaps() -> None:
    market, numbers = market_of(), np.arange(2_286)
    touch = touch_at(market, 0, numbers, NOON_MS, market.books[0].standing(numbers, NOON_MS))
    greeks = greeks_of(market, 0, numbers, touch)
    call = market.day.boards[0].listing.is_call(numbers)
    assert np.all(greeks.solved[greeks.served])
    assert np.all((greeks.delta[greeks.served] > 0) == call[greeks.served])
    assert np.all(greeks.gamma[greeks.served] > 0)
    assert np.all(np.abs(greeks.delta[greeks.served]) <= 0.97)
    assert not np.any(greeks.solved[np.isnan(touch.bid)])
