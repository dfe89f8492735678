"""What the direct connection relies on inside websockets, looked at on a connection without a socket.

That is `Connection.transport`, set in `connection_made`; `send_data`, through which everything passes that the protocol
says by itself, and `process_event`, through which all that it hears; `Connection.protocol` with its `state`,
`close_sent`, `close_rcvd`; that `pause_writing` and `resume_writing` are its own, so that asyncio calls the overriding
ones; and of the opening that a protocol whose `state` and `parser` are set is open.
"""

import asyncio
from typing import Any

from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side, State
from websockets.server import ServerProtocol

HOOKS = (
    "connection_made", "connection_lost", "data_received", "pause_writing", "process_event", "resume_writing",
    "send_data",
)  # fmt: skip
PARTS = ("state", "close_sent", "close_rcvd", "close_expected", "fail", "send_ping")


class _Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.limits: tuple[int | None, int | None] = (None, None)

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.limits = high, low

    def pause_reading(self) -> None:
        """Nothing is read."""

    def resume_reading(self) -> None:
        """Nothing is read."""

    def can_write_eof(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing to close."""


def broken() -> tuple[str, ...]:
    """What of it does not hold, in words; empty where all does. Call it on a running event loop."""
    missing = [f"Connection.{name}" for name in HOOKS if not callable(getattr(ServerConnection, name, None))]
    if not issubclass(ServerConnection, asyncio.Protocol):
        missing.append("a connection that is an asyncio.Protocol")
    if missing:
        return tuple(missing)
    try:
        return _behaviour()
    except Exception as error:
        return (f"a connection that can be made without a socket ({type(error).__name__})",)


def _behaviour() -> tuple[str, ...]:
    protocol, wire, said = Protocol(Side.SERVER), _Wire(), list[State]()
    missing = [f"protocol.{name}" for name in PARTS if not hasattr(protocol, name)]
    missing += [f"Server.{name}" for name in ("is_serving",) if not callable(getattr(Server, name, None))]
    missing += _opening()

    class Probe(Connection):
        def send_data(self) -> None:
            super().send_data()
            said.append(self.protocol.state)

    probe = Probe(protocol, write_limit=(0, 0))
    probe.connection_made(wire)
    if getattr(probe, "transport", None) is not wire:
        missing.append("Connection.transport")
    if wire.limits != (0, 0):
        missing.append("the write limits given to the transport")
    # A close frame with code 1000, masked with zeros: it must be answered, and the answer pass through send_data.
    probe.data_received(b"\x88\x82\x00\x00\x00\x00\x03\xe8")
    if said[-1:] == [State.OPEN] or not said or not wire.written.startswith(b"\x88\x02\x03\xe8"):
        missing.append("send_data for the answer to a close frame")
    probe.connection_lost(None)
    return tuple(missing)


def _opening() -> list[str]:
    """A protocol that is told that it is open hears a text frame, here one without letters, masked with zeros."""
    protocol = ServerProtocol(max_size=16)
    if not hasattr(protocol, "available_extensions"):
        return ["ServerProtocol.available_extensions"]
    protocol.state = State.OPEN
    protocol.parser = protocol.parse()
    next(protocol.parser)
    protocol.receive_data(b"\x81\x80\x00\x00\x00\x00")
    heard = [getattr(event, "opcode", None) for event in protocol.events_received()]
    return [] if heard == [Opcode.TEXT] else ["a protocol that opens when it is told"]
