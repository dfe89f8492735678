"""The one place that knows the inside of websockets 17: framed bytes go to the transport, its flow control sets a flag.

Relied upon, and held by a contract test: `Connection.transport`, `Connection.protocol.state`, and that asyncio calls
`pause_writing` and `resume_writing` on the connection.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

CLOSE_TIMEOUT = 5.0
"""Seconds for a peer to answer a close frame; also for a reader that lags to take what is before it."""


class GatewayConnection(ServerConnection):
    """A server connection with a lag flag and a write that does not wait. `on_resume` is called when it catches up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lagging = False
        self.on_resume: Callable[[], None] | None = None

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

    async def shut(self, code: int, reason: str) -> None:
        """Close handshake within a time limit; a peer that does not take part is cut off."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close(code, reason)
        except (TimeoutError, ConnectionClosed):
            pass
        finally:
            self.transport.abort()
