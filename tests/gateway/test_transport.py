"""The contract with websockets 17 that the outbox stands on."""

import asyncio
import inspect
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.server import ServerProtocol

from spxcc.gateway.frame import text_frame
from spxcc.gateway.transport import GatewayConnection


class StubTransport(asyncio.Transport):
    """Takes bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closing = False

    def write(self, data: Any) -> None:
        """Keep."""
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        """Whether it is on its way out."""
        return self.closing


async def connection() -> tuple[GatewayConnection, StubTransport]:
    """An open connection without a socket."""
    protocol = ServerProtocol()
    made = GatewayConnection(protocol, None)
    transport = StubTransport()
    made.transport = transport
    protocol.state = State.OPEN
    return made, transport


def test_the_hooks_that_flow_control_calls_exist() -> None:
    for name in ("connection_made", "connection_lost", "pause_writing", "resume_writing"):
        assert inspect.isfunction(getattr(Connection, name))
    assert issubclass(GatewayConnection, ServerConnection)
    assert issubclass(ServerConnection, asyncio.Protocol)


async def test_flow_control_sets_the_flag_and_calls_back() -> None:
    made, _ = await connection()
    resumed: list[bool] = []
    made.on_resume = lambda: resumed.append(made.lagging)
    made.pause_writing()
    assert made.lagging
    made.resume_writing()
    assert resumed == [False]


async def test_only_an_open_connection_is_written_to() -> None:
    made, transport = await connection()
    made.write_frame(b"one")
    transport.closing = True
    made.write_frame(b"two")
    transport.closing = False
    made.protocol.state = State.CLOSING
    made.write_frame(b"three")
    assert transport.written == [b"one"]


async def test_a_framed_write_arrives_as_a_text_message_and_a_close_with_its_code() -> None:
    async def handler(made: ServerConnection) -> None:
        assert isinstance(made, GatewayConnection)
        for text in ("one", "two" * 30_000):
            made.write_frame(text_frame(text.encode()))
        await made.shut(4409, "replaced")

    async with serve(handler, "127.0.0.1", 0, compression=None, create_connection=GatewayConnection) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None) as client:
            assert await client.recv() == "one"
            assert await client.recv() == "two" * 30_000
            with pytest.raises(ConnectionClosed):
                await client.recv()
            assert (client.close_code, client.close_reason) == (4409, "replaced")


async def test_a_reader_that_does_not_read_makes_the_connection_lag() -> None:
    lagged: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def handler(made: ServerConnection) -> None:
        assert isinstance(made, GatewayConnection)
        written = 0
        while not made.lagging and written < 500:
            made.write_frame(text_frame(b"x" * 60_000))
            written += 1
        lagged.set_result(written)
        made.transport.abort()

    limits = (65_536, 16_384)
    async with serve(
        handler, "127.0.0.1", 0, compression=None, create_connection=GatewayConnection, write_limit=limits
    ) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None, max_queue=1) as client:
            assert await lagged < 500
            client.transport.abort()
