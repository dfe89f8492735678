"""All views of the simulated market tell the same story, and none of them the future."""

from collections import defaultdict
from typing import Any

import msgspec
import numpy as np
import pytest

from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.stream_events import places_of, second_events
from tests.feeds.simulator.massive.markets import CONTRACT, NOON_MS, api_of, asked, market_of, pages

DATE = "2026-03-24"
FIRST = NOON_MS // 1_000 - 120


def stream(cluster: Product, quoted: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Two minutes of a cluster's events, all topics."""
    market = market_of()
    topics = {"V", "T", "Q", "A", "AM"}
    places = places_of(market, quoted)
    return [
        msgspec.to_builtins(sent.event)
        for second in range(FIRST, FIRST + 120)
        for sent in second_events(market, cluster, second, topics, places)
    ]


def test_f30_values_make_seconds_minutes_and_rest_bars() -> None:
    events = [one for one in stream("indices") if one.get("T", one.get("sym")) == "I:SPX"]
    values = [one["val"] for one in events if one["ev"] == "V"]
    seconds = [one for one in events if one["ev"] == "A"]
    minutes = [one for one in events if one["ev"] == "AM"]
    assert [one["c"] for one in seconds] == values
    for at, bar in enumerate(minutes):
        own = values[60 * at : 60 * at + 60]
        assert (bar["o"], bar["h"], bar["l"], bar["c"]) == (own[0], max(own), min(own), own[-1])
        assert "v" not in bar
    rows = asked(api_of(), f"/v2/aggs/ticker/I:SPX/range/1/minute/{minutes[0]['s']}/{minutes[-1]['e'] - 1}")[1][
        "results"
    ]
    assert [(row["t"], row["o"], row["h"], row["l"], row["c"]) for row in rows] == [
        (bar["s"], bar["o"], bar["h"], bar["l"], bar["c"]) for bar in minutes
    ]


@pytest.mark.parametrize(("cluster", "symbol"), [("stocks", "SPY"), ("options", CONTRACT)])
def test_f30_prints_make_bars_and_rest_rows(cluster: Product, symbol: str) -> None:
    market = market_of()
    events = [one for one in stream(cluster) if one["sym"] == symbol]
    prints = [one for one in events if one["ev"] == "T"]
    low, high = (market.open_ms + 1_000 * at for at in (FIRST, FIRST + 120))
    window = f"timestamp.gte={low * 10**6}&timestamp.lt={high * 10**6}&order=asc&limit=50000"
    rows = asked(api_of(), f"/v3/trades/{symbol}?{window}")[1]["results"]
    assert [(one["t"] * 10**6, one["p"], one["s"], one["x"]) for one in prints] == [
        (row["sip_timestamp"], row["price"], row["size"], row["exchange"]) for row in rows
    ]
    bars = {one["s"]: one for one in events if one["ev"] == "AM"}
    sums: dict[int, int] = defaultdict(int)
    for one in prints:
        sums[one["t"] // 60_000 * 60_000] += one["s"] if 201 not in one["c"] else -one["s"]
    assert {start: bar["v"] for start, bar in bars.items()} == dict(sums)
    served = asked(api_of(), f"/v2/aggs/ticker/{symbol}/range/1/minute/{low}/{high - 1}")[1]["results"]
    assert [(row["t"], row["v"], row["vw"], row["h"]) for row in served] == [
        (bar["s"], bar["v"], bar["vw"], bar["h"]) for bar in bars.values()
    ]


def test_f30_prints_add_up_to_the_day_of_the_snapshot() -> None:
    api = api_of()
    row = asked(api, f"/v3/snapshot/options/I:SPX/{CONTRACT}")[1]["results"]
    prints = pages(api, f"/v3/trades/{CONTRACT}?order=asc&limit=50000")
    signed = [(-1 if 201 in one["conditions"] else 1) * one["size"] for one in prints]
    assert row["day"]["volume"] == sum(signed)
    notional = sum(size * one["price"] for size, one in zip(signed, prints, strict=True))
    assert row["day"]["vwap"] == pytest.approx(notional / sum(signed), abs=1e-3)
    moving = [one for one in prints if one["conditions"][0] not in (201, 202, 204, 206)]
    assert row["last_trade"]["price"] == row["day"]["close"] == moving[-1]["price"]
    assert row["day"]["high"] == max(one["price"] for one in moving)
    assert row["day"]["low"] <= row["last_trade"]["price"] <= row["day"]["high"]
    daily = asked(api, f"/v2/aggs/ticker/{CONTRACT}/range/1/day/{DATE}/{DATE}")[1]["results"][0]
    assert (daily["v"], daily["o"], daily["c"]) == (sum(signed), row["day"]["open"], row["day"]["close"])


def test_f30_the_snapshot_shows_the_last_quote_of_the_stream() -> None:
    quotes = [one for one in stream("options", frozenset({CONTRACT})) if one["ev"] == "Q"]
    assert len(quotes) >= 120
    row = asked(api_of(), f"/v3/snapshot/options/I:SPX/{CONTRACT}", NOON_MS - 1)[1]["results"]
    quote = row["last_quote"]
    last = max(quotes, key=lambda one: (one["t"], one["q"]))
    assert (quote["bid"], quote["ask"], quote["last_updated"]) == (last["bp"], last["ap"], last["t"] * 10**6)
    rows = asked(api_of(), f"/v3/quotes/{CONTRACT}?limit=1", NOON_MS - 1)[1]["results"]
    assert (rows[0]["bid_price"], rows[0]["ask_price"]) == (last["bp"], last["ap"])


def test_f30_five_minutes_are_five_times_one() -> None:
    api = api_of()
    for ticker in ("I:SPX", "SPY", CONTRACT):
        ones = asked(api, f"/v2/aggs/ticker/{ticker}/range/1/minute/{DATE}/{DATE}")[1]["results"]
        fives = asked(api, f"/v2/aggs/ticker/{ticker}/range/5/minute/{DATE}/{DATE}")[1]["results"]
        for bar in fives:
            own = [one for one in ones if bar["t"] <= one["t"] < bar["t"] + 300_000]
            assert (bar["o"], bar["c"]) == (own[0]["o"], own[-1]["c"])
            assert (bar["h"], bar["l"]) == (max(one["h"] for one in own), min(one["l"] for one in own))
            assert bar.get("v") == (sum(one["v"] for one in own) if "v" in bar else None)


@pytest.mark.parametrize("at_ms", [-60_000, 0, 1_000, 5_000_000, 30_000_000])
def test_f30_nothing_comes_from_the_future(at_ms: int) -> None:
    api, market = api_of(), market_of()
    now = (market.open_ms + at_ms) * 10**6
    for target in (f"/v3/trades/{CONTRACT}", f"/v3/quotes/{CONTRACT}", "/v3/trades/SPY", "/v3/quotes/SPY"):
        assert all(row["sip_timestamp"] <= now for row in asked(api, target, at_ms)[1]["results"])
    for row in pages(api, f"/v3/snapshot/options/I:SPX?expiration_date={DATE}&limit=250", at_ms):
        stamps = [row[part].get("last_updated", 0) for part in ("day", "last_quote", "underlying_asset") if part in row]
        assert all(stamp <= now for stamp in stamps)
    bars = asked(api, f"/v2/aggs/ticker/I:SPX/range/1/minute/{DATE}/{DATE}", at_ms)[1].get("results", [])
    assert all(bar["t"] * 10**6 <= now for bar in bars)


def test_f30_answers_do_not_depend_on_the_order_of_questions() -> None:
    targets = [f"/v3/trades/{CONTRACT}?limit=5", "/v3/snapshot/options/SPY?limit=50", "/v3/snapshot/indices"]
    first = [asked(api_of(), target) for target in targets]
    assert [asked(api_of(), target) for target in reversed(targets)] == first[::-1]


def test_f30_the_same_events_whatever_is_asked_in_between() -> None:
    market, none = market_of(), np.zeros(0, dtype=np.int64)
    later = second_events(market, "options", 7_777, {"T", "A"}, none)
    second_events(market, "options", 12, {"T", "A"}, none)
    assert second_events(market, "options", 7_777, {"T", "A"}, none) == later
