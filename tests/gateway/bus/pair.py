"""An engine's hub and a gateway's, with a bus in memory between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from spxcc.gateway.bus.follower import Follower
from spxcc.gateway.bus.memory import Exchange, MemoryBus
from spxcc.gateway.bus.messages import Want
from spxcc.gateway.bus.writer import Greeting, HubWriter
from spxcc.gateway.hub import Hub
from spxcc.protocol.channel import Channel
from tests.fakes.clock import ManualClock, settle
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Desk

KNOWN: dict[str, Channel] = {channel.name: channel for channel in (GEX, LEVELS, FLOW, STATUS)}


@dataclass
class Gateway:
    """A follower and what it wants, which goes to the bus at once."""

    exchange: Exchange
    clock: ManualClock
    hub: Hub = field(init=False)
    follower: Follower = field(init=False)
    wants: list[tuple[str, ...]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hub = Hub("of the gateway", self.clock.now)
        self.follower = Follower(self.hub, KNOWN.get, self._want, self.clock.monotonic)

    async def begin(self) -> None:
        """Follow."""
        await MemoryBus(self.exchange).follow(self.follower.take, self.follower.hear)

    def _want(self, names: tuple[str, ...]) -> None:
        self.wants.append(names)
        self.tasks.add(asyncio.ensure_future(MemoryBus(self.exchange).want(Want(channels=names))))


@asynccontextmanager
async def writing(desk: Desk, exchange: Exchange, term: int = 1) -> AsyncIterator[HubWriter]:
    """A writer at work."""
    greeting = Greeting("sim", "spxcc/test", 0.25)
    writer = HubWriter(desk.hub, MemoryBus(exchange), lambda: term, greeting, desk.clock)
    task = asyncio.ensure_future(writer.run())
    await settle()
    try:
        yield writer
    finally:
        task.cancel()
        await asyncio.wait({task})
