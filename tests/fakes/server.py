"""A gateway on loopback with a manual clock, and a client that reads JSON."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.interfaces import Authenticator
from spxcc.gateway.server import GatewayServer
from tests.fakes.clock import settle
from tests.fakes.gateway import ALICE, BOB, Desk, FakeAuth

PATIENCE_S = 10.0
"""How long a reader waits for a frame that ought to come."""


@dataclass
class Running:
    """A server under test."""

    desk: Desk
    auth: FakeAuth
    server: GatewayServer
    address: ServerAddress


@asynccontextmanager
async def running(
    config: GatewayConfig | None = None, delay: float = 0.0, door: Authenticator | None = None, **parts: Any
) -> AsyncIterator[Running]:
    """Serve on a free port; tokens `A` and `B` are alice's and bob's, unless `door` decides."""
    desk = Desk()
    auth = FakeAuth(desk.clock, {"A": ALICE, "A2": ALICE, "B": BOB}, delay, parts.pop("anonymous", None))
    settings = replace(config or GatewayConfig(), port=0, server="spxcc/test", mode="sim")
    server = GatewayServer(desk.hub, door or auth, desk.clock, settings, **parts)
    address = await server.start()
    try:
        yield Running(desk, auth, server, address)
    finally:
        await server.stop()


class Client:
    """Reads and writes JSON."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps(message))

    async def read(self, count: int = 1) -> list[dict[str, Any]]:
        """The next frames. Raises TimeoutError where none comes."""
        async with asyncio.timeout(PATIENCE_S):
            return [json.loads(await self.socket.recv()) for _ in range(count)]

    async def until(self, kind: str) -> dict[str, Any]:
        """The next frame of a type; others are skipped."""
        while True:
            (frame,) = await self.read()
            if frame["type"] == kind:
                return frame


@asynccontextmanager
async def client(
    running_server: Running,
    token: str | None = "A",
    query: str = "",
    origin: Any = None,
    subprotocols: Sequence[str] | None = None,
) -> AsyncIterator[Client]:
    """Connect, with the token in the header unless `None`."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    offered = None if subprotocols is None else [Subprotocol(each) for each in subprotocols]
    async with connect(
        running_server.address.url + query,
        additional_headers=headers,
        origin=origin,
        subprotocols=offered,
        compression=None,
        ping_interval=None,
        proxy=None,
    ) as socket:
        yield Client(socket)


__all__ = ["Client", "Running", "client", "running", "settle"]
