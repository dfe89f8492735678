"""The capture window: a client beside (or far from) a backend, and the report of what arrived."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from spxcc.client.window import CaptureReport, capture
from spxcc.protocol.names import PUBLIC_CHANNELS
from spxcc.runtime.backend import Backend
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient

REQUIRED = (*PUBLIC_CHANNELS, "price:SPX", "price:SPY", "bars:SPX")
"""What every window of the simulator and of live data must bring."""


CONTENT: Mapping[str, str] = {
    "gex:SPX": "by_strike",
    "gex:SPY": "by_strike",
    "clusters:update": "zones",
    "prediction:update": "horizons",
}
"""What the items of a state channel are: the field of its value that lists them."""


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
        report = await capture(desk.store, (*required, *there), seconds, backend.wall, whole, since_start=whole)
        return counted(report, desk)
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
        return counted(await capture(desk.store, required, seconds, desk.wall), desk)
    finally:
        await _end(desk, connection)


def counted(report: CaptureReport, desk: DeskClient) -> CaptureReport:
    """`report` with the items of state channels counted inside their values."""
    channels = dict(report.channels)
    for name, field in CONTENT.items():
        value = desk.store.value(name)
        if name in channels and value is not None:
            channels[name] = replace(channels[name], items=len(getattr(value, field)))
    return replace(report, channels=channels)


async def _end(desk: DeskClient, connection: "asyncio.Task[None]") -> None:
    desk.close()
    await asyncio.wait({connection})
