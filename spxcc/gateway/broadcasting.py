"""The connection for a websockets that is not what `DirectConnection` knows: slower, by documented means only."""

import logging
from typing import Any

from websockets.asyncio.server import broadcast
from websockets.exceptions import ConnectionClosed

from spxcc.gateway.contract import broken
from spxcc.gateway.direct import DirectConnection
from spxcc.gateway.frame import Frame, payload_of
from spxcc.gateway.transport import GatewayConnection

log = logging.getLogger(__name__)

HIGH, LOW = 65_536, 16_384
"""Bytes in a transport's buffer above which its reader lags, and below which it has caught up."""


class BroadcastConnection(GatewayConnection):
    """Writes with the library's `broadcast`, and looks at the transport's buffer instead of being told.

    Where compression was agreed, the library compresses each frame for each reader.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lagged = False
        self._told: int | None = None

    @property
    def lagging(self) -> bool:
        """Whether more is in the transport's buffer than may be; until it is nearly empty again."""
        size = self.transport.get_write_buffer_size()
        self._lagged = size > (LOW if self._lagged else HIGH)
        return self._lagged

    async def read(self) -> None:
        """Let whom the reception gives hear an open connection, to its end."""
        if self.reception is None:
            return
        listener = self._welcome(self.reception)
        try:
            async for message in self:
                listener.heard(message)
        except ConnectionClosed:
            pass
        finally:
            await self.ended()
            listener.gone()

    def look(self, now: float) -> None:
        """Time has passed: who lagged may have caught up."""
        if self._lagged and not self.lagging and self.on_resume is not None:
            self.on_resume()

    def wire(self, frame: Frame) -> bytes:
        """The plain bytes: the library makes its own."""
        return frame.wire

    def offer(self, frame: Frame) -> bool:
        """Write a frame unless the reader lags; whether that was done."""
        if self.lagging:
            return False
        broadcast((self,), frame.payload, text=True)
        return True

    def write(self, wire: bytes) -> None:
        """Write a framed message; the library leaves out who is not open."""
        broadcast((self,), payload_of(wire), text=True)

    def end(self, code: int, reason: str) -> None:
        """Start the closing handshake."""
        self._told = code
        super().end(code, reason)

    @property
    def ended_with(self) -> int:
        """Code of the close frame we sent, else of the one we got, 1006 without any."""
        return self._told or self.close_code or 1006


def connection_class() -> type[DirectConnection | BroadcastConnection]:
    """The fast connection where the installed websockets keeps the contract, else the other one, and a warning."""
    missing = broken()
    if not missing:
        return DirectConnection
    log.warning(
        "expected the websockets library to have %s; serving with its broadcast(), which is slower: install a release"
        " that spxcc was tested with", " and ".join(missing)
    )  # fmt: skip
    return BroadcastConnection
