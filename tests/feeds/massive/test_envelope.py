"""Bytes of an answer to typed rows."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.envelope import read_bare_list, read_one, read_plain, read_rows
from spxcc.feeds.massive.rows import BarRow, ContractRow, Holiday, MarketNow, OptionRow, SnapshotRow, TradeRow
from spxcc.feeds.massive.trouble import Trouble
from tests.feeds.massive.vendor import option_row, page

TICKER = "SPXW260114C06000000"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_f30_absent_keys_are_absent_values() -> None:
    row = option_row(TICKER, greeks=None, implied_volatility=None, day={}, last_trade={}, last_quote=None)
    read = read_rows(page([row]), OptionRow)
    assert (len(read.rows), read.bad) == (1, {})


@pytest.mark.parametrize(
    "row",
    [
        {"details": None},
        option_row(TICKER) | {"greeks": None},
        option_row(TICKER) | {"implied_volatility": "0.2"},
        option_row(TICKER) | {"day": []},
        None,
        5,
        "row",
    ],
)
def test_f30_a_row_that_is_wrong_costs_itself_and_is_counted(row: Any) -> None:
    read = read_rows(page([option_row(TICKER), row, option_row(TICKER)]), OptionRow)
    assert len(read.rows) == 2
    assert sum(read.bad.values()) == 1


def test_no_results_are_none() -> None:
    assert read_rows(b'{"status":"OK","resultsCount":0,"queryCount":0}', BarRow).rows == ()


def test_delayed_and_the_next_page_are_read() -> None:
    read = read_rows(page([], "https://h/v3?cursor=a", "DELAYED"), BarRow)
    assert (read.delayed, read.next_url) == (True, "https://h/v3?cursor=a")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"results":null}',
        b'{"results":{}}',
        b'{"results":[1',
        b'{"status":5}',
        b"\xff\xfe",
        b"[" * 200_000,
    ],
)
def test_an_answer_that_makes_no_sense_is_trouble(body: bytes) -> None:
    with pytest.raises(Trouble):
        read_rows(body, BarRow)


def test_one_object_and_one_without_envelope() -> None:
    row, delayed = read_one(json.dumps({"status": "DELAYED", "results": option_row(TICKER)}).encode(), OptionRow)
    assert (row.details.ticker, delayed) == (f"O:{TICKER}", True)
    for body in (b'{"status":"OK"}', b'{"results":[]}', b"{"):
        with pytest.raises(Trouble):
            read_one(body, OptionRow)
    assert read_plain(b'{"serverTime":"2026-01-14T11:00:00-05:00"}', MarketNow).server_time.startswith("2026")
    with pytest.raises(Trouble):
        read_plain(b"{}", MarketNow)
    read = read_bare_list(b'[{"date":"2026-12-25","exchange":"NYSE","status":"closed"},{}]', Holiday)
    assert (len(read.rows), len(read.bad)) == (1, 1)
    with pytest.raises(Trouble):
        read_bare_list(b"{}", Holiday)


@given(JSON)
def test_json_that_is_valid_and_wrong_is_an_error_never_a_crash(value: Any) -> None:
    for body in (
        json.dumps(value).encode(),
        json.dumps({"results": value}).encode(),
        json.dumps({"results": [value]}).encode(),
    ):
        for kind in (OptionRow, BarRow, SnapshotRow, TradeRow, ContractRow):
            with suppress(Trouble):
                read: Any = read_rows(body, kind)
                assert all(isinstance(row, kind) for row in read.rows)


@given(st.integers(0, 2000))
def test_an_answer_cut_off_at_any_byte_is_an_error_never_half_a_page(cut: int) -> None:
    body = page([option_row(TICKER)])
    if cut >= len(body):
        return
    with pytest.raises(Trouble):
        read_rows(body[:cut], OptionRow)
