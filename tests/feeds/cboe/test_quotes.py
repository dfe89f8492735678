"""A document as events."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.cboe.answer import Trouble
from spxcc.feeds.cboe.quotes import quotes_of
from spxcc.market.events import EquityTick, IndexTick
from tests.fakes.snapshots import at
from tests.feeds.cboe.vendor import body, document

RECEIVED = at("10:45:01")


def changed(change: Callable[[dict[str, Any]], object], symbol: str = "SPX") -> bytes:
    made: dict[str, Any] = document(symbol)
    change(made)
    return json.dumps(made).encode()


def trouble(content: bytes, symbol: str = "SPX") -> Trouble:
    with pytest.raises(Trouble) as error:
        quotes_of(symbol, content)
    return error.value


def test_an_index_and_its_chain_with_the_times_of_the_vendor() -> None:
    quotes = quotes_of("SPX", body())
    tick, before, chain = quotes.tick(RECEIVED), quotes.close_before(RECEIVED), quotes.snapshot(RECEIVED)
    assert isinstance(tick, IndexTick)
    assert (tick.price, tick.ts_event, tick.ts_recv, tick.source) == (6000.0, at("10:30"), RECEIVED, "cboe")
    assert before is not None
    assert (before.price, before.date) == (5990.0, "2026-01-13")
    assert (chain.underlying, chain.ts_event, chain.ts_recv) == ("SPX", at("10:30"), RECEIVED)
    assert (len(chain.rows), chain.complete, chain.underlying_price) == (84, True, 6000.0)
    assert chain.open_interest_date == "2026-01-13"
    about = quotes.about(RECEIVED)
    assert (about.level, about.code) == ("info", "chain:SPX")
    assert about.text.startswith("SPX chain of 84 contracts quoted 2026-01-14 10:30 ET, delayed")


def test_a_stock_is_a_stock() -> None:
    assert isinstance(quotes_of("SPY", body("SPY")).tick(RECEIVED), EquityTick)


@pytest.mark.parametrize("value", [None, 0, "noon", "2026-01-14T10:30:00+00:00"])
def test_a_price_without_its_time_stands_beside_the_chain_only(value: object) -> None:
    quotes = quotes_of("SPX", changed(lambda made: made["data"].update(last_trade_time=value)))
    assert (quotes.tick(RECEIVED), quotes.close_before(RECEIVED)) == (None, None)
    assert quotes.snapshot(RECEIVED).underlying_price == 6000.0


def test_a_price_from_the_future_is_told_and_no_tick() -> None:
    late = quotes_of("SPX", changed(lambda made: made["data"].update(last_trade_time="2026-01-14T15:30:00")))
    assert late.tick(RECEIVED) is None
    assert "the price of SPX is stamped 15:30 ET, after its quotes" in late.snapshot(RECEIVED).remarks


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("1970-01-01T00:00:00", "beyond the session calendar"), ("0001-01-01T00:00:00", "beyond the session calendar"),
        ("9999-12-31T23:59:59", "beyond the session calendar"),
        ("2026-01-09T10:29:59", "2026-01-09, more than 5 days before its quotes"),
    ],
)  # fmt: skip
def test_a_price_of_another_age_is_told_and_no_tick(stamp: str, told: str) -> None:
    odd = quotes_of("SPX", changed(lambda made: made["data"].update(last_trade_time=stamp)))
    assert (odd.tick(RECEIVED), odd.close_before(RECEIVED)) == (None, None)
    assert f"the price of SPX is stamped {told}" in odd.snapshot(RECEIVED).remarks


def test_a_price_of_the_days_before_is_a_tick() -> None:
    old = quotes_of("SPX", changed(lambda made: made["data"].update(last_trade_time="2026-01-09T16:00:00")))
    assert old.tick(RECEIVED) is not None


@pytest.mark.parametrize("price", [1e308, -6000.0, 1e6, "NaN"])
def test_a_price_that_cannot_be_is_told_and_no_tick(price: object) -> None:
    quotes = quotes_of("SPX", changed(lambda made: made["data"].update(current_price=price)))
    assert (quotes.tick(RECEIVED), quotes.snapshot(RECEIVED).underlying_price) == (None, None)
    assert [told for told in quotes.snapshot(RECEIVED).remarks if "is no price, left out" in told]


def test_the_date_of_the_open_interest_is_said_to_be_assumed_once() -> None:
    remarks = quotes_of("SPX", body()).snapshot(RECEIVED).remarks
    assert remarks == ("date of the open interest assumed: the close before these quotes",)


def test_no_price_is_no_tick() -> None:
    quotes = quotes_of("SPX", changed(lambda made: made["data"].update(current_price=0.0, prev_day_close="x")))
    assert (quotes.tick(RECEIVED), quotes.close_before(RECEIVED)) == (None, None)


def test_a_partial_chain_is_a_warning() -> None:
    quotes = quotes_of("SPX", changed(lambda made: made["data"]["options"][0].update(option="JUNK")))
    about = quotes.about(RECEIVED)
    assert (about.level, quotes.snapshot(RECEIVED).complete) == ("warning", False)
    assert "partial" in about.text
    assert "JUNK" in about.text


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"\n <!doctype html><title>Access \n denied</title>", "html", "a web page (Access denied)"),
        (b"<html>", "html", "a web page"), (b"", "not_cboe_json", "truncated"), (b"[]", "not_cboe_json", "array"),
        (b'{"timestamp": "2026-01-14 15:45:00"}', "not_cboe_json", "data"), (body()[:-9], "not_cboe_json", "truncated"),
        (body("SPY"), "wrong_underlying", "one of SPY"), (b"\xff\xfe\x00", "not_cboe_json", ""),
    ],
)  # fmt: skip
def test_what_is_no_document_of_it_is_trouble_with_a_reason(content: bytes, code: str, found: str) -> None:
    error = trouble(content)
    assert error.code == code
    assert found in error.found


def test_a_time_stamp_that_is_none_and_a_chain_without_rows() -> None:
    assert trouble(changed(lambda made: made.update(timestamp="soon"))).code == "no_date"
    assert trouble(changed(lambda made: made["data"].update(options=[]))).code == "no_rows"


WHOLE = body("SPY")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=8))
def test_bytes_damaged_anywhere_are_trouble_or_a_told_loss(where: int, junk: bytes) -> None:
    try:
        quotes = quotes_of("SPY", WHOLE[:where] + junk + WHOLE[where + len(junk) :])
    except Trouble:
        return
    assert quotes.symbol == quotes.chain.underlying == "SPY"
