"""Bars on the stream."""

from spxcc.feeds.simulator.massive.bar_stream import MINUTE_MS, SECOND_MS, bar_events
from spxcc.feeds.simulator.massive.shapes import MinuteBar, SecondBar
from tests.feeds.simulator.massive.markets import market_of


def test_f30_a_minute_leaves_soon_after_and_a_second_two_later() -> None:
    market = market_of()
    ticks, book = market.share_ticks, market.singles["SPY"]
    minute = next(bar_events(market, "SPY", book, 0, ticks.between(60_000, 120_000), MINUTE_MS))
    second = next(bar_events(market, "SPY", book, 0, ticks.between(60_000, 61_000), SECOND_MS))
    assert isinstance(minute.event, MinuteBar)
    assert isinstance(second.event, SecondBar)
    assert (minute.due_ms, second.due_ms) == (120_250, 63_000)
    assert minute.event.av is not None
    assert minute.event.av > (minute.event.v or 0)
    assert minute.event.e - minute.event.s == 60_000
    assert not list(bar_events(market, "SPY", book, 0, ticks.between(-2, -1), MINUTE_MS))
