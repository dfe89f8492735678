"""Minutes as they happen."""

from collections import Counter

import numpy as np

from spxcc.feeds.simulator.live import minute_events
from spxcc.market.candles import SessionBuckets, fold_tick
from spxcc.market.events import ChainSnapshot, EquityTick, IndexTick, OptionQuote, OptionTrade
from spxcc.market.units import NANOS_PER_MINUTE
from tests.feeds.simulator.days import day_of, live_minutes


def test_a_minute_has_everything_in_order_of_arrival() -> None:
    day = day_of()
    events = minute_events(day, 90)
    begin = day.grid.minute_start(90)
    assert [event.ts_recv for event in events] == sorted(event.ts_recv for event in events)
    assert all(begin < event.ts_recv <= begin + NANOS_PER_MINUTE for event in events)
    counts = Counter(type(event).__name__ for event in events)
    assert counts["IndexTick"] == 64
    assert counts["ChainSnapshot"] == 3
    assert counts["EquityTick"] > 100
    assert counts["OptionTrade"] > 100
    assert counts["OptionQuote"] > 40 * 60


def test_what_happened_is_heard_a_constant_time_later_unless_reported_late() -> None:
    for event in live_minutes():
        late = isinstance(event, OptionTrade) and event.conditions[0] in (201, 202, 204, 206)
        assert late or event.ts_recv - event.ts_event == 5_000_000


def test_a_print_stands_after_a_fresh_quote_of_its_contract() -> None:
    quoted: dict[str, OptionQuote] = {}
    outside = prints = 0
    for event in live_minutes():
        if isinstance(event, OptionQuote):
            quoted[event.contract] = event
        elif isinstance(event, OptionTrade) and event.conditions[0] not in (201, 202, 204, 206):
            quote = quoted[event.contract]
            prints += 1
            assert 0 <= event.ts_event - quote.ts_event <= 1_000_000
            assert quote.ask is not None
            outside += not (quote.bid or 0.0) - 1e-9 <= event.price <= quote.ask + 1e-9
    assert prints > 1_000
    assert outside <= 0.002 * prints


def test_every_second_has_an_index_value_and_the_near_strikes() -> None:
    events = live_minutes()
    ticks = [event for event in events if isinstance(event, IndexTick) and event.symbol == "SPX"]
    assert np.all(np.diff([tick.ts_event for tick in ticks]) == 10**9)
    per_second = Counter(event.ts_event // 10**9 for event in events if isinstance(event, OptionQuote))
    assert min(per_second.values()) >= 55
    fear = [event for event in events if isinstance(event, IndexTick) and event.symbol == "VIX"]
    assert np.all(np.diff([tick.ts_event for tick in fear]) == 15 * 10**9)


def test_ticks_make_the_same_bars_as_the_day_says() -> None:
    day = day_of()
    buckets, last, volume = SessionBuckets("1m"), None, 0.0
    for event in minute_events(day, 90):
        if isinstance(event, EquityTick):
            _, last = fold_tick(last, event.price, event.ts_event, buckets, event.size)
            volume += event.size
    assert last is not None
    prices, shares = day.spy.minutes
    assert [last.open, last.high, last.low, last.close] == prices[90].tolist()
    assert last.volume == volume == shares[90]


def test_orders_of_all_kinds_occur() -> None:
    trades = [event for event in live_minutes() if isinstance(event, OptionTrade)]
    assert any(trade.size >= 1_000 for trade in trades)
    assert any(trade.conditions == (219,) and trade.contract.startswith("SPY2") for trade in trades)
    legs = Counter(trade.ts_event for trade in trades if trade.conditions[0] in (232, 233, 234, 235, 236))
    assert sum(count >= 2 for count in legs.values()) > 100
    assert all(trade.exchange == 302 for trade in trades if trade.contract.startswith("SPX"))
    assert len({trade.trade_id + trade.contract for trade in trades}) == len(trades)


def test_chains_come_twice_a_minute() -> None:
    chains = [event for event in live_minutes() if isinstance(event, ChainSnapshot)]
    assert Counter(chain.underlying for chain in chains) == {"SPX": 20, "SPY": 10}
