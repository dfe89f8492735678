"""What is known at the open."""

from spxcc.feeds.simulator.context import opening_events
from spxcc.market.events import FeedNotice, History, MarketStatus, PreviousClose
from tests.feeds.simulator.days import day_of

EVENTS = opening_events(day_of())


def test_everything_is_received_at_the_open_and_happened_before() -> None:
    open_at = day_of().grid.open_at
    assert {event.ts_recv for event in EVENTS} == {open_at}
    assert all(event.ts_event <= open_at for event in EVENTS)


def test_spx_and_spy_have_sixty_days_and_the_minutes_of_five() -> None:
    found = {event.symbol: event.bars for event in EVENTS if isinstance(event, History)}
    assert set(found) == {"SPX", "SPY", "VIX"}
    for symbol in ("SPX", "SPY"):
        assert sum(bar.interval_s == 86_400 for bar in found[symbol]) == 60
        assert sum(bar.interval_s == 60 for bar in found[symbol]) == 5 * 390
        assert all(bar.symbol == symbol and bar.ts_event < day_of().grid.open_at for bar in found[symbol])
    assert all(bar.volume > 0 for bar in found["SPY"])
    assert not any(bar.volume for bar in found["SPX"])


def test_the_previous_close_is_the_last_daily_bars() -> None:
    found = {event.symbol: event for event in EVENTS if isinstance(event, PreviousClose)}
    bars = {event.symbol: event.bars for event in EVENTS if isinstance(event, History)}
    assert found["SPX"].price == day_of().scenario.previous_close
    for symbol, close in found.items():
        daily = [bar for bar in bars[symbol] if bar.interval_s == 86_400]
        assert close.price == daily[-1].close
        assert close.date == "2026-03-23"


def test_it_says_that_no_market_is_behind_it() -> None:
    notice = next(event for event in EVENTS if isinstance(event, FeedNotice))
    assert notice.code == "simulated"
    assert "no real market" in notice.text
    assert "flip-loss, seed 7" in notice.text
    assert any(isinstance(event, MarketStatus) for event in EVENTS)
