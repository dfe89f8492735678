"""A client of a running server for commands that only read."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from spxcc.client.connection import Client
from spxcc.client.store import Store
from spxcc.market.clock import Clock
from spxcc.protocol.channel import Channel
from spxcc.runtime.choice import remote_token, running_server
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import connected


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
