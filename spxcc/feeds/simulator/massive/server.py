"""The server: one loopback port for REST, streams and the side channel."""

import asyncio
from collections.abc import Mapping

from spxcc.feeds.simulator.massive.answer import Answer
from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.faults_rest import Delivery
from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.rest import RestApi
from spxcc.feeds.simulator.massive.side import PREFIX, SideChannel
from spxcc.feeds.simulator.massive.wire_http import HttpWire
from spxcc.feeds.simulator.massive.wire_socket import SocketWire

HOST = "127.0.0.1"
STEP_S = 0.02
"""Of the machine's time, between two looks at what is due."""
LARGEST_HEAD = 65_536


class MassiveServer:
    """Serves one market; the clock of `pace` is the machine's."""

    def __init__(self, market: Market, pace: Pace, box: FaultBox) -> None:
        self._market, self._pace = market, pace
        self._rest, self._side, self.hub = RestApi(market, box), SideChannel(market, pace, box), Hub(market, box)
        seed = market.day.seed
        hedging = market.day.scenario.hedging
        self.label = f"seed={seed.number} scenario={seed.scenario}{f' hedging={hedging:g}' if hedging else ''}"
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Listen; the port, which the system chooses for 0. Raises OSError."""
        # Made once, before anybody waits for it.
        _ = self._market.books, self._market.contracts, self._market.past, self._market.singles
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), HOST, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def play(self) -> None:
        """Send what is due, until cancelled."""
        turns = self._pace.turns
        while True:
            now_ms = self._pace.now() - self._market.open_ms
            if self._pace.turns != turns:
                turns = self._pace.turns
                self.hub.restart(now_ms)
            self.hub.step(now_ms)
            await self._pace.clock.sleep(STEP_S)

    async def stop(self) -> None:
        """Stop listening and end all connections."""
        for line in list(self.hub.lines):
            line.close(1001)
        if self._server is not None:
            self._server.close()

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Delivery:
        """The answer to one request."""
        if target.startswith(PREFIX):
            return Delivery(self._side.answer(method, target.partition("?")[0], body))
        if method not in ("GET", "HEAD"):
            return Delivery(Answer(405, b'{"status":"ERROR","error":"method not allowed"}', {"Allow": "GET, HEAD"}))
        base = f"http://{headers.get('host', HOST)}"
        return self._rest.answer(target, headers, self._pace.now(), self._pace.clock.monotonic(), base)

    def socket(self, transport: asyncio.Transport) -> SocketWire:
        """The websocket side of a new connection."""
        return SocketWire(transport, self.hub, self._pace.clock, self.label)

    def http(self, transport: asyncio.Transport) -> HttpWire:
        """The HTTP side of a new connection."""
        return HttpWire(transport, self.respond, self._pace.clock, self.label)


class _Connection(asyncio.Protocol):
    """Waits for the first head and hands the connection to the side that speaks it."""

    def __init__(self, server: MassiveServer) -> None:
        self._server = server
        self._head = bytearray()
        self._side: HttpWire | SocketWire | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._side is not None:
            self._side.received(data)
            return
        self._head += data
        if self._transport is None or (b"\r\n\r\n" not in self._head and len(self._head) < LARGEST_HEAD):
            return
        upgrade = b"upgrade: websocket" in bytes(self._head).lower()
        self._side = self._server.socket(self._transport) if upgrade else self._server.http(self._transport)
        self._side.received(bytes(self._head))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._side is not None:
            self._side.ended()

    def pause_writing(self) -> None:
        if isinstance(self._side, HttpWire):
            self._side.pause(True)

    def resume_writing(self) -> None:
        if isinstance(self._side, HttpWire):
            self._side.pause(False)
