"""Connections of the server: what every one does, by public means only."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from spxcc.gateway.deflate import negotiated
from spxcc.gateway.frame import Frame
from spxcc.gateway.reception import Listener, Reception

CLOSE_TIMEOUT = 5.0
"""Seconds for a peer to answer a close frame; also for a reader that lags to take what is before it."""
UNHEARD = "keepalive ping timeout"
"""The reason that is given where no ping was answered; the library's."""
END_OF_REQUEST = b"\r\n\r\n"
REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class GatewayConnection(ServerConnection):
    """A server connection that never waits when it writes. `on_resume` is called when a lagging reader catches up.

    reception: may turn it away before a byte of it is read, and gives who listens to it once it is open; without one it
    is read as the library reads. deflates: whether its reader takes shared compressed frames.
    """

    __slots__ = ("_after", "_asking", "_closing", "_counted", "_tail", "address", "deflates", "on_resume", "reception")

    def __init__(self, *args: Any, reception: Reception | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reception = reception
        self.address = ""
        self.deflates = False
        self.on_resume: Callable[[], None] | None = None
        self._counted = False
        self._asking = True
        self._tail = self._after = b""
        self._closing: asyncio.Task[None] | None = None

    @property
    @abstractmethod
    def lagging(self) -> bool:
        """Whether the reader has not taken what was written so far."""

    @abstractmethod
    def offer(self, frame: Frame) -> bool:
        """Write a frame, unless the reader lags or the connection is not open; whether that was done."""

    @abstractmethod
    def write(self, wire: bytes) -> None:
        """Write a framed message; silently nothing if the connection is not open."""

    @property
    @abstractmethod
    def ended_with(self) -> int:
        """Code of the close frame we sent, else of the one we got, 1006 without any."""

    def wire(self, frame: Frame) -> bytes:
        """The bytes of a frame in the form that was agreed with its reader."""
        return frame.deflated if self.deflates else frame.wire

    def look(self, now: float) -> None:
        """Time has passed (monotonic seconds)."""

    @abstractmethod
    async def read(self) -> None:
        """Let whom the reception gives hear an open connection, to its end."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected."""
        self._begin(transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        if self.reception is None:
            return
        self._counted = self.reception.came(self, self.address)
        if not self._counted:
            self.transport.write(REFUSAL)
            self.transport.close()

    def _begin(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._went()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came in. What follows a request waits for its answer: the library would take it for frames at once."""
        if self._asking:
            data = self._request_of(data)
        if data:
            super().data_received(data)

    def _request_of(self, data: bytes) -> bytes:
        seen = self._tail + data
        end = seen.find(END_OF_REQUEST)
        if end < 0:
            self._tail = seen[1 - len(END_OF_REQUEST) :]
            return data
        self._asking = False
        end += len(END_OF_REQUEST) - len(self._tail)
        self._after = data[end:]
        if self._after:
            self.transport.pause_reading()
        return data[:end]

    def _go_on(self) -> None:
        """The request is answered: what came after it is heard if that opened the connection."""
        after, self._after = self._after, b""
        if after and self.state is State.OPEN:
            super().data_received(after)
        self.transport.resume_reading()

    def send_data(self) -> None:
        """The protocol has something to say; who answers no ping is not waited for once it is said."""
        super().send_data()
        if self._after and self.response is not None:
            self.loop.call_soon(self._go_on)
        told = self.protocol.close_sent
        if told is not None and told.reason == UNHEARD:
            self.transport.abort()

    def _welcome(self, reception: Reception) -> Listener:
        """Its handshake is over."""
        self._went()
        self.deflates = self.response is not None and negotiated(self.response.headers)
        return reception.welcome(self)

    def _went(self) -> None:
        if self.reception is not None and self._counted:
            self.reception.went(self)
            self._counted = False

    def end(self, code: int, reason: str) -> None:
        """Start the closing handshake."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self.shut(code, reason))

    async def ended(self) -> None:
        """Once a closing handshake that was started is over."""
        if self._closing is not None:
            await asyncio.wait({self._closing})

    async def shut(self, code: int, reason: str) -> None:
        """Close handshake within a time limit; a peer that does not take part is cut off."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close(code, reason)
        except (TimeoutError, ConnectionClosed):
            pass
        finally:
            self.transport.abort()
