"""The shell that moves frames: one websocket."""

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from spxcc import __version__
from spxcc.feeds.massive.reconnect import Ending

OPEN_S = 10.0
CLOSE_S = 2.0
MAX_FRAME = 16 * 1024 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Closed(Exception):
    """The connection ended, or there was none."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.reason)
        self.ending = ending


class Wire(Protocol):
    """A connection that is open. Its methods raise Closed."""

    async def receive(self) -> str | bytes:
        """The next frame."""
        ...

    async def send(self, text: str) -> None:
        """Send a frame."""
        ...

    async def close(self) -> None:
        """Close it."""
        ...


Connect: TypeAlias = Callable[[str], Awaitable[Wire]]
"""Opens the websocket at an address. Raises Closed."""


class _Websocket:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def receive(self) -> str | bytes:
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise Closed(_ending(error)) from None

    async def send(self, text: str) -> None:
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise Closed(_ending(error)) from None

    async def close(self) -> None:
        await self._connection.close()


async def open_websocket(url: str) -> Wire:
    """Connect to `url`. Raises Closed."""
    local = (urlsplit(url).hostname or "") in _LOOPBACK
    try:
        connection = await connect(
            url,
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            ping_interval=20,
            ping_timeout=20,
            max_size=MAX_FRAME,
            user_agent_header=f"spxcc/{__version__}",
            logger=_logger(),
            proxy=None if local else True,
        )
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, ConnectionClosed, EOFError) as error:
        text = " ".join(str(error).split())[:80] or type(error).__name__
        raise Closed(Ending("unreachable", 0, text)) from None
    return _Websocket(connection)


def _logger() -> logging.Logger:
    """At DEBUG the library writes frames, and one of them is the key: it is never given that level."""
    logger = logging.getLogger("spxcc.massive.websocket")
    logger.setLevel(logging.WARNING)
    return logger


def _ending(error: ConnectionClosed) -> Ending:
    if error.rcvd is None:
        return Ending("closed", 0, "a connection that broke off")
    reason = " ".join(error.rcvd.reason.split())[:80]
    return Ending("closed", error.rcvd.code, f"close code {error.rcvd.code}{f' ({reason})' if reason else ''}")
