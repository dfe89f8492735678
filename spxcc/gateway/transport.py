"""Connections of the server: what every one does, by public means only, and the one that writes by itself.

`DirectConnection` knows the inside of websockets and asyncio, and nothing else here does: a framed message goes
straight to the socket, flow control sets a flag. What it relies upon is told, and looked at before the server listens,
by `spxcc.gateway.contract`; where that does not hold, `spxcc.gateway.broadcasting` takes its place.
"""

import asyncio
import socket
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from os import write as write_to
from typing import Any, Protocol

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from spxcc.gateway.deflate import negotiated
from spxcc.gateway.frame import Frame

CLOSE_TIMEOUT = 5.0
"""Seconds for a peer to answer a close frame; also for a reader that lags to take what is before it."""
UNHEARD = "keepalive ping timeout"
"""The reason that websockets gives where no ping was answered."""
UNSENT = 65_536
"""Bytes the system may hold of a connection before it has sent them (its own bound is megabytes). More than that, and
the reader lags: what it gets next is the latest, not what stood in line."""
UNSENT_OPTION: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
"""How a system is told, `None` where it cannot be."""


REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Gate(Protocol):
    """Counts who has connected and not yet said what it wants."""

    def came(self, address: str) -> bool:
        """Whether there is room for one more from `address`; it is counted if so."""
        ...

    def went(self, address: str) -> None:
        """One that was counted has said it, or is gone."""


class GatewayConnection(ServerConnection):
    """A server connection that never waits when it writes. `on_resume` is called when a lagging reader catches up.

    gate: may turn it away before a byte of it is read. deflates: whether its reader takes shared compressed frames.
    """

    __slots__ = ("_closing", "_counted", "_gate", "deflates", "on_resume")

    def __init__(self, *args: Any, gate: Gate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gate = gate
        self._counted: str | None = None
        self._closing: asyncio.Task[None] | None = None
        self.deflates = False
        self.on_resume: Callable[[], None] | None = None

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

    def look(self) -> None:
        """Time has passed."""

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
        self._said_it()
        super().connection_lost(exc)

    def send_data(self) -> None:
        """The protocol has something to say; who answers no ping is not waited for once it is said."""
        super().send_data()
        told = self.protocol.close_sent
        if told is not None and told.reason == UNHEARD:
            self.transport.abort()

    def opened(self) -> None:
        """Its handshake is over."""
        self._said_it()
        self.deflates = self.response is not None and negotiated(self.response.headers)

    def _said_it(self) -> None:
        if self._gate is not None and self._counted is not None:
            self._gate.went(self._counted)
            self._counted = None

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


class DirectConnection(GatewayConnection):
    """Writes to the socket itself while the transport keeps nothing back, which its limits of zero tell.

    Serve it with `WRITE_LIMIT`. Between `connection_made` and `connection_lost` the descriptor is this connection's.
    """

    # What is looked at for every frame of every reader stands side by side, apart from the library's many attributes.
    __slots__ = ("_descriptor", "_held", "_held_bytes", "_lagging", "_open", "_ready")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._descriptor: int | None = None
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._lagging = False
        self._open = False
        self._ready = False

    @property
    def lagging(self) -> bool:
        """Whether the transport keeps something back."""
        return self._lagging

    def offer(self, frame: Frame) -> bool:
        """Write a frame, unless the reader lags or the connection is not open; whether that was done."""
        if not self._ready:
            return False
        wire = frame.deflated if self.deflates else frame.wire
        try:
            sent = 0 if self._descriptor is None else write_to(self._descriptor, wire)
        except OSError:
            sent = 0
        if sent != len(wire):
            self._hand_over(wire[sent:])
        return True

    def write(self, wire: bytes) -> None:
        """Write a framed message; silently nothing if the connection is not open.

        Answers come in groups, so they leave together, before the event loop looks for anything else.
        """
        if not self._open:
            return
        self._held.append(wire)
        self._held_bytes += len(wire)
        self._ready = False
        if self._held_bytes >= UNSENT:
            self._release()
        elif len(self._held) == 1:
            asyncio.get_running_loop().call_soon(self._release)

    def _release(self) -> None:
        held, self._held, self._held_bytes = self._held, [], 0
        if held:
            self._ready = self._open and not self._lagging
            self._hand_over(b"".join(held))

    def _hand_over(self, data: bytes) -> None:
        if self._open and not self.transport.is_closing():
            self.transport.write(data)

    @property
    def ended_with(self) -> int:
        """Code of the close frame we sent, else of the one we got, 1006 without any."""
        frame = self.protocol.close_sent or self.protocol.close_rcvd
        return 1006 if frame is None else frame.code

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected."""
        super().connection_made(transport)
        line = transport.get_extra_info("socket")
        ours = isinstance(asyncio.get_running_loop(), asyncio.SelectorEventLoop)
        if line is not None and ours and transport.get_extra_info("sslcontext") is None:
            self._descriptor = line.fileno()
            limit_unsent(line)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone, and its descriptor with it."""
        self._open = self._ready = False
        self._descriptor = None
        super().connection_lost(exc)
        if not self.request_rcvd.done():
            self.request_rcvd.set_result(None)

    async def handshake(
        self, process_request: Any = None, process_response: Any = None, server_header: str | None = None
    ) -> None:
        """The library's, by a shorter way where nothing stands against the upgrade: crowds come at once."""
        await self.request_rcvd
        if self.request is None:
            return
        answer, failure = None, None
        try:
            answer = process_request(self, self.request) if process_request is not None else None
        except Exception as error:
            failure = error
        plain = answer is None and failure is None and process_response is None and server_header is None
        if plain and self.server.is_serving() and self.protocol.state is State.CONNECTING:
            answer = self.protocol.accept(self.request)
            if answer.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
                self.response = answer
                self.protocol.send_response(answer)
                self.send_data()
                return

        def judged(*_: object) -> Any:
            if failure is not None:
                raise failure
            return answer

        await super().handshake(judged, process_response, server_header)

    def send_data(self) -> None:
        """The protocol has something to say, which may be that this is open, or no longer."""
        # What was held goes first; after a close frame nothing may follow.
        self._release()
        is_open = self.protocol.state is State.OPEN
        if is_open and not self._open:
            self._open = True
            # The answer to the upgrade leaves with what is said first.
            for data in self.protocol.data_to_send():
                self.write(data)
            return
        super().send_data()
        self._open = is_open
        self._ready = is_open and not self._lagging

    def pause_writing(self) -> None:
        """The transport keeps something back."""
        super().pause_writing()
        self._lagging, self._ready = True, False

    def resume_writing(self) -> None:
        """The transport keeps nothing back any more."""
        super().resume_writing()
        self._lagging, self._ready = False, self._open and not self._held
        if self.on_resume is not None:
            self.on_resume()


WRITE_LIMIT = (0, 0)
"""Of the transport's buffer: pause with the first byte that it keeps, resume with the last that it has sent."""


def limit_unsent(line: Any) -> None:
    """Tell the system to take no more than `UNSENT` bytes ahead, where it can be told."""
    if UNSENT_OPTION is not None:
        # A connection that is gone already cannot be told; it is found out elsewhere.
        with suppress(OSError):
            line.setsockopt(socket.IPPROTO_TCP, UNSENT_OPTION, UNSENT)
