"""The vendor as we need it: rows and pages made here, a scripted transport, and a websocket by hand."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import httpx

from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.params import BreakerRules, CallLimits
from spxcc.feeds.massive.reconnect import Ending
from spxcc.feeds.massive.wire import Closed
from spxcc.market.contract import parse_contract
from spxcc.market.units import UnixNanos
from tests.fakes.clock import ManualClock
from tests.fakes.snapshots import DAY, at

NOW: UnixNanos = at("11:00")
KEY = "a-key-of-some-length"
URL = "https://massive.example"
Row: TypeAlias = dict[str, Any]


def option_row(ticker: str, **changes: Any) -> Row:
    """A row of a chain snapshot as Massive sends it; `changes` replace keys, `None` takes one out."""
    contract = parse_contract(ticker)
    row: Row = {
        "details": {
            "contract_type": "call" if contract.is_call else "put", "exercise_style": "european",
            "expiration_date": contract.expiry, "shares_per_contract": 100, "strike_price": contract.strike,
            "ticker": f"O:{contract.symbol}",
        },
        "day": {"close": 5.0, "volume": 12, "last_updated": at("10:50")},
        "last_quote": {
            "ask": 5.2, "ask_size": 10, "bid": 5.0, "bid_size": 20, "midpoint": 5.1, "last_updated": at("10:59"),
            "timeframe": "REAL-TIME",
        },
        "last_trade": {"price": 5.1, "size": 1, "exchange": 302, "conditions": [209], "sip_timestamp": at("10:58")},
        "greeks": {"delta": 0.5, "gamma": 0.01, "theta": -1.0, "vega": 0.4},
        "implied_volatility": 0.12, "open_interest": 1000, "break_even_price": contract.strike + 5,
        "underlying_asset": {"ticker": "I:SPX", "value": 6000.0, "last_updated": at("10:59:30")},
    }  # fmt: skip
    row.update(changes)
    return {name: value for name, value in row.items() if value is not None}


@cache
def listed_row(ticker: str, *beside: tuple[str, Any]) -> Row:
    """`option_row` beside an underlying of those values, made once: to be read only."""
    return option_row(ticker, underlying_asset=dict(beside))


def tickers(strikes: Sequence[int], expiry: str = DAY, root: str = "SPXW") -> list[str]:
    """Calls and puts of one expiration."""
    day = expiry[2:].replace("-", "")
    return [f"{root}{day}{right}{strike * 1000:08d}" for strike in strikes for right in "CP"]


def page(rows: Sequence[Any], next_url: str | None = None, status: str = "OK") -> bytes:
    """An answer with rows."""
    body: Row = {"status": status, "request_id": "r", "results": list(rows)}
    if next_url is not None:
        body["next_url"] = next_url
    return json.dumps(body).encode()


Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]


@dataclass
class Bench:
    """A client over `handler` with a clock by hand; `asked` holds the requests."""

    handler: Handler
    limits: CallLimits = field(default_factory=CallLimits)
    breaker: BreakerRules = field(default_factory=BreakerRules)
    allow_simulator: bool = True
    asked: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ManualClock(NOW)
        transport = httpx.MockTransport(self._answer)
        self.http = httpx.AsyncClient(transport=transport, trust_env=False)
        fetch = HttpFetch(URL, KEY, self.limits, self.http)
        self.client = MassiveClient(fetch, self.clock, self.limits, self.breaker, allow_simulator=self.allow_simulator)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.handler(request)


def answers(*given: httpx.Response | Exception) -> Handler:
    """One after the other, the last again and again."""
    turn = iter(range(1_000_000))

    def handler(request: httpx.Request) -> httpx.Response:
        found = given[min(next(turn), len(given) - 1)]
        if isinstance(found, Exception):
            raise found
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    return handler


async def finished(clock: ManualClock, work: "asyncio.Future[Any]", seconds: float = 120.0) -> Any:
    """What `work` comes to while time passes."""
    for _ in range(int(seconds * 4)):
        if work.done():
            break
        await clock.advance(0.25)
    return work.result()


class FakeWire:
    """A websocket whose frames are put by hand; `sent` holds what the other side sent, decoded."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[str | Ending] = asyncio.Queue()
        self.sent: list[Mapping[str, str]] = []
        self.closed = False

    def say(self, *events: Mapping[str, Any]) -> None:
        """A frame of events."""
        self.frames.put_nowait(json.dumps(list(events)))

    def status(self, status: str, message: str = "") -> None:
        """A frame with one status."""
        self.say({"ev": "status", "status": status, "message": message})

    def end(self, ending: Ending) -> None:
        """The server closes."""
        self.frames.put_nowait(ending)

    def acknowledge(self) -> None:
        """Acknowledge what was asked for and not yet acknowledged, one by one."""
        for message in self.sent:
            if message["action"] == "subscribe":
                for param in message["params"].split(","):
                    self.status("success", f"subscribed to: {param}")

    def params(self, action: str = "subscribe") -> list[str]:
        """Parameters that were sent."""
        return [param for message in self.sent if message["action"] == action for param in message["params"].split(",")]

    async def receive(self) -> str:
        """The next frame."""
        frame = await self.frames.get()
        if isinstance(frame, Ending):
            raise Closed(frame)
        return frame

    async def send(self, text: str) -> None:
        """Remembered."""
        self.sent.append(json.loads(text))

    async def close(self) -> None:
        """Remembered."""
        self.closed = True


class FakeSockets:
    """`connect` hands out wires; `wires` holds (url, wire). refusing: how often nobody is there."""

    def __init__(self, refusing: int = 0) -> None:
        self.wires: list[tuple[str, FakeWire]] = []
        self.refusing = refusing

    async def connect(self, url: str) -> FakeWire:
        """The next wire."""
        if self.refusing > 0:
            self.refusing -= 1
            raise Closed(Ending("unreachable", 0, "nobody there"))
        wire = FakeWire()
        self.wires.append((url, wire))
        wire.status("connected", "Connected Successfully")
        return wire

    def of(self, cluster: str) -> list[FakeWire]:
        """Wires of a cluster, oldest first."""
        return [wire for url, wire in self.wires if url.endswith(f"/{cluster}")]


@dataclass
class World:
    """All that the feed asks for, answered from a small market. `broken` maps a path's beginning to an answer."""

    spot: Mapping[str, float] = field(default_factory=lambda: {"SPX": 6000.0, "SPY": 600.0})
    server_time: str = "2026-01-14T11:00:00-05:00"
    status: str = "OK"
    page_rows: int = 250
    headers: Mapping[str, str] = field(default_factory=dict)
    broken: dict[str, httpx.Response | Exception] = field(default_factory=dict)
    step: Mapping[str, int] = field(default_factory=lambda: {"SPX": 5, "SPY": 1})
    calls: list[httpx.URL] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer."""
        self.calls.append(request.url)
        path = request.url.path
        for beginning, answer in self.broken.items():
            if path.startswith(beginning):
                if isinstance(answer, Exception):
                    raise answer
                return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return httpx.Response(200, headers=dict(self.headers), content=self._body(path, request.url.params))

    def asked(self, beginning: str) -> list[httpx.URL]:
        """Calls of paths that begin so."""
        return [url for url in self.calls if url.path.startswith(beginning)]

    def _body(self, path: str, params: httpx.QueryParams) -> bytes:
        if path == "/v1/marketstatus/now":
            return json.dumps({"market": "open", "serverTime": self.server_time}).encode()
        if path.startswith("/v3/snapshot/options/"):
            return self._chain(path.rpartition("/")[2], params)
        if path.startswith("/v2/aggs/"):
            return self._bars(path)
        wanted = params.get("ticker.any_of", "").split(",")
        return page([self._snapshot(ticker) for ticker in wanted], status=self.status)

    def _chain(self, ticker: str, params: httpx.QueryParams) -> bytes:
        root, spot, underlying = (
            ("SPXW", self.spot["SPX"], "SPX") if ticker == "I:SPX" else ("SPY", self.spot["SPY"], "SPY")
        )
        first = int(params.get("strike_price.gte", spot * 0.8))
        last = int(params.get("strike_price.lte", spot * 1.2))
        step = self.step[underlying]
        dates = ["2026-01-14", "2026-01-15", "2026-01-16", "2026-02-20"]
        until = params.get("expiration_date.lte", params.get("expiration_date", "9999"))
        beside = {"ticker": ticker, ("value" if root == "SPXW" else "price"): spot, "last_updated": NOW}
        names = [
            name
            for date in dates
            if date <= until
            for name in tickers(range(-(-first // step) * step, last + 1, step), date, root)
        ]
        at_row, size = int(params.get("cursor", "0")), min(self.page_rows, int(params.get("limit", "250")))
        rows = [listed_row(name, *beside.items()) for name in names[at_row : at_row + size]]
        more = at_row + size < len(names) and params.get("limit") != "1"
        kept = "&".join(f"{name}={value}" for name, value in params.items() if name != "cursor")
        return page(
            rows, f"{URL}/v3/snapshot/options/{ticker}?{kept}&cursor={at_row + size}" if more else None, self.status
        )

    def _bars(self, path: str) -> bytes:
        parts = path.split("/")
        base = {"I:SPX": 6000.0, "SPY": 600.0, "I:VIX": 15.0}.get(parts[4], 50.0)
        volume = {} if parts[4].startswith("I:") else {"v": 100.0, "vw": base, "n": 5}
        if parts[7] == "day":
            starts = [at("00:00", day) for day in ("2026-01-12", "2026-01-13", "2026-01-14")]
        else:
            starts = [at(clock) for clock in ("09:29", "09:30", "10:58", "10:59", "11:00")]
            starts = [start for start in starts if start >= int(parts[8]) * 1_000_000]
        rows = [
            {"o": base, "h": base + 9, "l": base - 1, "c": base + number, "t": start // 1_000_000, **volume}
            for number, start in enumerate(starts)
        ]
        return page(rows, status=self.status)

    def _snapshot(self, ticker: str) -> Row:
        if ticker == "NOPE":
            return {"ticker": ticker, "error": "NOT_FOUND", "message": "Ticker not found."}
        if ticker == "I:NDX":
            return {"ticker": ticker, "error": "NOT_ENTITLED", "message": "Not entitled to this ticker."}
        session = {"previous_close": 99.0, "close": 100.5, "volume": 1234.0}
        if ticker.startswith("I:"):
            return {"ticker": ticker, "type": "indices", "value": 6000.5, "last_updated": NOW, "session": session}
        trade = {"price": 100.25, "sip_timestamp": NOW, "size": 5}
        return {"ticker": ticker, "type": "stocks", "last_trade": trade, "session": session}
