"""The fold of events and the snapshot."""

import math

from spxcc.market.events import (
    Bar,
    ChainRow,
    ChainSnapshot,
    EquityTick,
    FeedEvent,
    FeedNotice,
    History,
    IndexTick,
    MarketStatus,
    OptionBar,
    OptionQuote,
    OptionTrade,
    PreviousClose,
    Watermark,
)
from spxcc.market.session import at_exchange
from spxcc.market.state import NOTICES_KEPT, MarketState
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND

DAY = "2026-01-14"
NOON = at_exchange(DAY, "12:00")
CALL = "SPXW260114C06000000"


def index(price: float, ts: int = NOON) -> IndexTick:
    return IndexTick(ts_event=ts, ts_recv=ts, source="sim", symbol="SPX", price=price)


def trade(price: float = 2.0, size: int = 5, ts: int = NOON, contract: str = CALL) -> OptionTrade:
    return OptionTrade(ts_event=ts, ts_recv=ts, source="sim", contract=contract, price=price, size=size)


def folded(*events: FeedEvent) -> MarketState:
    state = MarketState("sim")
    for event in events:
        state.fold(event)
    return state


def test_time_enters_by_the_snapshot_alone() -> None:
    snapshot = folded(index(6000.0)).snapshot(NOON + 5)
    assert (snapshot.as_of, snapshot.mode, snapshot.session.phase) == (NOON + 5, "sim", "open")
    assert snapshot.prices["SPX"].price == 6000.0
    assert snapshot.counters.events == 1


def test_f54_what_cannot_be_used_is_counted_and_the_rest_lives() -> None:
    nan = index(math.nan)
    late = index(5990.0, NOON - NANOS_PER_SECOND)
    junk = OptionQuote(ts_event=NOON, ts_recv=NOON, source="sim", contract="??", bid=1.0, ask=1.1)
    snapshot = folded(index(6000.0), nan, late, junk, trade(price=-1.0), trade(size=0)).snapshot(NOON)
    assert snapshot.prices["SPX"].price == 6000.0
    assert (snapshot.counters.events, snapshot.counters.stale_ticks, snapshot.counters.rejected) == (6, 1, 4)


def test_a_print_carries_the_quote_that_stood_when_it_arrived() -> None:
    before = OptionQuote(ts_event=NOON - 7, ts_recv=NOON, source="sim", contract=CALL, bid=1.9, ask=2.0, ask_size=4)
    after = OptionQuote(ts_event=NOON + 1, ts_recv=NOON, source="sim", contract=CALL, bid=2.1, ask=2.2)
    state = folded(before, trade(), after)
    (seen,) = state.snapshot(NOON + 2).trades
    assert (seen.bid, seen.ask, seen.ask_size, seen.quote_age_ns) == (1.9, 2.0, 4, 7)
    assert state.snapshot(NOON + 3).trades == ()


def test_a_print_without_a_quote_has_none() -> None:
    (seen,) = folded(trade()).snapshot(NOON).trades
    assert (seen.bid, seen.ask, seen.quote_age_ns) == (None, None, None)


def test_minute_volume_of_contracts_adds_up_and_is_no_print() -> None:
    bars = [
        OptionBar(
            ts_event=NOON, ts_recv=NOON, source="lean", contract=CALL, start=NOON - NANOS_PER_MINUTE, open=1.0,
            high=1.2, low=0.9, close=1.1, volume=volume,
        )
        for volume in (7, 3)
    ]  # fmt: skip
    snapshot = folded(*bars).snapshot(NOON)
    assert (snapshot.option_volume[CALL].day_volume, snapshot.option_volume[CALL].last_volume) == (10, 3)
    assert snapshot.trades == ()
    assert float(snapshot.chains["SPX"].volume[0]) == 10.0


def test_an_evening_chain_enters_without_the_volumes_of_its_day() -> None:
    evening = at_exchange("2026-01-13", "16:15")
    row = ChainRow(contract=CALL, bid=1.0, ask=1.1, volume=500, open_interest=9)
    event = ChainSnapshot(ts_event=evening, ts_recv=NOON, source="cboe", underlying="SPX", rows=(row,))
    chain = folded(event).snapshot(NOON).chains["SPX"]
    assert math.isnan(chain.volume[0])
    assert (float(chain.open_interest[0]), chain.quoted_at.tolist()) == (9.0, [evening])


def test_context_notices_and_halts() -> None:
    close = PreviousClose(ts_event=NOON, ts_recv=NOON, source="sim", symbol="SPX", price=5990.0, date="2026-01-13")
    notices = [
        FeedNotice(ts_event=NOON, ts_recv=NOON, source="sim", level="info", code=f"c{at}", text="t") for at in range(60)
    ]
    halt = MarketStatus(ts_event=NOON, ts_recv=NOON, source="sim", status="halted")
    snapshot = folded(close, index(6000.0), *notices, notices[-1], halt).snapshot(NOON)
    assert snapshot.prices["SPX"].previous_close == 5990.0
    assert len(snapshot.notices) == NOTICES_KEPT
    assert snapshot.notices[-1].code == "c59"
    assert snapshot.halted


def test_f28_the_trading_date_turns_at_midnight_of_the_exchange() -> None:
    state = folded(
        index(6000.0, at_exchange(DAY, "15:59")),
        EquityTick(
            ts_event=at_exchange(DAY, "15:59"),
            ts_recv=at_exchange(DAY, "15:59"),
            source="sim",
            symbol="SPY",
            price=600.0,
        ),
    )
    evening = state.snapshot(at_exchange(DAY, "23:59:59"))
    assert len(evening.bars["SPX"].today) == 1
    morning = state.snapshot(at_exchange("2026-01-15", "00:00"))
    assert len(morning.bars["SPX"].today) == 0
    assert morning.bars["SPX"].daily.close.tolist() == [6000.0]
    assert morning.prices["SPX"].previous_close == 6000.0


def test_o9_today_is_the_exchange_s_date_when_utc_has_tomorrow_s() -> None:
    evening = at_exchange(DAY, "19:30")
    snapshot = folded(index(6000.0)).snapshot(evening)
    assert snapshot.session.date == DAY
    assert len(snapshot.bars["SPX"].today) == 1
    assert snapshot.prices["SPX"].previous_close is None


def test_bars_of_earlier_days_become_history_and_watermarks_nothing() -> None:
    start = at_exchange("2026-01-13", "10:00")
    old = Bar(
        ts_event=start + NANOS_PER_MINUTE, ts_recv=NOON, source="file", symbol="SPX", start=start, open=1.0, high=1.0,
        low=1.0, close=1.0,
    )  # fmt: skip
    history = History(ts_event=NOON, ts_recv=NOON, source="file", symbol="SPY", bars=(old,))
    snapshot = folded(old, history, Watermark(ts_event=NOON, ts_recv=NOON, source="file")).snapshot(NOON)
    assert len(snapshot.bars["SPX"].earlier) == len(snapshot.bars["SPY"].earlier) == 1
    assert "SPX" not in snapshot.prices
