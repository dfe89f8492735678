"""Massive's streams: log in to each cluster, subscribe to one thing, leave."""

import asyncio
from contextlib import suppress

from spxcc.feeds.massive.address import DELAYED_WS_URL, WS_URL
from spxcc.feeds.massive.mode import is_own_host
from spxcc.feeds.massive.params import CLUSTERS, Cluster, StreamRules
from spxcc.feeds.massive.session import StreamSession
from spxcc.feeds.massive.wire import Closed, Wire, open_websocket
from spxcc.market.clock import Clock
from spxcc.runtime.doctor.upstream_found import Streamed, UpstreamFound
from spxcc.runtime.doctor.words import clean

RULES = StreamRules(ack_s=2.0, auth_s=3.0)
OPEN_S, TALK_S = 3.0, 4.0


def streams_url(url: str, ws_url: str, late: bool) -> str:
    """Where the feed takes its streams from: settings `massive_url`, `massive_ws_url`, and whether data are late."""
    own = is_own_host(url)
    address = ws_url or (WS_URL if own else f"ws{url.removeprefix('http')}")
    return DELAYED_WS_URL if late and address == WS_URL else address.rstrip("/")


async def probe_streams(url: str, key: str, clock: Clock, found: UpstreamFound) -> None:
    """Fill `found`, all clusters at once. Whoever held these streams with this key is evicted by it."""
    option = found.contract or "O:SPXW"
    wanted: dict[Cluster, str] = {"indices": "V.I:SPX", "stocks": "T.SPY", "options": f"T.{option}"}

    async def one(cluster: Cluster) -> None:
        found.streams[cluster] = await probe_stream(f"{url}/{cluster}", wanted[cluster], key, clock)

    await asyncio.gather(*map(one, CLUSTERS))


async def probe_stream(url: str, param: str, key: str, clock: Clock) -> Streamed:
    """Greeting, login and one subscription."""
    try:
        async with asyncio.timeout(OPEN_S):
            wire = await open_websocket(url)
    except Closed as closed:
        return Streamed(param, said=_said(closed.ending.reason, key))
    except TimeoutError:
        return Streamed(param, said=f"no websocket within {OPEN_S:g} s")
    session = StreamSession(key, RULES, clock.monotonic())
    session.want([param])
    said = ""
    try:
        async with asyncio.timeout(TALK_S):
            await _talk(wire, session, param, clock)
    except Closed as closed:
        said = closed.ending.reason
    except TimeoutError:
        said = f"no answer within {TALK_S:g} s"
    finally:
        with suppress(TimeoutError, Closed):
            async with asyncio.timeout(1.0):
                await wire.close()
    if session.ending is not None:
        said = session.ending.reason
    refused = session.refusals > 0 or (session.ending is not None and session.ending.kind == "refused")
    return Streamed(param, session.ready_at is not None, param in session.acked, refused, _said(said, key))


async def _talk(wire: Wire, session: StreamSession, param: str, clock: Clock) -> None:
    while session.ending is None and param not in session.acked and not session.refusals:
        session.heard(await wire.receive(), clock.monotonic())
        for text in session.outgoing(clock.monotonic()):
            await wire.send(text)


def _said(text: str, key: str) -> str:
    # A key of a few letters ("sim") is no secret, and its letters stand in many words.
    return clean(text, key if len(key) >= 8 else "").rstrip(".")
