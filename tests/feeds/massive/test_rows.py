"""The vendor's own recorded answers, every one that is of an endpoint of ours."""

import gzip
import json
import tarfile
from typing import Any

import pytest

from spxcc.feeds.massive import rows
from spxcc.feeds.massive.conditions import PRICELESS
from spxcc.feeds.massive.envelope import read_bare_list, read_one, read_plain, read_rows
from spxcc.feeds.massive.frames import Trade, Value, read_frame
from spxcc.feeds.massive.trouble import Reply, trouble_of
from spxcc.market.contract import parse_contract
from tests.fakes.real_data import real_data

LISTS: dict[str, Any] = {
    "v2/aggs/ticker/": rows.BarRow,
    "v2/aggs/grouped/": rows.BarRow,
    "v3/trades/": rows.TradeRow,
    "v3/quotes/": rows.QuoteRow,
    "v3/snapshot/indices": rows.SnapshotRow,
    "v3/snapshot.json": rows.SnapshotRow,
    "v3/snapshot/options/AAPL.json": rows.OptionRow,
    "v3/reference/conditions": rows.ConditionRow,
    "v3/reference/exchanges": rows.ExchangeRow,
    "v3/reference/options/contracts.json": rows.ContractRow,
    "v3/reference/options/contracts&": rows.ContractRow,
}
ONES: dict[str, Any] = {
    "v2/last/trade/": rows.LastTradeRow,
    "v2/last/nbbo/": rows.LastQuoteRow,
    "v3/snapshot/options/AAPL/": rows.OptionRow,
    "v3/reference/options/contracts/": rows.ContractRow,
}
OTHERS = ("v1/", "vX/", "v2/snapshot/", "v2/reference/", "v3/reference/")
"""Endpoints that nothing here asks."""


def recorded() -> dict[str, bytes]:
    found = {}
    with tarfile.open(real_data("massive/massive_client_python_mocks.tar.gz")) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and member.name.endswith(".json"):
                found[member.name.removeprefix("test_rest/mocks/")] = content.read()
    return found


def _kind(table: dict[str, Any], name: str) -> Any:
    return next((kind for prefix, kind in table.items() if name.startswith(prefix)), None)


@pytest.mark.real_data
def test_f30_every_recorded_answer_of_our_endpoints_is_read_without_a_bad_row() -> None:
    read = {"list": 0, "one": 0}
    for name, body in recorded().items():
        if name == "v1/marketstatus/now.json":
            assert read_plain(body, rows.MarketNow).market == "extended-hours"
        elif name == "v1/marketstatus/upcoming.json":
            holidays = read_bare_list(body, rows.Holiday)
            assert holidays.rows
            assert not holidays.bad
        elif (kind := _kind(LISTS, name)) is not None:
            page = read_rows(body, kind)
            assert len(page.rows) == len(json.loads(body)["results"]), name
            assert not page.bad, name
            read["list"] += 1
        elif (kind := _kind(ONES, name)) is not None:
            assert read_one(body, kind)[0] is not None
            read["one"] += 1
        else:
            assert name.startswith(OTHERS), name
    assert read == {"list": 14, "one": 4}


@pytest.mark.real_data
def test_f30_the_captures_are_read() -> None:
    lines = real_data("massive/public_captures.jsonl").read_text().splitlines()
    captures = {each["kind"]: each for each in map(json.loads, lines)}
    bars = read_rows(json.dumps(captures["rest_aggs"]["body"]).encode(), rows.BarRow)
    assert [(bar.close, bar.volume) for bar in bars.rows] == [(0.03, 76997.0)]
    expired = captures["rest_snapshot_expired"]
    trouble = trouble_of(Reply(expired["http"], {}, json.dumps(expired["body"]).encode()), None)
    assert trouble is not None
    assert (trouble.kind, trouble.found) == ("unknown", "HTTP status 404 (Options contract not found.)")
    (trade,), _ = read_frame(json.dumps(captures["ws_trade"]["frame"]))
    assert isinstance(trade, Trade)
    assert (trade.sym, trade.p, trade.s, trade.c, trade.x) == ("O:SPXW251208C06840000", 5.5, 1, (236,), 302)
    (value,), _ = read_frame(json.dumps(captures["ws_index_value"]["frame"]))
    assert isinstance(value, Value)
    assert (value.T, value.val) == ("I:SPX", 3988.5)


@pytest.mark.real_data
def test_conditions_without_a_price_agree_with_the_recorded_table() -> None:
    body = next(body for name, body in recorded().items() if name.startswith("v3/reference/conditions"))
    for row in read_rows(body, rows.ConditionRow).rows:
        assert (row.id in PRICELESS) is not row.update_rules.consolidated.updates_high_low, row.name


@pytest.mark.real_data
def test_f30_every_recorded_contract_is_read_and_is_what_its_ticker_says() -> None:
    body = gzip.decompress(real_data("massive/polygon_spy_contracts_2025-08-30.json.gz").read_bytes())
    listed = read_bare_list(body, rows.ContractRow)
    assert (len(listed.rows), dict(listed.bad)) == (8_096, {})
    for row in listed.rows:
        told = parse_contract(row.ticker)
        right = {"call": "C", "put": "P"}[row.contract_type]
        assert (told.root, told.expiry, told.strike, told.right) == (
            row.underlying_ticker, row.expiration_date, row.strike_price, right
        )  # fmt: skip


@pytest.mark.real_data
def test_f30_every_kind_of_capture_is_known() -> None:
    lines = real_data("massive/public_captures.jsonl").read_text().splitlines()
    # Open and close of a day have an endpoint that nothing here asks; what was observed is prose.
    others = {"rest_open_close", "observed_behaviour"}
    asked = {"rest_aggs", "rest_snapshot_expired", "ws_trade", "ws_index_value"}
    assert sorted(json.loads(line)["kind"] for line in lines) == sorted(asked | others)
