"""The websocket under the client: the one module that knows the library."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.typing import Subprotocol

from spxcc.client.redact import redact
from spxcc.protocol.messages import SUBPROTOCOL

MAX_FRAME = 8 * 2**20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refusal(Exception):
    """No websocket came about. status: of the HTTP answer, if there was one."""

    def __init__(self, reason: str, status: int | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after_s = retry_after_s


class Ended(Exception):
    """The websocket is closed. code 1006 without a close frame."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Wire(Protocol):
    """An open websocket."""

    async def receive(self) -> str | bytes:
        """The next frame. Raises Ended."""
        ...

    async def send(self, text: str) -> None:
        """Raises Ended."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """End it; closing twice is fine."""
        ...


Opener: TypeAlias = Callable[[str, str | None], Coroutine[Any, Any, Wire]]
"""(url, token) → an open wire. Raises Refusal."""


class WebsocketWire:
    """A `websockets` connection as a `Wire`."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def receive(self) -> str | bytes:
        """The next frame."""
        try:
            return await self._connection.recv()
        except ConnectionClosed as closed:
            raise _ended(closed) from None

    async def send(self, text: str) -> None:
        """One text frame."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as closed:
            raise _ended(closed) from None

    async def close(self, code: int, reason: str) -> None:
        """With a closing handshake of two seconds at most."""
        await self._connection.close(code, reason)


def _ended(closed: ConnectionClosed) -> Ended:
    if closed.rcvd is not None:
        return Ended(closed.rcvd.code, closed.rcvd.reason)
    if closed.sent is not None and closed.sent.code != 1000:
        return Ended(1006, f"given up with {closed.sent.code}: {closed.sent.reason}".rstrip(": "))
    return Ended(1006, "connection lost")


def _logger() -> logging.Logger:
    """At DEBUG the library writes request lines and frames, so it is never given that level."""
    logger = logging.getLogger("spxcc.client.websocket")
    logger.setLevel(logging.WARNING)
    return logger


async def open_websocket(url: str, token: str | None) -> Wire:
    """Connect; the token goes in the Authorization header. The caller limits the time.

    Raises:
        Refusal: with a reason fit for the user.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        connection = await connect(
            url,
            additional_headers=headers,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            proxy=None if urlsplit(url).hostname in LOOPBACK else True,
            open_timeout=None,
            close_timeout=2,
            ping_interval=15,
            ping_timeout=10,
            max_size=MAX_FRAME,
            logger=_logger(),
        )
    except InvalidStatus as refused:
        response = refused.response
        after = response.headers.get("Retry-After", "")
        status = response.status_code
        raise Refusal(
            f"HTTP {status} instead of a websocket", status, float(after) if after.isdigit() else None
        ) from None
    except (InvalidHandshake, InvalidURI, OSError, ValueError) as error:
        raise Refusal(redact(_words(error), token or "")) from None
    return WebsocketWire(connection)


def _words(error: Exception) -> str:
    """Refused connections to several addresses come as one long sentence; their kind is enough."""
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "connection refused: no server listens there"
    return str(error) or type(error).__name__
