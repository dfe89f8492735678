"""Feed events as values and on disk."""

from typing import Any, get_args

import msgspec
import pytest

from spxcc.market.events import (
    Bar,
    ChainRow,
    ChainSnapshot,
    EquityTick,
    Event,
    FeedEvent,
    FeedNotice,
    History,
    IndexTick,
    LedgerFact,
    MarketStatus,
    OpenInterest,
    OptionBar,
    OptionQuote,
    OptionTrade,
    PreviousClose,
    Watermark,
)

OPTION = "SPXW250110C05900000"
BAR = Bar(ts_event=60, ts_recv=60, source="t", symbol="SPX", start=0, open=1.0, high=2.0, low=0.5, close=1.5, label="x")
ALL: tuple[FeedEvent, ...] = (
    IndexTick(ts_event=2, ts_recv=3, source="t", symbol="SPX", price=6000.25),
    EquityTick(ts_event=2, ts_recv=3, source="t", symbol="SPY", price=600.0, size=100.0),
    OptionQuote(ts_event=2, ts_recv=3, source="t", contract=OPTION, bid=None, ask=1.5, ask_size=3),
    OptionTrade(ts_event=2, ts_recv=3, source="t", contract=OPTION, price=1.2, size=5, conditions=(209,), trade_id="a"),
    OptionBar(ts_event=2, ts_recv=3, source="t", contract=OPTION, start=0, open=1, high=1, low=1, close=1, volume=9),
    OpenInterest(ts_event=2, ts_recv=3, source="t", contract=OPTION, open_interest=11, date="2025-01-03"),
    BAR,
    LedgerFact(ts_event=2, ts_recv=3, source="t", name="levels.own", body="{}"),
    History(ts_event=2, ts_recv=3, source="t", symbol="SPX", bars=(BAR,)),
    PreviousClose(ts_event=2, ts_recv=3, source="t", symbol="SPX", price=5975.38, date="2025-01-06"),
    ChainSnapshot(
        ts_event=2, ts_recv=3, source="t", underlying="SPX", remarks=("a",),
        rows=(ChainRow(contract=OPTION, bid=1.0, volume=0, last=1.1, last_at=1),),
    ),
    MarketStatus(ts_event=2, ts_recv=3, source="t", status="halted"),
    FeedNotice(ts_event=2, ts_recv=3, source="t", level="info", code="mapped", text="SPX is mapped."),
    Watermark(ts_event=2, ts_recv=3, source="t"),
)  # fmt: skip


def test_every_kind_of_event_is_here() -> None:
    assert {type(event) for event in ALL} == set(get_args(FeedEvent))


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_an_event_survives_the_codec(event: FeedEvent) -> None:
    assert msgspec.json.decode(msgspec.json.encode(event), type=FeedEvent) == event


def test_kinds_have_names_of_their_own() -> None:
    kinds = [msgspec.json.decode(msgspec.json.encode(event))["kind"] for event in ALL]
    assert len(set(kinds)) == len(ALL)


def test_an_event_is_a_value() -> None:
    assert IndexTick(ts_event=1, ts_recv=1, source="a", symbol="SPX", price=1.0) == IndexTick(
        ts_event=1, ts_recv=1, source="a", symbol="SPX", price=1.0
    )
    anything: Any = BAR
    with pytest.raises(AttributeError):
        anything.close = 3.0
    assert all(isinstance(event, Event) for event in ALL)


@pytest.mark.parametrize(
    "text",
    [
        b'{"kind":"index","ts_event":1,"ts_recv":1,"source":"a","symbol":"SPX","price":"6000"}',
        b'{"kind":"index","ts_event":1,"ts_recv":1,"source":"a","symbol":"SPX","price":NaN}',
        b'{"kind":"index","ts_event":1,"ts_recv":1,"source":"a","symbol":"SPX"}',
        b'{"kind":"index","ts_event":1.5,"ts_recv":1,"source":"a","symbol":"SPX","price":1.0}',
        b'{"kind":"rumour","ts_event":1,"ts_recv":1,"source":"a"}',
    ],
    ids=["text as price", "not a number", "no price", "half a nanosecond", "unknown kind"],
)
def test_a_malformed_event_is_an_error_never_a_default(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(text, type=FeedEvent)
