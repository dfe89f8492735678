"""The one place that knows the inside of websockets 17: framed bytes go to the transport, its flow control sets a flag.

Relied upon, and held by a contract test: `Connection.transport`, `Connection.protocol.state`, its `close_sent` and
`close_rcvd`, and that asyncio calls `connection_made`, `connection_lost`, `pause_writing` and `resume_writing` on the
connection.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

CLOSE_TIMEOUT = 5.0
"""Seconds for a peer to answer a close frame; also for a reader that lags to take what is before it."""


REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Gate(Protocol):
    """Counts who has connected and not yet said what it wants."""

    def came(self, address: str) -> bool:
        """Whether there is room for one more from `address`; it is counted if so."""
        ...

    def went(self, address: str) -> None:
        """One that was counted has said it, or is gone."""


class GatewayConnection(ServerConnection):
    """A server connection with a lag flag and a write that does not wait. `on_resume` is called when it catches up.

    gate: may turn it away before a byte of it is read.
    """

    def __init__(self, *args: Any, gate: Gate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gate = gate
        self._counted: str | None = None
        self.lagging = False
        self.on_resume: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if self._gate is None:
            return
        if self._gate.came(address):
            self._counted = address
        else:
            self.transport.write(REFUSAL)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self.opened()
        super().connection_lost(exc)

    def opened(self) -> None:
        """Its handshake is over."""
        if self._gate is not None and self._counted is not None:
            self._gate.went(self._counted)
            self._counted = None

    def pause_writing(self) -> None:
        """The transport's buffer is above its high-water mark."""
        super().pause_writing()
        self.lagging = True

    def resume_writing(self) -> None:
        """The transport's buffer is below its low-water mark."""
        super().resume_writing()
        self.lagging = False
        if self.on_resume is not None:
            self.on_resume()

    def write_frame(self, wire: bytes) -> None:
        """Write a framed message; silently nothing if the connection is not open."""
        if self.protocol.state is State.OPEN and not self.transport.is_closing():
            self.transport.write(wire)

    @property
    def ended_with(self) -> int:
        """Code of the close frame we sent, else of the one we got, 1006 without any."""
        frame = self.protocol.close_sent or self.protocol.close_rcvd
        return 1006 if frame is None else frame.code

    async def shut(self, code: int, reason: str) -> None:
        """Close handshake within a time limit; a peer that does not take part is cut off."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close(code, reason)
        except (TimeoutError, ConnectionClosed):
            pass
        finally:
            self.transport.abort()
