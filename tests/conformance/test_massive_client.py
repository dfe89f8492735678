"""The vendor's own client reads the simulated Massive: every call, every subscription, every refusal."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from massive import RESTClient, WebSocketClient
from massive.exceptions import AuthError, BadResponse
from urllib3.exceptions import MaxRetryError

from spxcc.feeds.simulator.massive.faults import Fault, faults_from

DATE = "2026-03-24"
CONTRACT = "O:SPXW260324C06100000"
SHARE = "O:SPY260324C00607000"


class Service:
    """A server process. url: scheme, host and port."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def feed(self) -> str:
        return self.url.removeprefix("http://")

    def side(self, method: str, name: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/-/sim/{name}", data=data, method=method)
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def serving(tmp_path: Path, *flags: str) -> Iterator[Service]:
    """A server in a process of its own, which must end cleanly and without a word."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "spxcc", "sim", "--massive", "0", *flags]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    found = re.search(r"http://[\d.:]+", process.stderr.readline())
    assert found is not None
    try:
        yield Service(found[0])
    finally:
        process.terminate()
        code, rest = process.wait(10), process.stderr.read()
        process.stderr.close()
    assert (code, rest) == (0, "")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("sim"), "--at", "11:00") as found:
        found.side("POST", "clock", {"speed": 0, "at": "11:00"})
        yield found


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Another of the same seed, on which a minute is over in a second."""
    with serving(tmp_path_factory.mktemp("hasty"), "--at", "12:00", "--speed", "60") as found:
        yield found


@pytest.fixture
def rest(service: Service) -> RESTClient:
    return RESTClient("sim", base=service.url, retries=0)


def keyed(service: Service, key: str) -> RESTClient:
    return RESTClient(key, base=service.url, retries=0)


def test_f30_aggregates(rest: RESTClient) -> None:
    minutes = list(rest.list_aggs("I:SPX", 1, "minute", DATE, DATE, limit=50_000))
    assert len(minutes) == 90
    assert minutes[0].volume is None
    fives = rest.get_aggs("I:SPX", 5, "minute", DATE, DATE)
    assert [bar.open for bar in fives] == [bar.open for bar in minutes[::5]]
    assert [bar.high for bar in fives] == [max(b.high for b in minutes[at : at + 5]) for at in range(0, 90, 5)]
    assert list(rest.list_aggs("I:SPX", 1, "minute", DATE, DATE, limit=17)) == minutes
    assert list(rest.list_aggs("I:SPX", 1, "minute", DATE, DATE, limit=17, sort="desc")) == minutes[::-1]
    assert list(rest.list_aggs("I:SPX", 5, "minute", DATE, DATE, limit=17)) == fives
    assert list(rest.list_aggs("I:SPX", 5, "minute", DATE, DATE, limit=17, sort="desc")) == fives[::-1]
    shares = rest.get_aggs("SPY", 1, "day", "2026-03-01", DATE)
    assert [bar.timestamp for bar in shares] == sorted(bar.timestamp for bar in shares)
    assert all(bar.vwap and bar.low <= bar.vwap <= bar.high for bar in shares)
    assert rest.get_aggs(CONTRACT, 1, "minute", DATE, DATE)[0].volume
    before = rest.get_previous_close_agg("SPY")
    assert before[0].close == shares[-2].close


def test_f30_an_empty_window_and_an_unknown_ticker_look_alike(rest: RESTClient) -> None:
    assert rest.get_aggs("NOPE", 1, "day", DATE, DATE) == []
    assert rest.get_aggs("SPY", 1, "minute", "2026-03-22", "2026-03-22") == []


def test_f30_last_trade_and_quote(rest: RESTClient) -> None:
    trade, quote = rest.get_last_trade("SPY"), rest.get_last_quote("SPY")
    assert quote.ask_price > quote.bid_price
    assert abs(trade.price - quote.ask_price) < 0.05
    assert rest.get_last_trade(CONTRACT).price > 0


def test_f30_status_and_holidays(rest: RESTClient) -> None:
    status = rest.get_market_status()
    assert status.market == "open"
    assert status.server_time.startswith(f"{DATE}T11:00")
    holidays = rest.get_market_holidays()
    assert holidays[0].name == "Good Friday"
    assert {day.status for day in holidays} == {"closed", "early-close"}


def test_f30_contracts(rest: RESTClient) -> None:
    found = list(rest.list_options_contracts(underlying_ticker="SPX", expiration_date=DATE, limit=1_000))
    assert len(found) == 254
    assert list(rest.list_options_contracts(underlying_ticker="SPX", expiration_date=DATE, limit=100)) == found
    down = list(
        rest.list_options_contracts(
            underlying_ticker="SPX", expiration_date=DATE, limit=60, sort="strike_price", order="desc"
        )
    )
    assert [one.strike_price for one in down] == sorted((one.strike_price for one in found), reverse=True)
    near = list(rest.list_options_contracts(underlying_ticker="SPX", strike_price_gte=6090, strike_price_lt=6110))
    assert {one.strike_price for one in near} == {6090, 6095, 6100, 6105}
    assert list(rest.list_options_contracts(underlying_ticker="I:SPX")) == []
    assert rest.get_options_contract(CONTRACT).exercise_style == "european"


def test_f30_chain_pages_equal_one_big_page(rest: RESTClient) -> None:
    def chain(**params: object) -> list[Any]:
        return list(rest.list_snapshot_options_chain("I:SPX", params=params))

    band = {"expiration_date": DATE, "strike_price.gte": 5900, "strike_price.lte": 6250}
    big = chain(**band, limit=250)
    assert 100 < len(big) <= 250
    assert chain(**band, limit=7) == big
    assert chain(**band, limit=250, order="desc") == big[::-1]
    assert all(5900 <= row.details.strike_price <= 6250 for row in big)
    assert len(chain(limit=250)) == 2_286
    assert {row.details.contract_type for row in chain(**band, contract_type="put", limit=250)} == {"put"}
    strikes = [row.details.strike_price for row in chain(**band, sort="strike_price", limit=50)]
    assert strikes == sorted(strikes)
    assert list(rest.list_snapshot_options_chain("SPX")) == []
    one = rest.get_snapshot_option("I:SPX", CONTRACT)
    assert one.open_interest == 8_237
    assert one.greeks.delta == pytest.approx(0.49, abs=0.1)
    assert one.underlying_asset.value > 6_000
    share = rest.get_snapshot_option("SPY", SHARE)
    assert share.underlying_asset.price == pytest.approx(607.8, abs=0.5)


def test_f30_snapshots(rest: RESTClient) -> None:
    found = rest.get_snapshot_indices(["I:SPX", "I:VIX", "I:NOPE"])
    assert [row.ticker for row in found] == ["I:NOPE", "I:SPX", "I:VIX"]
    assert found[0].error == "NOT_FOUND"
    assert found[1].value == found[1].session.close
    assert [row.ticker for row in rest.list_snapshot_indices()] == ["I:SPX", "I:VIX"]
    mixed = list(rest.list_universal_snapshots(ticker_any_of=["SPY", "I:SPX", CONTRACT, "NOPE"]))
    assert [row.ticker for row in mixed] == ["I:SPX", "NOPE", CONTRACT, "SPY"]
    assert len(list(rest.list_universal_snapshots(type="indices"))) == 2


def test_f30_prints_and_quotes(rest: RESTClient) -> None:
    for ticker in (CONTRACT, "SPY"):
        prints = list(rest.list_trades(ticker, limit=50_000))
        assert [one.sip_timestamp for one in prints] == sorted((one.sip_timestamp for one in prints), reverse=True)
        up = list(rest.list_trades(ticker, order="asc", limit=999))
        assert sorted(map(repr, up)) == sorted(map(repr, prints))
        middle = prints[len(prints) // 2].sip_timestamp
        later = list(rest.list_trades(ticker, timestamp_gt=middle, limit=50_000))
        assert later == [one for one in prints if one.sip_timestamp > middle]
    quotes = list(rest.list_quotes(CONTRACT, limit=1_000))
    assert quotes == list(rest.list_quotes(CONTRACT, limit=50_000))
    assert all(one.ask_price > 0 for one in quotes)


def test_f30_reference_tables(rest: RESTClient) -> None:
    assert {one.id for one in rest.list_conditions("options", limit=20)} >= {209, 219, 232, 246}
    assert 302 in {one.id for one in rest.get_exchanges("options")}


def test_f30_refusals_have_the_vendors_words(service: Service, rest: RESTClient) -> None:
    for client, text in (
        (keyed(service, "nonsense"), "Unknown API Key"),
        (keyed(service, "sim-options"), "You are not entitled to this data"),
    ):
        with pytest.raises(BadResponse, match=text):
            client.get_aggs("SPY", 1, "day", DATE, DATE)
    with pytest.raises(BadResponse, match="Option Ticker not found"):
        rest.get_options_contract("O:SPXW260324C09999000")
    with pytest.raises(BadResponse, match="Data not found"):
        rest.get_last_trade("NOPE")
    with pytest.raises(BadResponse, match=r"Limit.*max"):
        next(rest.list_snapshot_options_chain("I:SPX", params={"limit": 251}))
    with pytest.raises(BadResponse, match="Could not parse the time parameter: 'from'"):
        rest.get_aggs("SPY", 1, "day", "yesterday", DATE)
    with pytest.raises(BadResponse, match="before 'from'"):
        rest.get_aggs("SPY", 1, "day", DATE, "2026-03-20")
    with pytest.raises(BadResponse, match="not entitled"):
        next(keyed(service, "sim-basic").list_snapshot_options_chain("I:SPX"))


def test_f30_plans_see_what_they_pay_for(service: Service) -> None:
    delayed = keyed(service, "sim-delayed")
    last = delayed.get_last_trade("SPY")
    assert (service.side("GET", "state")["now"] * 10**6 - last.sip_timestamp) / 6e10 >= 15
    assert len(delayed.get_aggs("I:SPX", 1, "minute", DATE, DATE)) <= 76
    with pytest.raises(BadResponse, match="not entitled"):
        delayed.get_last_quote("SPY")
    options = keyed(service, "sim-options")
    assert options.get_snapshot_option("I:SPX", CONTRACT).underlying_asset.value is None
    assert keyed(service, "sim-indices").get_snapshot_indices(["I:SPX"])[0].value > 6_000


def test_f30_throttling(service: Service) -> None:
    client = keyed(service, "sim-throttled")
    for _ in range(5):
        client.get_market_status()
    with pytest.raises(MaxRetryError, match="429"):
        client.get_market_status()


STREAMS = (
    ("indices", "V.I:SPX,V.I:VIX,A.I:SPX,AM.I:SPX", {"V", "A", "AM"}),
    ("indices", "V.*,A.*,AM.*", {"V", "A", "AM"}),
    ("stocks", "T.SPY,Q.SPY,A.SPY,AM.SPY", {"T", "Q", "A", "AM"}),
    ("stocks", "T.*,Q.*,A.*,AM.*", {"T", "Q", "A", "AM"}),
    ("options", f"T.*,Q.{CONTRACT},A.*,AM.*", {"T", "Q", "A", "AM"}),
)


@pytest.mark.parametrize(("cluster", "topics", "kinds"), STREAMS)
async def test_f30_every_subscription(hasty: Service, cluster: str, topics: str, kinds: set[str]) -> None:
    assert await _kinds(hasty, cluster, topics, kinds) == kinds


async def _kinds(service: Service, cluster: str, topics: str, kinds: set[str]) -> set[str]:
    seen: set[str] = set()
    client = WebSocketClient(
        api_key="sim", feed=service.feed, market=cluster, secure=False, subscriptions=topics.split(","),
        max_reconnects=0,
    )  # fmt: skip

    async def take(messages: list[Any]) -> None:
        seen.update(message.event_type for message in messages)
        if seen >= kinds:
            await client.close()

    async with asyncio.timeout(30):
        await client.connect(take, proxy=None)
    return seen


async def test_f30_limits_imbalances_and_fair_values(tmp_path: Path, hasty: Service) -> None:
    halt = tmp_path / "halt.toml"
    halt.write_text('[[faults]]\nname = "halt"\n')
    cases = (
        ("stocks", "LULD.SPY", "symbol", "SPY"),
        ("stocks", "NOI.SPY", "symbol", "SPY"),
        ("stocks", "FMV.SPY", "ticker", "SPY"),
        ("options", f"FMV.{CONTRACT}", "ticker", CONTRACT),
    )
    with serving(tmp_path, "--speed", "5", "--at", "11:00", "--faults", str(halt)) as service:
        found = [await _first(service, *cases[0][:2])]
    with serving(tmp_path, "--speed", "5", "--at", "15:55") as service:
        found.append(await _first(service, *cases[1][:2]))
    found += [await _first(hasty, *case[:2]) for case in cases[2:]]
    for first, (_, topic, field, symbol) in zip(found, cases, strict=True):
        assert first.event_type == topic.partition(".")[0]
        assert getattr(first, field) == symbol
        numbers = {"LULD": "low_price", "NOI": "book_clearing_price", "FMV": "fmv"}
        assert getattr(first, numbers[first.event_type]) > 0
        stamp = getattr(first, "time_stamp" if first.event_type == "NOI" else "timestamp")
        assert len(str(stamp)) == 19, "nanoseconds"


async def _first(service: Service, cluster: str, topic: str) -> Any:
    seen: list[Any] = []
    client = WebSocketClient(
        api_key="sim-business", feed=service.feed, market=cluster, secure=False, subscriptions=[topic],
        max_reconnects=0,
    )  # fmt: skip

    async def take(messages: list[Any]) -> None:
        seen.extend(messages)
        await client.close()

    async with asyncio.timeout(30):
        await client.connect(take, proxy=None)
    return seen[0]


async def test_f30_a_bad_key_is_an_auth_error(service: Service) -> None:
    client = WebSocketClient(api_key="nonsense", feed=service.feed, market="indices", secure=False, max_reconnects=0)
    with pytest.raises(AuthError):
        await client.connect(lambda _: None, proxy=None)


def test_f30_same_seed_same_bytes(tmp_path: Path, service: Service, hasty: Service) -> None:
    targets = (
        f"/v2/aggs/ticker/SPY/range/1/minute/{DATE}/1774364340000",
        f"/v3/trades/{CONTRACT}?timestamp.lt=1774364340000000000",
        "/v2/aggs/ticker/I:SPX/range/1/day/2026-01-01/2026-03-23",
    )
    with serving(tmp_path, "--at", "11:00", "--seed", "8") as other:
        for target in targets:
            first, second, third = (_bytes(one.url + target) for one in (service, hasty, other))
            assert first == second
            assert first != third


def _bytes(url: str) -> bytes:
    with urlopen(Request(url, headers={"Authorization": "Bearer sim"}), timeout=10) as answer:
        assert answer.headers["X-Sim"].startswith("seed=")
        body: bytes = answer.read()
    return re.sub(rb'"next_url":"http://[^/]*', b'"next_url":"', body)


def test_f30_a_storm_is_counted(service: Service, rest: RESTClient) -> None:
    assert faults_from(b'[{"name":"429","times":2}]', toml=False) == (Fault("429", times=2),)
    before = service.side("PUT", "faults", [{"name": "429", "times": 2}])["counts"].get("429", 0)
    for _ in range(2):
        with pytest.raises(MaxRetryError):
            rest.get_market_status()
    assert rest.get_market_status().market == "open"
    assert service.side("DELETE", "faults")["counts"]["429"] == before + 2
