"""The bars that all others are folded from: seconds and minutes of today, minutes and days of the sessions before."""

import numpy as np

from spxcc.feeds.simulator.massive.fold import NO_BARS, Bars, from_bars, from_ticks, joined
from spxcc.feeds.simulator.massive.market import INDICES, Market
from spxcc.feeds.simulator.massive.ticks import Ticks
from spxcc.feeds.simulator.massive.windows import CHICAGO_LAG_MS, MINUTE_MS, midnight
from spxcc.market.snapshot import Floats, Ints

SHARES_A_TRADE = 350.0
"""Average size of a print in the sessions before, of which only bars are kept."""


def lag_of(ticker: str) -> int:
    """Milliseconds after midnight in New York at which the ticker's days begin."""
    return CHICAGO_LAG_MS if ticker in INDICES else 0


def base_bars(market: Market, ticker: str, unit: str, seen_ms: int) -> Bars:
    """Bars of one `unit` (second, minute, day) until `seen_ms` after the open; starts in Unix milliseconds."""
    ticks = market.ticks(ticker).between(-1, seen_ms + 1)
    today = _shifted(from_ticks(_additions(ticks) if unit == "second" else ticks, _WIDTH[unit]), market.open_ms)
    if unit == "second":
        return today
    if unit == "minute":
        return joined(_past_minutes(market, ticker), today)
    if len(today):
        today = from_bars(today, np.full(len(today), midnight(market.day.grid.date, lag_of(ticker)), dtype=np.int64))
    return joined(_past_days(market, ticker), today)


_WIDTH = {"second": 1_000, "minute": MINUTE_MS, "day": MINUTE_MS}


def _additions(ticks: Ticks) -> Ticks:
    """Without cancels: a second, once told, is not told again."""
    return ticks.take(ticks.volume >= 0)


def _shifted(bars: Bars, by: int) -> Bars:
    return Bars(bars.start + by, bars.open, bars.high, bars.low, bars.close, bars.volume, bars.notional, bars.trades)


def _past_minutes(market: Market, ticker: str) -> Bars:
    if ticker not in ("I:SPX", "SPY"):
        return NO_BARS
    past, made = market.past, NO_BARS
    for grid, (prices, volume) in zip(past.grids[-len(past.minutes) :], past.minutes, strict=True):
        start = grid.open_at // 1_000_000 + MINUTE_MS * np.arange(len(prices))
        made = joined(made, _priced(market, ticker, start, prices, volume))
    return made


def _past_days(market: Market, ticker: str) -> Bars:
    past = market.past
    if ticker not in ("I:SPX", "I:VIX", "SPY"):
        return NO_BARS
    start = np.array([midnight(grid.date, lag_of(ticker)) for grid in past.grids], dtype=np.int64)
    prices = past.vix if ticker == "I:VIX" else past.daily
    return _priced(market, ticker, start, prices, past.spy_volume)


def _priced(market: Market, ticker: str, start: Ints, prices: Floats, volume: Floats) -> Bars:
    own = np.round(prices / market.day.ratio, 2) if ticker == "SPY" else prices
    size = volume if ticker == "SPY" else np.zeros(len(prices))
    middle = np.round(own.mean(axis=1), 4)
    trades = np.rint(size / SHARES_A_TRADE).astype(np.int64)
    return Bars(start, own[:, 0], own[:, 1], own[:, 2], own[:, 3], size, size * middle, trades)
