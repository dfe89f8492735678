"""Frames as messages."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.frames import Minute, Quote, Second, Status, Trade, Value, read_frame
from tests.feeds.massive.test_envelope import JSON

EVENTS: list[dict[str, Any]] = [
    {"ev": "status", "status": "success", "message": "subscribed to: V.I:SPX"},
    {"ev": "V", "val": 6000.5, "T": "I:SPX", "t": 1768406400000},
    {"ev": "T", "sym": "O:SPXW260114C06000000", "x": 302, "p": 5.1, "s": 3, "c": [209], "t": 1768406400000, "q": 7},
    {"ev": "T", "sym": "SPY", "x": 4, "i": "12", "z": 3, "p": 600.0, "s": 100, "t": 1768406400000, "q": 8, "ds": "1.5"},
    {"ev": "Q", "sym": "O:SPXW260114C06000000", "bp": 5.0, "ap": 5.2, "bs": 3, "as": 4, "t": 1768406400000, "q": 9},
    {"ev": "Q", "sym": "O:SPXW260114C06000000", "ap": 0.05, "as": 4, "t": 1768406400000},
    {"ev": "AM", "sym": "SPY", "v": 10, "o": 1, "c": 2, "h": 3, "l": 1, "s": 1768406400000, "e": 1, "z": "1.5"},
    {"ev": "A", "sym": "I:SPX", "op": 1, "o": 1, "c": 2, "h": 3, "l": 1, "s": 1768406400000, "e": 1768406401000},
]  # fmt: skip


def test_f30_the_letter_means_what_its_event_says() -> None:
    messages, bad = read_frame(json.dumps(EVENTS))
    assert bad == {}
    assert [type(each) for each in messages] == [Status, Value, Trade, Trade, Quote, Quote, Minute, Second]
    minute, trade = messages[6], messages[2]
    assert isinstance(minute, Minute)
    assert isinstance(trade, Trade)
    assert (minute.s, minute.c, minute.low) == (1768406400000, 2, 1)
    assert (trade.s, trade.c) == (3, (209,))
    quote = messages[4]
    assert isinstance(quote, Quote)
    assert (quote.bp, quote.ap, quote.bs, quote.as_) == (5.0, 5.2, 3, 4)


@pytest.mark.parametrize(
    "wrong", [{"ev": "LULD", "T": "SPY"}, {"ev": "V", "val": None, "T": "I:SPX", "t": 1}, {}, 5, None]
)
def test_what_is_wrong_costs_itself_and_is_counted(wrong: Any) -> None:
    messages, bad = read_frame(json.dumps([EVENTS[1], wrong, EVENTS[2]]))
    assert (len(messages), sum(bad.values())) == (2, 1)


@pytest.mark.parametrize("frame", ["", "{}", "null", b"\xff", '[{"ev":"V"', "[" * 200_000])
def test_a_frame_that_is_no_list_is_left_out(frame: str | bytes) -> None:
    messages, bad = read_frame(frame)
    assert (messages, sum(bad.values())) == ([], 1)


@given(JSON, st.integers(0, 400))
def test_no_frame_ends_the_reader(value: Any, cut: int) -> None:
    text = json.dumps([value, *EVENTS])
    for frame in (json.dumps(value), text, text[:cut], text.encode()[:cut]):
        read_frame(frame)
