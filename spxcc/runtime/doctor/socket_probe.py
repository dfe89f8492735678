"""The websocket: handshake, the server's first word, a few round trips, and which feed it plays."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from spxcc.client.transport import Ended, Refusal, Wire, open_websocket
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.codec import BadFrame, decode_server, encode
from spxcc.protocol.messages import ChannelFrame, Error, Hello, Ping, Pong, ServerMessage, Subscribe
from spxcc.runtime.doctor.words import clean

OPEN_S, HELLO_S, PING_S, FEEDS_S = 4.0, 3.0, 1.0, 1.5
PINGS = 5
HEALTH = "health:update"
Kind = TypeVar("Kind", bound=ServerMessage)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far another clock is ahead of this machine's, seconds, and by how much that may be wrong."""

    ahead_s: float
    error_s: float


@dataclass(slots=True)
class SocketFound:
    """What came, as far as it came.

    status, trouble: of a refused handshake. silent: it opened and nothing was said. error: code and message of an error
    frame before the end. closed: code and reason. pings_ms: round trips. feeds: names of the sources behind the
    server's values, `None` = not told.
    """

    opened_ms: float | None = None
    status: int | None = None
    trouble: str | None = None
    hello: Hello | None = None
    silent: bool = False
    error: tuple[str, str] | None = None
    closed: tuple[int, str] | None = None
    pings_ms: list[float] = field(default_factory=list)
    offset: Offset | None = None
    feeds: frozenset[str] | None = None


class _Feeds(msgspec.Struct, frozen=True):
    feeds: dict[str, int] = {}


async def probe_socket(url: str, token: str | None, clock: Clock, found: SocketFound, *, feeds: bool) -> None:
    """Fill `found`. feeds: ask for the sources as well."""
    begun = clock.monotonic()
    try:
        async with asyncio.timeout(OPEN_S):
            wire = await open_websocket(url, token)
    except Refusal as refusal:
        found.status, found.trouble = refusal.status, clean(refusal.reason, token or "")
        return
    except TimeoutError:
        found.trouble = f"no websocket within {OPEN_S:g} s"
        return
    found.opened_ms = (clock.monotonic() - begun) * 1_000
    try:
        await _converse(wire, clock, found, feeds)
    except Ended as ended:
        found.closed = (ended.code, clean(ended.reason, token or ""))
    except BadFrame as error:
        found.trouble = clean(error, token or "")
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await wire.close(1000, "")


async def _converse(wire: Wire, clock: Clock, found: SocketFound, feeds: bool) -> None:
    found.hello = await _first(wire, Hello, HELLO_S, found)
    if found.hello is None:
        found.silent = True
        return
    for number in range(PINGS):
        if not await _ping(wire, clock, found, number):
            break
    if feeds:
        await wire.send(encode(Subscribe(channels=[HEALTH])).decode())
        frame = await _first(wire, ChannelFrame, FEEDS_S, found, lambda frame: frame.channel == HEALTH)
        if frame is not None:
            with suppress(msgspec.MsgspecError):
                found.feeds = frozenset(msgspec.json.decode(frame.data, type=_Feeds).feeds)


async def _ping(wire: Wire, clock: Clock, found: SocketFound, number: int) -> bool:
    sent, wall = clock.monotonic(), clock.now()
    await wire.send(encode(Ping(t=number)).decode())
    pong = await _first(wire, Pong, PING_S, found, lambda pong: pong.t == number)
    if pong is None:
        return False
    took_s = clock.monotonic() - sent
    best = min(found.pings_ms, default=None)
    if pong.ts is not None and (best is None or took_s * 1_000 < best):
        here_s = wall / NANOS_PER_SECOND + took_s / 2
        found.offset = Offset(pong.ts / 1_000 - here_s, took_s / 2)
    found.pings_ms.append(took_s * 1_000)
    return True


async def _first(
    wire: Wire, kind: type[Kind], within_s: float, found: SocketFound, fits: Callable[[Kind], bool] = lambda _: True
) -> Kind | None:
    """The next frame of a kind; `None` where none comes in time. Raises Ended, BadFrame."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            while True:
                message = decode_server(await wire.receive())
                if isinstance(message, kind) and fits(message):
                    return message
                if isinstance(message, Error):
                    found.error = (message.code, clean(message.message))
    return None
