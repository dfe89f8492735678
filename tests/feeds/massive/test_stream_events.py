"""Messages as events."""

import math
from typing import Any, TypeAlias

import msgspec
import pytest

from spxcc.feeds.massive.frames import Message, read_frame
from spxcc.feeds.massive.stream_events import Translator, minute_bar
from spxcc.market.events import Bar, EquityTick, FeedEvent, IndexTick, OptionQuote, OptionTrade
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW

MS = NOW // 1_000_000
Fields: TypeAlias = dict[str, Any]
OPTION = "O:SPXW260114C06000000"


def message(**fields: Any) -> Message:
    (made,), bad = read_frame(msgspec.json.encode([fields]))
    assert not bad
    return made


def event(translator: Translator | None = None, **fields: Any) -> FeedEvent | None:
    return (translator or Translator()).event(message(**fields), NOW)


def test_an_index_value() -> None:
    assert event(ev="V", val=6000.5, T="I:SPX", t=MS) == IndexTick(
        ts_event=NOW, ts_recv=NOW, source="massive", symbol="SPX", price=6000.5
    )


def test_a_trade_of_spy_and_one_that_makes_no_price() -> None:
    assert event(ev="T", sym="SPY", p=600.1, s=200, c=[14], t=MS, q=1) == EquityTick(
        ts_event=NOW, ts_recv=NOW, source="massive", symbol="SPY", price=600.1, size=200
    )
    assert event(ev="T", sym="SPY", p=600.1, s=3, c=[37], t=MS, q=2) is None


def test_an_option_print_keeps_conditions_venue_and_number() -> None:
    assert event(ev="T", sym=OPTION, p=5.5, s=1, c=[236], x=302, t=MS, q=1864261653) == OptionTrade(
        ts_event=NOW, ts_recv=NOW, source="massive", contract="SPXW260114C06000000", price=5.5, size=1,
        conditions=(236,), exchange=302, trade_id="1864261653",
    )  # fmt: skip


def test_a_print_told_again_after_a_reconnection_is_one() -> None:
    translator = Translator()
    print_: Fields = {"ev": "T", "sym": OPTION, "p": 5.5, "s": 1, "t": MS, "q": 7}
    assert event(translator, **print_) is not None
    assert event(translator, **print_) is None
    assert event(translator, **{**print_, "q": 6}) is not None, "out of order is not told again"
    assert dict(translator.odd) == {"a print told again": 1}


def test_a_quote_with_one_side() -> None:
    size: Fields = {"as": 10}
    assert event(ev="Q", sym=OPTION, ap=0.05, t=MS, **size) == OptionQuote(
        ts_event=NOW, ts_recv=NOW, source="massive", contract="SPXW260114C06000000", bid=None, ask=0.05, ask_size=10
    )
    assert event(ev="Q", sym="SPY", bp=600, ap=600.1, t=MS) is None


def test_f30_a_minute_told_again_is_the_same_bar_with_other_values() -> None:
    start = at("10:58")
    fields: Fields = {"ev": "AM", "sym": "SPY", "o": 1.0, "h": 3.0, "l": 1.0, "c": 2.0, "s": start // 1_000_000}
    translator = Translator()
    first = event(translator, **fields, v=10, e=start // 1_000_000 + 60_000)
    again = event(translator, **{**fields, "c": 2.5}, v=12, e=start // 1_000_000 + 60_000)
    assert isinstance(first, Bar)
    assert isinstance(again, Bar)
    assert (first.symbol, first.start, first.ts_event) == ("SPY", start, start + NANOS_PER_MINUTE)
    assert (again.start, again.close, again.volume) == (start, 2.5, 12)
    later = {**fields, "s": start // 1_000_000 + 60_000}
    event(translator, **later, v=10, e=start // 1_000_000 + 120_000)
    assert (translator.rewritten, dict(translator.odd)) == (1, {})


def test_seconds_and_minutes_of_options_are_not_for_the_book() -> None:
    fields: Fields = {"o": 1.0, "h": 3.0, "l": 1.0, "c": 2.0, "s": MS, "e": MS}
    assert event(ev="A", sym="SPY", **fields) is None
    assert event(ev="AM", sym=OPTION, **fields) is None


@pytest.mark.parametrize(
    ("fields", "odd"),
    [
        ({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": NOW}, "a time that cannot be"),
        ({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": MS + 3_600_000}, "a time that cannot be"),
        ({"ev": "V", "val": 0, "T": "I:SPX", "t": MS}, "a price or size that is none"),
        ({"ev": "T", "sym": OPTION, "p": 5, "s": 0, "t": MS}, "a price or size that is none"),
        ({"ev": "T", "sym": OPTION, "p": -5, "s": 1, "t": MS}, "a price or size that is none"),
        ({"ev": "Q", "sym": OPTION, "bp": 5, "ap": 4, "t": MS}, "a bid above the ask"),
    ],
)
def test_what_cannot_be_is_left_out_and_counted(fields: dict[str, Any], odd: str) -> None:
    translator = Translator()
    assert event(translator, **fields) is None
    assert dict(translator.odd) == {odd: 1}


def test_an_outlier_is_left_out_and_counted() -> None:
    translator = Translator()
    prices = [6000.0, 6300.0, 6001.0]
    told = [event(translator, ev="V", val=price, T="I:SPX", t=MS + at) for at, price in enumerate(prices)]
    assert [None if each is None else getattr(each, "price", math.nan) for each in told] == [6000.0, None, 6001.0]
    assert dict(translator.odd) == {"a price that nothing confirmed": 1}


def test_bars_are_of_the_regular_session() -> None:
    prices = (1.0, 1.0, 1.0, 1.0)
    assert minute_bar("SPY", at("09:29"), prices, 1, NOW) is None
    assert minute_bar("SPY", at("16:00"), prices, 1, NOW) is None
    assert minute_bar("SPY", at("09:30"), prices, 1, NOW) is not None
    assert minute_bar("SPY", 4_000_000_000_000_000_000, prices, 1, NOW) is None
