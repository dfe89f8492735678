"""What every connection does, whichever way it writes: room for its handshake, and an end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from spxcc.gateway.broadcasting import BroadcastConnection
from spxcc.gateway.direct import WRITE_LIMIT, DirectConnection
from spxcc.gateway.frame import text_frame
from spxcc.gateway.transport import REFUSAL, GatewayConnection
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

    create: Any = partial(kind, reception=house)
    async with (
        serve(handle, "127.0.0.1", 0, compression=None, create_connection=create, write_limit=WRITE_LIMIT) as server,
        asyncio.timeout(PATIENCE_S),
    ):
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
