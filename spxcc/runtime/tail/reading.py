"""A client of a running server for commands that only read."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from spxcc.client.connection import Client
from spxcc.client.requests import RequestFailed
from spxcc.client.store import Store
from spxcc.engines.session.result import STATUS
from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis, to_millis
from spxcc.protocol.channel import Channel
from spxcc.protocol.messages import Position
from spxcc.runtime.choice import remote_token, running_server
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import POLL_S, connected
from spxcc.runtime.positions import QUERY, Place
from spxcc.runtime.tail.since import Since
from spxcc.ui.format import clock as clock_words

STATUS_S = 3.0
WRONG = ("bad_request", "unknown_channel", "too_long")


def address_of(attach: str | None) -> str:
    """The server that was named, else this user's running one. Raises UserError."""
    if attach is not None:
        if not attach.startswith(("ws://", "wss://")):
            raise UserError(f"expected an address such as ws://127.0.0.1:8787/ws/prices, found {attach[:60]!r}")
        return attach
    found = running_server()
    if found is None:
        raise UserError("expected a running server, found none; start `spxcc` or name another one by --attach URL", 3)
    return found.url


@asynccontextmanager
async def reading(
    store: Store, clock: Clock, url: str, token: str | None, channels: Sequence[Channel]
) -> AsyncIterator[Client]:
    """Connected to `url` with `channels` asked for, `store` filling. Raises UserError (exit code 3) if it cannot be."""
    client = Client(url, remote_token(token), store, clock, random.SystemRandom())
    client.want([one.name for one in channels if not (one.keep == "state" and one.broadcast)])
    running = asyncio.ensure_future(client.run())
    try:
        await connected(store, clock, url)
        yield client
    finally:
        client.close()
        await asyncio.wait({running})


def answered(store: Store, channels: Sequence[Channel]) -> bool:
    """Whether the server said of every channel that it is complete, or that it does not serve it."""
    return all(_answered(store, one) for one in channels)


def _answered(store: Store, channel: Channel) -> bool:
    meta = store.meta(channel.name)
    if channel.keep == "state" and channel.broadcast:
        return meta is not None and meta.received_ns is not None
    return meta is not None and (meta.snapshot_ms is not None or bool(meta.error))


def refusals(store: Store, channels: Sequence[Channel]) -> list[str]:
    """Sentences of the channels that the server does not serve."""
    metas = [(one.name, store.meta(one.name)) for one in channels]
    return [f"{name}: {meta.error}" for name, meta in metas if meta is not None and meta.error]


async def start(
    client: Client, store: Store, clock: Clock, channels: Sequence[Channel], since: Since, note: Callable[[str], None]
) -> UnixMillis:
    """Ask for `channels` with what happened on the event channels since then; that instant, market time in ms.

    store: has the status registered, which says where the market stands. note: is told where the server remembers
    less. Raises UserError.
    """
    at = since.at(await _market_ms(store, clock))
    named = [one.name for one in channels if not (one.keep == "state" and one.broadcast)]
    events = [one.name for one in channels if one.keep == "event"]
    places = await _places(client, events, at, note) if events else {}
    for name in events:
        place = places.get(name)
        if place is not None and not place.complete:
            reach = "nothing of it" if place.oldest is None else f"it since {clock_words(place.oldest)}"
            note(f"{name}: the server remembers {reach}; `spxcc history {name}` has what was recorded")
    client.want(named, since={name: Position(place.epoch, place.seq) for name, place in places.items()})
    return at


async def _places(
    client: Client, events: Sequence[str], at: UnixMillis, note: Callable[[str], None]
) -> dict[str, Place]:
    try:
        found = await client.query(QUERY, {"channels": list(events), "from": at})
        return msgspec.convert(found, dict[str, Place])
    except (RequestFailed, msgspec.ValidationError) as error:
        note(f"the server cannot say what happened before: {error}; its recent events follow")
        return {}


async def _market_ms(store: Store, clock: Clock) -> UnixMillis:
    """Where the market stands by the server's status, which comes unasked; else the machine's clock."""
    ends = clock.monotonic() + STATUS_S
    while clock.monotonic() < ends:
        meta = store.meta(STATUS.name)
        if meta is not None and meta.as_of_ms is not None:
            return meta.as_of_ms
        await clock.sleep(POLL_S)
    return to_millis(clock.now())


async def asked(url: str, token: str | None, name: str, args: Mapping[str, Any]) -> Any:
    """The answer to one query of the server at `url`. Raises UserError: 2 where the question is wrong, 1 without an
    answer, 3 without a server."""
    clock = SystemClock()
    store = Store(clock, ())
    async with reading(store, clock, url, token, ()) as client:
        try:
            return await client.query(name, args)
        except RequestFailed as error:
            raise UserError(error.message, 2 if error.code in WRONG else 1) from None
