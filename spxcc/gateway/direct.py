"""The connection that writes, opens and hears by itself, where the transport is a plain socket of asyncio.

`DirectConnection` knows the inside of websockets and asyncio, and nothing else here does: a framed message goes
straight to the socket, flow control sets a flag, and a plain upgrade and whatever follows it are dealt with in the call
that brought them, so that an open connection has no task. What it relies upon is told, and looked at before the server
listens, by `spxcc.gateway.contract`; where that does not hold, `spxcc.gateway.broadcasting` takes its place.
"""

import asyncio
import socket
from contextlib import suppress
from math import inf
from os import write as write_to
from random import getrandbits
from typing import Any

from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection
from websockets.frames import CloseCode, Opcode
from websockets.frames import Frame as Received
from websockets.protocol import State
from websockets.typing import Subprotocol

from spxcc.gateway.frame import Frame
from spxcc.gateway.opening import plain_upgrade
from spxcc.gateway.reception import Listener
from spxcc.gateway.transport import UNHEARD, GatewayConnection
from spxcc.protocol.messages import SUBPROTOCOL

UNSENT = 65_536
"""Bytes the system may hold of a connection before it has sent them (its own bound is megabytes). More than that, and
the reader lags: what it gets next is the latest, not what stood in line."""
UNSENT_OPTION: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
"""How a system is told, `None` where it cannot be."""
MOST_PARTS = 4_096
"""Fragments of a message; the library's bound."""
STEP = 1.0
"""Seconds between two looks that count at most."""
_BUFFER = memoryview(bytearray(262_144))
"""As much as asyncio reads at a time; it would have the system give and take back so much memory for each reading."""
_MESSAGES = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


class DirectConnection(GatewayConnection, asyncio.BufferedProtocol):
    """Writes to the socket itself while the transport keeps nothing back, which its limits of zero tell.

    Serve it with `WRITE_LIMIT`. Between `connection_made` and `connection_lost` the descriptor is this connection's.
    """

    # What is looked at for every frame of every reader stands side by side, apart from the library's many attributes.
    __slots__ = (
        "_asked", "_binary", "_deaf", "_descriptor", "_hearing", "_held", "_held_bytes", "_interval", "_lagging",
        "_left", "_listener", "_looked", "_open", "_parts", "_patience", "_ready", "_unread",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listener: Listener | None = None
        self._unread = self._hearing = self._deaf = False
        self._binary = False
        self._parts: list[bytes] = []
        self._asked = b""
        self._interval, self._patience = self.ping_interval or inf, self.ping_timeout or inf
        self._looked, self._left = 0.0, self._interval
        if self.reception is not None:
            self.ping_interval = None
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
        elif len(self._held) == 1 and not self._hearing:
            self.loop.call_soon(self._release)

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

    def _begin(self, transport: asyncio.BaseTransport) -> None:
        self._unread = self.reception is not None
        if self._unread:
            # The library starts a task here that waits for a request; most are answered without.
            Connection.connection_made(self, transport)
        else:
            super()._begin(transport)
        line = transport.get_extra_info("socket")
        ours = isinstance(self.loop, asyncio.SelectorEventLoop)
        if line is not None and ours and transport.get_extra_info("sslcontext") is None:
            self._descriptor = line.fileno()
            limit_unsent(line)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone, and its descriptor with it."""
        self._open = self._ready = False
        self._descriptor = None
        super().connection_lost(exc)
        listener, self._listener = self._listener, None
        self.on_resume = None
        if listener is not None:
            listener.gone()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where to put what comes in: one place for all connections, which is read at once."""
        return _BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        """So many bytes are there."""
        self.data_received(bytes(_BUFFER[:nbytes]))

    def data_received(self, data: bytes) -> None:
        """Bytes came in; the first of them ask to open it. The answers leave when all were heard."""
        self._hearing = True
        try:
            rest = self._opened_by(data) if self._unread else data
            if rest:
                super().data_received(rest)
        finally:
            self._hearing = False
            self._release()
        if self._listener is not None and self._closing is None and self.protocol.close_expected():
            self.end(CloseCode.NORMAL_CLOSURE, "")

    def _opened_by(self, data: bytes) -> bytes:
        """What is left of `data` after a plain upgrade that was agreed to; all of it where the library has to judge."""
        self._unread = False
        upgrade, reception, protocol = plain_upgrade(data), self.reception, self.protocol
        if (
            upgrade is None
            or reception is None
            or protocol.debug
            or (upgrade.extensions and protocol.available_extensions)
            or not self.server.is_serving()
            or not reception.opens(self, upgrade.request)
        ):
            ServerConnection.connection_made(self, self.transport)
            return data
        self._asking = False
        self.request = upgrade.request
        subprotocol = SUBPROTOCOL if SUBPROTOCOL in upgrade.offered else None
        protocol.subprotocol = None if subprotocol is None else Subprotocol(subprotocol)
        protocol.state = State.OPEN
        protocol.parser = protocol.parse()
        next(protocol.parser)
        self._open = True
        # The answer leaves with what is said first.
        self.write(upgrade.answer(subprotocol))
        self._listener = self._welcome(reception)
        return upgrade.rest

    def send_data(self) -> None:
        """The protocol has something to say, which may be that this is open, or no longer."""
        # What was held goes first; after a close frame nothing may follow.
        self._release()
        is_open = self.protocol.state is State.OPEN
        if is_open and not self._open:
            self._open = True
            for data in self.protocol.data_to_send():
                self.write(data)
            if self.reception is not None:
                self._listener = self._welcome(self.reception)
            if self._after:
                self.loop.call_soon(self._go_on)
            return
        super().send_data()
        self._open = is_open
        self._ready = is_open and not self._lagging

    def process_event(self, event: Any) -> None:
        """The protocol made this of what came in."""
        listener = self._listener
        if listener is None:
            super().process_event(event)
        elif event.opcode is Opcode.PONG:
            if self._asked and event.data == self._asked:
                self._asked, self._left = b"", self._interval
        elif event.opcode in _MESSAGES and not self._deaf:
            self._hear(listener, event)

    def _hear(self, listener: Listener, frame: Received) -> None:
        if frame.opcode is not Opcode.CONT:
            self._binary = frame.opcode is Opcode.BINARY
        data = frame.data
        if self._parts or not frame.fin:
            self._parts.append(bytes(data))
            if len(self._parts) > MOST_PARTS:
                self._fail(CloseCode.MESSAGE_TOO_BIG, "too many fragments")
                return
            if not frame.fin:
                return
            data = b"".join(self._parts)
            self._parts.clear()
        if self._binary:
            listener.heard(bytes(data))
            return
        try:
            text = str(data, "utf-8")
        except UnicodeDecodeError as error:
            self._fail(CloseCode.INVALID_DATA, f"{error.reason} at position {error.start}")
        else:
            listener.heard(text)

    async def read(self) -> None:
        """What comes in is heard already."""
        await self.wait_closed()

    def look(self, now: float) -> None:
        """Time has passed (monotonic seconds): ask whether somebody is there, and go where nobody answered.

        As the library does it in a task for each connection, and with its words. A look that comes late counts for no
        more than `STEP`: what came in meanwhile was not read either.
        """
        step, self._looked = min(now - self._looked, STEP), now
        self._left -= step
        if self._left > 0.0 or self._listener is None or not self._open:
            return
        if self._asked:
            self._fail(CloseCode.INTERNAL_ERROR, UNHEARD)
            return
        self._asked, self._left = getrandbits(32).to_bytes(4, "big"), self._patience
        self.protocol.send_ping(self._asked)
        self.send_data()

    def _fail(self, code: CloseCode, reason: str) -> None:
        self._deaf = True
        self._parts.clear()
        self.protocol.fail(code, reason)
        self.send_data()

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
