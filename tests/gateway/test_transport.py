"""What every connection does, whichever way it writes: room for its handshake, and an end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from spxcc.gateway.broadcasting import BroadcastConnection
from spxcc.gateway.direct import WRITE_LIMIT, DirectConnection
from spxcc.gateway.frame import text_frame
from spxcc.gateway.transport import REFUSAL, GatewayConnection
from spxcc.runtime.bench.stream_reader import GREETING, masked
from tests.fakes.clock import settle
from tests.fakes.reception import House

PATIENCE_S = 10.0
BOTH = pytest.mark.parametrize("kind", [DirectConnection, BroadcastConnection])


def ends(connection: GatewayConnection, message: str | bytes) -> None:
    """Whoever says anything is told so and goes."""
    connection.write(text_frame(b"heard"))
    connection.end(4_409, "enough")


@asynccontextmanager
async def hosted(kind: type[GatewayConnection], house: House) -> AsyncIterator[int]:
    """The port of a server with such connections."""

    async def handle(made: ServerConnection) -> None:
        assert isinstance(made, GatewayConnection)
        await made.read()

    async def plain(made: ServerConnection, request: Request) -> Response | None:
        await settle()
        return made.respond(404, "plain") if request.path == "/plain" else None

    create: Any = partial(kind, reception=house)
    async with (
        serve(
            handle, "127.0.0.1", 0, compression=None, create_connection=create, write_limit=WRITE_LIMIT,
            process_request=plain, close_timeout=0.2,
        ) as server,
        asyncio.timeout(PATIENCE_S),
    ):  # fmt: skip
        yield server.sockets[0].getsockname()[1]


@BOTH
async def test_o10_who_finds_no_room_is_told_before_a_byte_is_read(kind: type[GatewayConnection]) -> None:
    async with hosted(kind, House(ends, full=True)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == REFUSAL
        writer.close()


@BOTH
async def test_o10_who_says_nothing_is_counted_until_it_goes(kind: type[GatewayConnection]) -> None:
    house = House(ends)
    async with hosted(kind, house) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        while not house.opening:
            await settle(1)
        assert [*house.opening.values()] == ["127.0.0.1"]
        writer.close()
        while house.opening:
            await settle(1)
    assert house.guests == []


@BOTH
async def test_who_has_opened_is_heard_told_and_ended_with_a_code(kind: type[GatewayConnection]) -> None:
    house = House(ends)
    async with hosted(kind, house) as port, connect(f"ws://127.0.0.1:{port}", proxy=None) as client:
        await client.send("one")
        assert await client.recv() == "heard"
        await client.wait_closed()
        assert (client.close_code, client.close_reason) == (4_409, "enough")
        while not house.guests[0].left:
            await settle(1)
    (guest,) = house.guests
    assert (guest.said, guest.connection.ended_with, house.opening) == (["one"], 4_409, {})


@BOTH
@pytest.mark.parametrize("more", [b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 20, b"x" * 70_000])
@pytest.mark.parametrize("cut", [None, 1, 20])
async def test_what_comes_with_a_plain_request_disturbs_no_answer(
    kind: type[GatewayConnection], more: bytes, cut: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    request = b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n"
    with caplog.at_level(logging.WARNING):
        async with hosted(kind, House(ends, shut=frozenset({"/plain"}))) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for part in [request + more] if cut is None else [request[:-cut], request[-cut:] + more]:
                writer.write(part)
                await settle()
            answer = await reader.read()
            writer.close()
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"plain")
    assert caplog.records == []


@BOTH
async def test_what_was_said_before_the_answer_to_an_upgrade_is_heard_after_it(kind: type[GatewayConnection]) -> None:
    house = House(ends, shut=frozenset({"/"}))
    async with hosted(kind, house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GREETING.format(path="").encode() + masked(b"early"))
        await reader.readuntil(b"\r\n\r\n")
        assert b"heard" in await reader.read()
        writer.close()
    assert house.guests[0].said == ["early"]
