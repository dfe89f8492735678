"""The capture window: a client beside (or far from) a backend, and the report of what arrived."""

import asyncio
from collections.abc import Callable, Sequence

from spxcc.client.window import CaptureReport, capture
from spxcc.protocol.names import PUBLIC_CHANNELS
from spxcc.runtime.backend import Backend
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient

REQUIRED = (*PUBLIC_CHANNELS, "price:SPX", "price:SPY", "bars:SPX")
"""What every window of the simulator and of live data must bring."""


async def capture_own(
    backend: Backend,
    seconds: float,
    required: Sequence[str] = REQUIRED,
    optional: Sequence[str] = (),
    whole: bool = False,
) -> CaptureReport:
    """Start `backend`, watch it for `seconds`, stop it. Raises BindError.

    whole: until its feed ends, and then until all is there, `seconds` at the most. optional: watched where the feed
    has them.
    """
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    desk = DeskClient(backend.wall)
    desk.connect(address.url, backend.token, (*required, *optional))
    connection = asyncio.ensure_future(desk.run())
    try:
        if whole:
            await asyncio.wait({playing})
        there = [name for name in optional if backend.hub.latest(name) is not None]
        return await capture(desk.store, (*required, *there), seconds, backend.wall, whole, since_start=whole)
    finally:
        await _end(desk, connection)
        playing.cancel()
        await asyncio.wait({playing})
        await backend.stop()


async def capture_attached(
    url: str, token: Callable[[], str | None], seconds: float, required: Sequence[str] = REQUIRED
) -> CaptureReport:
    """Watch a running server for `seconds`."""
    desk = DeskClient(SystemClock())
    desk.connect(url, token, required)
    connection = asyncio.ensure_future(desk.run())
    try:
        return await capture(desk.store, required, seconds, desk.wall)
    finally:
        await _end(desk, connection)


async def _end(desk: DeskClient, connection: "asyncio.Task[None]") -> None:
    desk.close()
    await asyncio.wait({connection})
