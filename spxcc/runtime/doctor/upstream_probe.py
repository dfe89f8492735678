"""A handful of small questions to Massive, one after the other, until something says stop."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import msgspec

from spxcc.feeds.massive.envelope import read_plain, read_rows
from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.mode import is_own_host
from spxcc.feeds.massive.params import SIM_HEADER, CallLimits
from spxcc.feeds.massive.rows import MarketNow, OptionRow, SnapshotRow
from spxcc.feeds.massive.times import from_rfc3339
from spxcc.feeds.massive.trouble import Reply, Trouble, trouble_of
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.doctor.network_probe import resolve
from spxcc.runtime.doctor.socket_probe import Offset
from spxcc.runtime.doctor.tried import Tried
from spxcc.runtime.doctor.upstream_found import ASKED, Answered, Part, UpstreamFound
from spxcc.runtime.doctor.words import clean

LIMITS = CallLimits(connect_s=3.0, total_s=4.0, max_bytes=2 * 2**20)
PORTS = {"http": 80, "https": 443}
DENIED_ROWS = frozenset({"NOT_ENTITLED", "NOT_AUTHORIZED"})
DELAYED = "DELAYED"
ROUNDED_S = 0.5
"""The vendor's time has whole seconds."""


class _Status(msgspec.Struct, frozen=True):
    status: str = ""


async def probe_upstream(url: str, key: str, per_minute: int, clock: Clock, found: UpstreamFound) -> None:
    """Fill `found`. per_minute: calls that the plan allows by the settings; no more are made."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        found.dns = Tried(why="name", said="the setting massive_url is no address such as https://host")
        return
    own = is_own_host(url)
    if not (own and _proxied()):
        _, found.dns = await resolve(host, port, clock)
        if found.dns.why:
            found.left_out = "the host has no address"
            return
    client = httpx.AsyncClient(follow_redirects=False, trust_env=own, verify=parts.scheme == "https")
    fetch = HttpFetch(url, key, LIMITS, client)
    try:
        await _ask_all(fetch, key, per_minute, clock, found)
    finally:
        await fetch.close()


async def _ask_all(fetch: HttpFetch, key: str, per_minute: int, clock: Clock, found: UpstreamFound) -> None:
    for number, (part, asking) in enumerate(ASKED.items()):
        if number >= per_minute:
            found.left_out = f"the setting massive_calls_per_minute allows {per_minute} calls"
            return
        if asking.of_contract and not found.contract:
            continue
        question = asking.question(found.contract)
        begun, wall = clock.monotonic(), clock.now() / NANOS_PER_SECOND
        try:
            reply = await fetch.get(question.path, question.params)
            took_s = clock.monotonic() - begun
            found.simulator = reply.headers.get(SIM_HEADER, found.simulator)
            trouble = trouble_of(reply, None)
            if trouble is not None:
                raise trouble
            answer = READERS.get(part, _plain)(reply, found)
            if part == "time" and found.server_s is not None:
                found.offset = Offset(found.server_s + ROUNDED_S - wall - took_s / 2, took_s / 2 + ROUNDED_S)
            found.answers[part] = replace(answer, took_ms=took_s * 1_000)
        except Trouble as error:
            limited = error.status == HTTPStatus.TOO_MANY_REQUESTS
            said = clean(error.found, key if len(key) >= 8 else "")
            found.answers[part] = Answered(error.kind, said, rows=0, limited=limited)
            if error.kind in ("config", "unreachable") or limited:
                found.left_out = "Massive took no further question"
                return


def _plain(reply: Reply, found: UpstreamFound) -> Answered:
    return Answered(late=read_plain(reply.body, _Status).status == DELAYED)


def _time(reply: Reply, found: UpstreamFound) -> Answered:
    instant = from_rfc3339(read_plain(reply.body, MarketNow).server_time)
    found.server_s = None if instant is None else instant / NANOS_PER_SECOND
    return Answered()


def _chain(reply: Reply, found: UpstreamFound) -> Answered:
    page = read_rows(reply.body, OptionRow)
    if page.rows:
        found.contract = page.rows[0].details.ticker
    late = page.delayed or any(DELAYED in (row.last_quote.timeframe, row.last_trade.timeframe) for row in page.rows)
    return Answered(late=late, rows=len(page.rows))


def _indices(reply: Reply, found: UpstreamFound) -> Answered:
    page = read_rows(reply.body, SnapshotRow)
    denied = [row for row in page.rows if row.error in DENIED_ROWS]
    if denied:
        return Answered("denied", clean(denied[0].message or denied[0].error), rows=0)
    rows = [row for row in page.rows if not row.error]
    return Answered(late=page.delayed or any(row.timeframe == DELAYED for row in rows), rows=len(rows))


READERS: dict[Part, Callable[[Reply, UpstreamFound], Answered]] = {"time": _time, "chain": _chain, "indices": _indices}


def _proxied() -> bool:
    from urllib.request import getproxies

    return "https" in getproxies() or "all" in getproxies()
