"""The desk over a simulated market that stands still: real engines, real frames, the real store."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from spxcc.engines.why.result import Explanation
from spxcc.gateway.access import Access
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.why import Why
from spxcc.ui.app import SpxccApp
from spxcc.ui.channels import NAMES
from spxcc.ui.options import UiOptions
from tests.runtime.runs import simulated


class StillClient(DeskClient):
    """One whose time stands still from `stop` on, so that ages are the same wherever they are drawn."""

    _stopped: UnixNanos | None = None

    def stop(self) -> None:
        self._stopped = super().now()

    def now(self) -> UnixNanos:
        return super().now() if self._stopped is None else self._stopped


@dataclass(frozen=True, slots=True)
class Still:
    """A market that has stopped, and a client that has heard all of it."""

    backend: Backend
    desk: StillClient

    def why(self, path: str) -> Explanation:
        """The server's answer. Raises NoSuchNumber, RequestError."""
        handler = Why(self.backend.node, self.backend.hub, self.backend.engines, Access())
        channel, rest = handler.located(path)
        return handler.source(channel).explanation(channel, rest)

    def app(self) -> SpxccApp:
        """A screen that draws when it is told to."""
        return SpxccApp(self.desk.store, self.desk, UiOptions(fps=0))


@asynccontextmanager
async def stopped_after(minutes: float, scenario: str = "flip-loss") -> AsyncIterator[Still]:
    """After `minutes` of market time, as fast as they go."""
    backend = simulated(scenario, options=BackendOptions(speed=None))
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    begun = backend.node.as_of or 0
    while (backend.node.as_of or 0) - begun < minutes * NANOS_PER_MINUTE and not playing.done():
        await backend.wall.sleep(0)
    playing.cancel()
    await asyncio.wait({playing})
    desk = StillClient(backend.wall)
    desk.connect(address.url, backend.token)
    connection = asyncio.ensure_future(desk.run())
    try:
        async with asyncio.timeout(30):
            while any(backend.hub.latest(name) and not _heard(desk, name) for name in NAMES):
                await backend.wall.sleep(0.01)
        desk.stop()
        yield Still(backend, desk)
    finally:
        desk.close()
        await connection
        await backend.stop()


def _heard(desk: DeskClient, name: str) -> bool:
    meta = desk.store.meta(name)
    return meta is not None and (meta.received_ns is not None or meta.snapshot_ms is not None)
