"""The one module that knows the websocket library, on a real loopback socket."""

import logging
from http import HTTPStatus

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from spxcc.client.transport import Ended, Refusal, open_websocket

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln"


def port_of(server: Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port


async def echo(connection: ServerConnection) -> None:
    assert connection.request is not None
    await connection.send(connection.request.headers.get("Authorization", "no token"))
    await connection.send(await connection.recv())
    await connection.close(4401, "token_expired")


async def test_f03_the_token_goes_in_the_header_and_the_end_has_code_and_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "spxcc")
    async with serve(echo, "127.0.0.1", 0) as server:
        wire = await open_websocket(f"ws://127.0.0.1:{port_of(server)}/ws/prices", TOKEN)
        assert await wire.receive() == f"Bearer {TOKEN}"
        await wire.send("hello")
        assert await wire.receive() == "hello"
        with pytest.raises(Ended) as ended:
            await wire.receive()
        assert (ended.value.code, ended.value.reason) == (4401, "token_expired")
        with pytest.raises(Ended):
            await wire.send("late")
        await wire.close(1000, "")
    assert TOKEN not in caplog.text


async def test_without_a_token_there_is_no_header() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        wire = await open_websocket(f"ws://127.0.0.1:{port_of(server)}/", None)
        assert await wire.receive() == "no token"
        await wire.close(1000, "")


async def test_a_http_answer_is_a_refusal_with_its_status() -> None:
    def full(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "full\n")
        response.headers["Retry-After"] = "7"
        return response

    async with serve(echo, "127.0.0.1", 0, process_request=full) as server:
        with pytest.raises(Refusal) as refused:
            await open_websocket(f"ws://127.0.0.1:{port_of(server)}/", None)
    assert (refused.value.status, refused.value.retry_after_s) == (503, 7.0)


async def test_nobody_there_is_a_refusal_in_words() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        port = port_of(server)
    with pytest.raises(Refusal, match="connection refused"):
        await open_websocket(f"ws://127.0.0.1:{port}/", None)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "nonsense", "ws://"])
async def test_an_address_that_is_none_is_a_refusal(url: str) -> None:
    with pytest.raises(Refusal):
        await open_websocket(url, None)
