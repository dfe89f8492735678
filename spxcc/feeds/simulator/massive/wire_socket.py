"""Bytes of one websocket connection."""

import asyncio
from urllib.parse import urlsplit

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.plans import PRODUCTS
from spxcc.feeds.simulator.massive.stream_session import AUTH_TIMEOUT_S, Reply, StreamSession
from spxcc.market.clock import Clock


class SocketWire:
    """A `Line` over a transport. label: of the header `X-Sim`."""

    def __init__(self, transport: asyncio.Transport, hub: Hub, clock: Clock, label: str) -> None:
        self._transport, self._hub, self._clock, self._label = transport, hub, clock, label
        self._protocol = ServerProtocol()
        self._deaf = False
        self._patience: asyncio.Task[None] | None = None
        self.session = StreamSession("indices")

    def received(self, data: bytes) -> None:
        """Bytes from the client, the handshake first."""
        if self._deaf:
            return
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._greet(event)
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                reply = self.session.received(bytes(event.data).decode(errors="replace"))
                self._answer(reply)
        self._flush()

    def ended(self) -> None:
        """The connection is gone."""
        if self._patience is not None:
            self._patience.cancel()
        self._hub.gone(self)

    def send(self, text: bytes) -> None:
        """One text frame; nothing once the connection is closing."""
        if self._deaf or self._protocol.state is not State.OPEN:
            return
        self._protocol.send_text(text)
        self._flush()

    def close(self, code: int) -> None:
        """Close handshake."""
        self._hub.gone(self)
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code)
            self._flush()

    def abort(self) -> None:
        """End at once: what was sent before still goes out, no close frame does."""
        self._hub.gone(self)
        self._transport.close()

    def deafen(self) -> None:
        """Stay open, and neither answer nor send."""
        self._hub.gone(self)
        self._deaf = True

    @property
    def backlog(self) -> int:
        """Bytes not yet taken by the system."""
        return self._transport.get_write_buffer_size()

    def _greet(self, request: Request) -> None:
        cluster = urlsplit(request.path).path.strip("/")
        response = self._protocol.accept(request)
        for product in PRODUCTS:
            if product == cluster:
                self.session = StreamSession(product)
                break
        else:
            response = self._protocol.reject(404, "expected /indices, /stocks or /options\n")
        response.headers["X-Sim"] = self._label
        self._protocol.send_response(response)
        self._flush()
        if self._protocol.state is State.OPEN:
            self._hub.lines.append(self)
            self._answer(self.session.opened())
            self._patience = asyncio.create_task(self._expect_key())

    async def _expect_key(self) -> None:
        await self._clock.sleep(AUTH_TIMEOUT_S)
        if self.session.plan is None:
            self._answer(self.session.overdue())

    def _answer(self, reply: Reply) -> None:
        for frame in reply.frames:
            self.send(frame.encode())
        if reply.authed:
            self._hub.authed(self)
        if reply.end == "abort":
            self.abort()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._transport.close()
