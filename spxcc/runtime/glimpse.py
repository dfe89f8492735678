"""One look at the market: connect (to a running server, or one started for it), wait for the snapshots, hand out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from spxcc.client.store import Store
from spxcc.gateway.server import BindError
from spxcc.market.clock import Clock
from spxcc.market.units import UnixNanos
from spxcc.runtime.backend import Backend
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import POLL_S, connected

COMPLETE_S = 8.0
CATCH_UP_S = 20.0


@asynccontextmanager
async def attached(url: str, token: Callable[[], str | None], names: Sequence[str]) -> AsyncIterator[DeskClient]:
    """A client of the server at `url` that has the snapshots of `names`, as far as these come. Raises UserError."""
    desk = DeskClient(SystemClock())
    desk.connect(url, token, names)
    connection = asyncio.ensure_future(desk.run())
    try:
        await connected(desk.store, desk.wall, url)
        await complete(desk.store, names, desk.wall)
        yield desk
    finally:
        desk.close()
        await asyncio.wait({connection})


@asynccontextmanager
async def started(
    backend: Backend, names: Sequence[str], start_at: UnixNanos | None = None
) -> AsyncIterator[DeskClient]:
    """As `attached`, with a server that lives as long as the look, from market time `start_at` on. Raises UserError."""
    try:
        address = await backend.start()
    except BindError as error:
        raise UserError(str(error), 3) from None
    playing = asyncio.ensure_future(backend.run())
    try:
        await _caught_up(backend, start_at, playing)
        async with attached(address.url, backend.token, names) as desk:
            yield desk
    finally:
        playing.cancel()
        await asyncio.wait({playing})
        await backend.stop()


async def complete(store: Store, names: Sequence[str], clock: Clock) -> None:
    """Until every one of `names` has its snapshot or said why not, `COMPLETE_S` at the most."""
    ends = clock.monotonic() + COMPLETE_S
    while clock.monotonic() < ends:
        metas = [store.meta(name) for name in names]
        if all(meta is not None and (meta.snapshot_ms is not None or meta.error) for meta in metas):
            return
        await clock.sleep(POLL_S)


async def _caught_up(backend: Backend, start_at: UnixNanos | None, playing: "asyncio.Future[None]") -> None:
    """Until what happened before `start_at` (or anything) has been handed over, the feed ended, or it is late."""
    node, ends = backend.node, backend.wall.monotonic() + CATCH_UP_S
    while not playing.done() and not node.finished and backend.wall.monotonic() < ends:
        if node.as_of is not None and (start_at is None or node.as_of >= start_at):
            return
        await backend.wall.sleep(POLL_S)
