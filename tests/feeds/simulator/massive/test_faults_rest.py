"""Faults of answers: each is seen in the answer and counted once for each."""

import pytest

from spxcc.feeds.simulator.massive.faults import Fault
from tests.feeds.simulator.massive.markets import NOON_MS, api_of, asked, market_of

CHAIN = "/v3/snapshot/options/I:SPX?limit=100&expiration_date=2026-03-24&strike_price.gte=5950"
SIGNED = {"authorization": "Bearer sim"}


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("429", 429, b'{"status":"ERROR"'), ("429-empty", 429, b""), ("500-html", 500, b"<html>"),
        ("502-empty", 502, b""),
        ("revoked", 401, b'{"status":"ERROR"'), ("not-entitled", 403, b'{"status":"NOT_AUTHORIZED"'),
        ("garbage-body", 200, b"\x00\xff"),
    ],
)  # fmt: skip
def test_f30_other_answers(name: str, status: int, body: bytes) -> None:
    api = api_of([Fault(name, times=1, value=3.0)])
    now = market_of().open_ms + NOON_MS
    first, second = (api.answer("/v1/marketstatus/now", SIGNED, now, 0.0, "http://h").answer for _ in range(2))
    assert (first.status, first.body[: len(body)]) == (status, body)
    assert first.headers.get("Retry-After") == ("3" if name == "429" else None)
    assert second.status == 200
    assert api.box.counts == {name: 1}


@pytest.mark.parametrize(
    ("name", "manner"), [("timeout", "silent"), ("slow-body", "slow"), ("reset", "reset"), ("huge-body", "huge")]
)
def test_f30_manners(name: str, manner: str) -> None:
    api = api_of([Fault(name)])
    assert api.answer("/v1/marketstatus/now", SIGNED, market_of().open_ms, 0.0, "http://h").manner == manner


def test_f30_rows_are_spoiled_and_counted() -> None:
    for name, spoiled in (
        ("missing-greeks", lambda row: "greeks" not in row),
        ("no-interest", lambda row: row["open_interest"] == 0),
        ("crossed-rows", lambda row: row["last_quote"]["bid"] > row["last_quote"]["ask"]),
        ("odd-greeks", lambda row: row.get("greeks", {}).get("gamma") == -3e-10),
    ):
        before = sum(map(spoiled, asked(api_of(), CHAIN)[1]["results"]))
        api = api_of([Fault(name, 0.5)])
        rows = asked(api, CHAIN)[1]["results"]
        assert sum(map(spoiled, rows)) >= max(before, 5)
        assert 5 <= api.box.counts[name] <= 75
    api = api_of([Fault("missing-rows", 0.5)])
    assert len(asked(api, CHAIN)[1]["results"]) == 100 - api.box.counts["missing-rows"]
    rows = asked(api_of([Fault("foreign-rows")]), CHAIN)[1]["results"]
    assert [row["details"]["strike_price"] < 5_950 for row in rows].count(True) == 1


def test_f30_pages_fail_and_loop() -> None:
    api = api_of([Fault("page-fails")])
    status, body = asked(api, CHAIN)
    assert status == 200
    assert asked(api, body["next_url"].removeprefix("http://h"))[0] == 400
    assert asked(api_of([Fault("cursor-loop")]), CHAIN)[1]["next_url"] == f"http://h{CHAIN}"


def test_f30_server_time_is_skewed() -> None:
    _, body = asked(api_of([Fault("skew", value=5.0)]), "/v1/marketstatus/now")
    assert body["serverTime"] == "2026-03-24T12:00:05-04:00"
