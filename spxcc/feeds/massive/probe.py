"""One question before the start: is the key good, and are its data late or made up."""

from dataclasses import dataclass

import httpx

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.client import Question
from spxcc.feeds.massive.envelope import read_plain, read_rows
from spxcc.feeds.massive.params import SIM_HEADER
from spxcc.feeds.massive.rows import MarketNow, SnapshotRow
from spxcc.feeds.massive.tickers import chain_ticker
from spxcc.feeds.massive.times import from_rfc3339
from spxcc.feeds.massive.trouble import Reply, Trouble, trouble_of
from spxcc.market.units import UnixNanos

WAIT_S = 4.0


@dataclass(frozen=True, slots=True)
class Standing:
    """delayed: whether any product is; `None` = not known. simulator: by its header. server_time: as it was told.

    key_trouble: what the vendor said of the key, if it does not take it. trouble: the last other one.
    """

    delayed: bool | None = None
    simulator: bool = False
    server_time: UnixNanos | None = None
    key_trouble: str | None = None
    trouble: str | None = None


class _Finder:
    def __init__(self, url: str, key: str, client: httpx.Client) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._client = client
        self.simulator = False
        self.trouble: Trouble | None = None

    def body(self, question: Question) -> bytes | None:
        """Of a good answer; `None` otherwise. Raises Trouble where the key is not taken."""
        try:
            reply = _ask(self._url, self._key, self._client, question)
            self.simulator = self.simulator or SIM_HEADER in reply.headers
            trouble = trouble_of(reply, None)
            if trouble is not None:
                raise trouble
        except Trouble as trouble:
            self.trouble = trouble
            if trouble.kind == "config":
                raise
            return None
        return reply.body


def probe(url: str, key: str, client: httpx.Client) -> Standing:
    """Ask for the time, one contract and one index. Whatever goes wrong beside the key only leaves things unknown."""
    finder = _Finder(url, key, client)
    delayed: bool | None = None
    server_time: UnixNanos | None = None
    try:
        server_time = _time(finder.body(endpoints.MARKET_NOW))
        if finder.trouble is None or finder.trouble.kind != "unreachable":
            for question in (endpoints.chain(chain_ticker("SPX"), {"limit": "1"}), endpoints.indices(["I:SPX"])):
                late = _late(finder.body(question))
                delayed = delayed if late is None else late or bool(delayed)
    except Trouble as trouble:
        return Standing(delayed, finder.simulator, server_time, key_trouble=trouble.found)
    return Standing(
        delayed, finder.simulator, server_time, trouble=None if finder.trouble is None else finder.trouble.found
    )


def _time(body: bytes | None) -> UnixNanos | None:
    try:
        return None if body is None else from_rfc3339(read_plain(body, MarketNow).server_time)
    except Trouble:
        return None


def _late(body: bytes | None) -> bool | None:
    """Whether rows are delayed; `None` = there are none."""
    if body is None:
        return None
    try:
        page = read_rows(body, SnapshotRow)
    except Trouble:
        return None
    return page.delayed or any(_is_late(row) for row in page.rows)


def _is_late(row: SnapshotRow) -> bool:
    return "DELAYED" in (row.timeframe, row.last_quote.timeframe, row.last_trade.timeframe)


def _ask(url: str, key: str, client: httpx.Client, question: Question) -> Reply:
    try:
        with client.stream(
            "GET",
            f"{url.rstrip('/')}{question.path}",
            params=dict(question.params),
            headers={"Authorization": f"Bearer {key}"},
            timeout=WAIT_S,
        ) as response:
            body = b""
            for piece in response.iter_bytes():
                body += piece
                if len(body) > 1_000_000:
                    raise Trouble("unreadable", "an answer of more than a megabyte")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble("unreachable", f"no connection ({type(error).__name__})") from None
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)
