"""The bars all others are folded from."""

import numpy as np

from spxcc.feeds.simulator.massive.base_bars import base_bars
from tests.feeds.simulator.massive.markets import CONTRACT, NOON_MS, market_of


def test_f30_seconds_minutes_and_days() -> None:
    market = market_of()
    assert len(base_bars(market, "I:SPX", "second", NOON_MS)) == 9_000
    assert len(base_bars(market, "I:SPX", "minute", NOON_MS)) == 5 * 390 + 151 - 1
    assert len(base_bars(market, "I:VIX", "day", NOON_MS)) == 61
    for ticker in ("SPY", CONTRACT):
        minutes, days = (base_bars(market, ticker, unit, NOON_MS) for unit in ("minute", "day"))
        today = minutes.take(np.flatnonzero(minutes.start >= market.open_ms))
        assert days.volume[-1] == today.volume.sum()
        assert days.high[-1] == today.high.max()
    assert len(base_bars(market, CONTRACT, "day", -1)) == 0
