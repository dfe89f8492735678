"""A real websocket on loopback."""

import logging
import socket

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from spxcc.feeds.massive.wire import Closed, open_websocket


async def test_frames_go_both_ways_and_the_close_code_is_kept() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send("hello")
        await connection.send(await connection.recv())
        await connection.close(1008, "too many")

    async with serve(handler, "127.0.0.1", 0) as server:
        wire = await open_websocket(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/indices")
        assert await wire.receive() == "hello"
        await wire.send("echo")
        assert await wire.receive() == "echo"
        with pytest.raises(Closed) as caught:
            await wire.receive()
        assert caught.value.ending.code == 1008
        assert caught.value.ending.reason == "close code 1008 (too many)"
        with pytest.raises(Closed):
            await wire.send("late")
        await wire.close()


async def test_no_frame_is_logged_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.recv()

    async with serve(handler, "127.0.0.1", 0, logger=logging.getLogger("theirs")) as server:
        logging.getLogger("theirs").setLevel(logging.WARNING)
        with caplog.at_level(logging.DEBUG):
            wire = await open_websocket(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/indices")
            await wire.send('{"action":"auth","params":"very-secret"}')
            await wire.close()
    assert [line for line in caplog.messages if "TEXT" in line or "very-secret" in line] == []


async def test_a_connection_that_breaks_off_has_no_code() -> None:
    async def handler(connection: ServerConnection) -> None:
        connection.transport.abort()

    async with serve(handler, "127.0.0.1", 0) as server:
        wire = await open_websocket(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/indices")
        with pytest.raises(Closed) as caught:
            await wire.receive()
        assert (caught.value.ending.kind, caught.value.ending.code) == ("closed", 0)


async def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(Closed) as caught:
            await open_websocket(f"ws://127.0.0.1:{unused.getsockname()[1]}/indices")
    assert caught.value.ending.kind == "unreachable"
    with pytest.raises(Closed):
        await open_websocket("nonsense")


async def test_a_server_that_refuses_the_handshake_is_unreachable() -> None:
    async def handler(connection: ServerConnection) -> None:
        raise AssertionError

    def refuse(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(403, "no")

    async with serve(handler, "127.0.0.1", 0, process_request=refuse) as server:
        with pytest.raises(Closed) as caught:
            await open_websocket(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/indices")
    assert (caught.value.ending.kind, "403" in caught.value.ending.reason) == ("unreachable", True)
