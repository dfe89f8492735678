"""The vendor as we need it: documents made here, a scripted fetch, and a server on loopback."""

import json
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from spxcc.feeds.cboe.answer import Answer, Trouble
from spxcc.feeds.cboe.params import DOCUMENTS
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from tests.fakes.snapshots import DAY, at, make_chain

DELAY = 15 * NANOS_PER_MINUTE
MORNING: UnixNanos = at("10:45")
"""When a document of quotes of 10:30 is made."""
SPOT = {"SPX": 6000.0, "SPY": 600.0}


def document(symbol: str = "SPX", made_at: UnixNanos = MORNING, spot: float | None = None) -> dict[str, object]:
    """What the vendor says of `symbol`: calls and puts around a model, 15 minutes old."""
    price = SPOT[symbol] if spot is None else spot
    quoted = made_at - DELAY
    chain = make_chain(
        price, as_of=quoted, underlying=symbol, root="SPXW" if symbol == "SPX" else "SPY",
        expiries=(DAY, "2026-01-16"), strikes=[price * (1 + step / 200) for step in range(-10, 11)],
    )  # fmt: skip
    options = [
        {
            "option": name, "bid": _said(chain.bid[row]), "ask": _said(chain.ask[row]), "iv": 0.15,
            "open_interest": 1000.0, "volume": 3.0, "delta": 0.5, "gamma": 0.001, "last_trade_price": 1.0,
            "last_trade_time": f"{to_exchange(quoted):%Y-%m-%dT%H:%M:%S}",
        }
        for row, name in enumerate(chain.contracts)
    ]  # fmt: skip
    return {
        "timestamp": f"{datetime.fromtimestamp(made_at // NANOS_PER_SECOND, UTC):%Y-%m-%d %H:%M:%S}",
        "data": {
            "options": options, "current_price": price, "prev_day_close": price - 10,
            "last_trade_time": f"{to_exchange(quoted):%Y-%m-%dT%H:%M:%S}",
        },
        "symbol": symbol,
    }  # fmt: skip


def _said(price: float) -> float:
    """Two decimals; 0 where there is none."""
    return 0.0 if math.isnan(price) else round(float(price), 2)


def body(symbol: str = "SPX", made_at: UnixNanos = MORNING, spot: float | None = None) -> bytes:
    """The document as bytes."""
    return json.dumps(document(symbol, made_at, spot)).encode()


@dataclass
class ScriptedFetch:
    """Gives each document's answers in turn, the last one again and again; `asked` holds (document, headers)."""

    answers: Mapping[str, Sequence[Answer | Trouble]]
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    closed: bool = False

    async def get(self, document: str, headers: Mapping[str, str]) -> Answer:
        """The next answer of the script."""
        given = self.answers[document]
        turn = sum(name == document for name, _ in self.asked)
        self.asked.append((document, headers))
        answer = given[min(turn, len(given) - 1)]
        if isinstance(answer, Trouble):
            raise answer
        return answer

    async def close(self) -> None:
        """Remembered."""
        self.closed = True


def scripted(*spx: Answer | Trouble, spy: Sequence[Answer | Trouble] = ()) -> ScriptedFetch:
    """Answers for SPX; SPY has its own or does well."""
    return ScriptedFetch({DOCUMENTS["SPX"]: spx, DOCUMENTS["SPY"]: spy or (Answer(200, {}, body("SPY")),)})


@dataclass
class Reply:
    """status, headers and body as sent. cut: how many bytes of the announced body stay unsent. silent: no answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int = 0
    silent: bool = False


@dataclass
class Vendor:
    """A server on loopback. `replies` may be changed while it runs; `asked` holds (path, headers in lower case)."""

    url: str
    replies: dict[str, Reply]
    asked: list[tuple[str, dict[str, str]]]


@contextmanager
def vendor(replies: Mapping[str, Reply]) -> Iterator[Vendor]:
    """Serve `replies` by document until the end; unknown ones are 404."""
    ended = threading.Event()
    running = Vendor("", dict(replies), [])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            reply = running.replies.get(self.path.lstrip("/"), Reply(404))
            if reply.silent:
                ended.wait(10)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) - reply.cut])

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
