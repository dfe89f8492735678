"""The connection that writes, opens and hears by itself: in order, whole, and as the library would have it."""

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from random import Random
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from spxcc.gateway.direct import UNSENT, WRITE_LIMIT, DirectConnection
from spxcc.gateway.frame import Frame, text_frame
from spxcc.gateway.transport import GatewayConnection
from spxcc.runtime.bench.stream_reader import GREETING, masked
from tests.fakes.clock import settle
from tests.fakes.reception import House

PATIENCE_S = 10.0


def frame(text: str) -> Frame:
    """A published frame."""
    payload = text.encode()
    return Frame("gex:SPX", "state", 1, payload, text_frame(payload))


@asynccontextmanager
async def served(handler: Callable[[DirectConnection], Awaitable[None]]) -> AsyncIterator[int]:
    """The port of a server whose connections are handled so."""

    async def handle(made: ServerConnection) -> None:
        assert isinstance(made, DirectConnection)
        await handler(made)

    async with serve(
        handle, "127.0.0.1", 0, compression=None, create_connection=DirectConnection, write_limit=WRITE_LIMIT
    ) as server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def both_ends() -> AsyncIterator[tuple[DirectConnection, ClientConnection]]:
    """An open connection."""
    there: asyncio.Future[DirectConnection] = asyncio.get_running_loop().create_future()
    done = asyncio.Event()

    async def handler(made: DirectConnection) -> None:
        there.set_result(made)
        await done.wait()

    async with (
        served(handler) as port,
        asyncio.timeout(PATIENCE_S),
        connect(f"ws://127.0.0.1:{port}", compression=None, max_size=None, ping_interval=None) as client,
    ):
        made = await there
        try:
            yield made, client
        finally:
            done.set()
            made.transport.abort()
            client.transport.abort()


async def fill(made: DirectConnection, text: str) -> int:
    """Offer the frame until the reader lags; how many were taken."""
    taken = 0
    while made.offer(frame(text)):
        taken += 1
    assert made.lagging
    return taken


async def test_frames_arrive_whole_and_in_order_among_those_of_the_library() -> None:
    async with both_ends() as (made, client):
        for text in ("", "one", "é" * 70, "two" * 30_000):
            assert made.offer(frame(text))
            await made.ping()
            made.write(text_frame(b"and " + text.encode()))
            assert await client.recv() == text
            assert await client.recv() == "and " + text


async def test_a_close_has_its_code_and_nothing_is_written_after_it() -> None:
    async with both_ends() as (made, client):
        made.offer(frame("one"))
        made.end(4409, "replaced")
        await settle(1)
        assert not made.offer(frame("two"))
        made.write(text_frame(b"three"))
        assert made._held == []
        assert await client.recv() == "one"
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert (client.close_code, client.close_reason, made.ended_with) == (4409, "replaced", 4409)
        await made.ended()


async def test_a_peer_that_closes_is_written_nothing_more() -> None:
    async with both_ends() as (made, client):
        await client.close(1000)
        assert not made.offer(frame("one"))
        made.write(text_frame(b"two"))
        assert made.ended_with == 1000


async def test_who_does_not_read_lags_and_who_reads_again_gets_all_that_was_taken() -> None:
    async with both_ends() as (made, client):
        resumed: list[bool] = []
        made.on_resume = lambda: resumed.append(made.lagging)
        client.transport.pause_reading()
        text = "x" * 60_000
        taken = await fill(made, text)
        assert not made.offer(frame("lost"))
        assert resumed == []
        client.transport.resume_reading()
        for _ in range(taken):
            assert await client.recv() == text
        assert resumed == [False]
        assert made.offer(frame("after"))
        assert await client.recv() == "after"


async def test_what_is_held_for_a_moment_is_not_overtaken() -> None:
    async with both_ends() as (made, client):
        client.transport.pause_reading()
        taken = await fill(made, "x" * 60_000)
        made.write(text_frame(b"held"))
        made.resume_writing()
        assert not made.offer(frame("after"))
        made.pause_writing()
        client.transport.resume_reading()
        for _ in range(taken):
            await client.recv()
        assert await client.recv() == "held"


@pytest.mark.parametrize("seed", range(8))
async def test_what_was_taken_arrives_in_that_order_however_the_reader_reads(seed: int) -> None:
    draw = Random(seed)
    async with both_ends() as (made, client):
        expected: list[str] = []
        refused = 0
        for at in range(400):
            text = f"{at} " + "x" * draw.choice((0, 10, 3_000, 40_000))
            match draw.randrange(6):
                case 0:
                    made.write(text_frame(text.encode()))
                    expected.append(text)
                case 1:
                    client.transport.pause_reading()
                case 2:
                    client.transport.resume_reading()
                    await settle(draw.randrange(4))
                case _:
                    if made.offer(frame(text)):
                        expected.append(text)
                    else:
                        refused += 1
        client.transport.resume_reading()
        assert [await client.recv() for _ in expected] == expected
        assert min(len(expected), refused) > 40


async def test_a_frame_larger_than_the_room_arrives_whole() -> None:
    async with both_ends() as (made, client):
        text = "".join(chr(97 + at % 26) for at in range(9_000_000))
        assert made.offer(frame(text))
        assert made.lagging
        made.write(text_frame(b"after"))
        assert await client.recv() == text
        assert await client.recv() == "after"


@pytest.mark.skipif(sys.platform != "linux", reason="the option is one of Linux")
async def test_the_system_holds_no_more_than_a_moment_for_who_does_not_read() -> None:
    async with both_ends() as (made, client):
        line = client.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.transport.pause_reading()
        assert await fill(made, "x" * 1_000) * 1_000 < 8 * UNSENT


def opened(port: int) -> socket.socket:
    """A socket on which the handshake is over, and whose closing is a reset."""
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    line.sendall(GREETING.format(path="").encode())
    assert b" 101 " in line.recv(4_096)
    return line


async def test_a_peer_that_is_gone_makes_no_noise_and_its_descriptor_is_forgotten(
    caplog: pytest.LogCaptureFixture,
) -> None:
    there: asyncio.Future[DirectConnection] = asyncio.get_running_loop().create_future()

    async def handler(made: DirectConnection) -> None:
        there.set_result(made)
        await made.wait_closed()

    async with served(handler) as port, asyncio.timeout(PATIENCE_S):
        line = await asyncio.to_thread(opened, port)
        made = await there
        line.close()
        with caplog.at_level(logging.WARNING):
            # Without a turn of the event loop in between: nobody has told the server.
            taken = sum(made.offer(frame("x" * 1_000)) for _ in range(50))
            for _ in range(50):
                made.write(text_frame(b"y" * UNSENT))
            await made.wait_closed()
        assert taken > 0
        assert caplog.records == []
        assert made._descriptor is None
        assert not made.offer(frame("z"))


def let_in(connection: ServerConnection, request: Request) -> Response | None:
    """By path."""
    if request.path == "/broken":
        raise ValueError("a fault of ours")
    return connection.respond(403, "no") if request.path == "/forbidden" else None


def echo(connection: GatewayConnection, message: str | bytes) -> None:
    """Text is said again."""
    connection.write(text_frame(message.encode() if isinstance(message, str) else message))


@asynccontextmanager
async def hosted(house: House, **settings: Any) -> AsyncIterator[int]:
    """The port of a server whose connections are heard in this house."""

    async def handle(made: ServerConnection) -> None:
        assert isinstance(made, DirectConnection)
        await made.read()

    create: Any = partial(DirectConnection, reception=house)
    async with (
        serve(
            handle, "127.0.0.1", 0, create_connection=create, process_request=let_in, server_header=None,
            **({"compression": None, "write_limit": WRITE_LIMIT} | settings),
        ) as server,
        asyncio.timeout(PATIENCE_S),
    ):  # fmt: skip
        yield server.sockets[0].getsockname()[1]


PLAIN = "Sec-WebSocket-Key: c3B4Y2Mtc3B4Y2Mtc3B4Yw=="


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/", PLAIN, 101),
        ("/", f"{PLAIN}\r\nSec-WebSocket-Extensions: permessage-deflate", 101),
        ("/", f"{PLAIN}\r\nX-A: \xe9", 101),
        ("/forbidden", PLAIN, 403),
        ("/broken", PLAIN, 500),
        ("/", "X-Key: none", 400),
        ("/", "Sec-WebSocket-Key: short", 400),
    ],
)
async def test_an_opening_is_answered_as_the_library_answers_it(path: str, header: str, status: int) -> None:
    async def handle(made: ServerConnection) -> None:
        await made.wait_closed()

    house = House(echo, frozenset({"/forbidden", "/broken"}))
    opening = f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{header}\r\n"
    heads = []
    async with (
        hosted(house) as ours,
        serve(handle, "127.0.0.1", 0, compression=None, process_request=let_in, server_header=None) as bare,
    ):
        for port in (ours, bare.sockets[0].getsockname()[1]):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"{opening}Sec-WebSocket-Version: 13\r\n\r\n".encode("latin-1"))
            head = await reader.readuntil(b"\r\n\r\n")
            heads.append([line for line in head.split(b"\r\n") if not line.startswith(b"Date")])
            if status != 101:
                await reader.read()
            writer.close()
    assert heads[0] == heads[1]
    assert heads[0][0].split()[1] == str(status).encode()
    assert len(house.guests) == (status == 101)
    assert house.opening == {}


@pytest.mark.parametrize("cut", [1, 60, 10_000])
async def test_an_opening_in_pieces_and_with_more_behind_it_is_heard_whole(cut: int) -> None:
    house = House(echo)
    whole = GREETING.format(path="").encode() + masked(b"one") + masked(b"two")
    async with hosted(house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(whole[:cut])
        await settle()
        writer.write(whole[cut:])
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        assert await reader.readexactly(10) == b"\x81\x03one\x81\x03two"
        writer.close()
        while not house.guests[0].left:
            await settle(1)
    assert house.guests[0].said == ["one", "two"]


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_messages_are_heard_whole_whatever_their_pieces(compression: str | None) -> None:
    house = House(echo)
    async with (
        hosted(house, compression=compression) as port,
        connect(f"ws://127.0.0.1:{port}", compression=compression, proxy=None) as client,
    ):
        for said in ("one", "", "é" * 900, ["t", "w", "ö"], b"\x00\xff", [b"a", b"b"]):
            await client.send(said)
            await client.ping()
        await client.send("end")
        while await client.recv(decode=False) != b"end":
            pass
    assert house.guests[0].said == ["one", "", "é" * 900, "twö", b"\x00\xff", b"ab", "end"]
    assert house.guests[0].left


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"\x81\x82" + bytes(4) + b"\xc3\x28", 1007),
        (b"\x01\x81" + bytes(4) + b"\xc3" + b"\x80\x81" + bytes(4) + b"\x28", 1007),
        (b"\x01\x80" + bytes(4) + (b"\x00\x80" + bytes(4)) * 5_000, 1009),
        (b"\x81\x85" + bytes(4) + b"x" * 5 + b"\x80\x80" + bytes(4), 1002),
        (b"\x81\x05plain", 1002),
    ],
)
async def test_what_may_not_come_ends_it_with_its_code_and_nothing_after_it_is_heard(said: bytes, code: int) -> None:
    house = House(echo)
    async with hosted(house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GREETING.format(path="").encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await settle()
        writer.write(masked(b"late"))
        answer = await reader.read()
        writer.close()
        while not house.guests[0].left:
            await settle(1)
    assert code.to_bytes(2, "big") in answer
    assert "late" not in house.guests[0].said
    assert house.guests[0].connection.ended_with == code


async def test_who_answers_pings_stays_and_who_does_not_is_cut_off_however_late_one_looks() -> None:
    house = House(echo)
    async with (
        hosted(house, ping_interval=10.0, ping_timeout=5.0) as port,
        connect(f"ws://127.0.0.1:{port}", proxy=None, ping_interval=None) as client,
    ):
        await client.send("one")
        await client.recv()
        (guest,) = house.guests
        made = guest.connection
        assert isinstance(made, DirectConnection)
        now = 1_000.0
        for _ in range(200):
            now += 0.5
            made.look(now)
            await settle(4)
        assert house.guests[0].left is False
        client.transport.pause_reading()
        asked = made._asked
        while made._asked == asked:
            now += 0.5
            made.look(now)
        # Hours, in which nothing was read either, are no more than a look.
        for _ in range(4):
            now += 9_000.0
            made.look(now)
        assert made.protocol.close_sent is None
        made.look(now + 9_000.0)
        while not guest.left:
            await settle(1)
        assert made.ended_with == 1011
        client.transport.abort()


async def test_where_the_transport_is_no_plain_socket_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with both_ends() as (made, client):
        monkeypatch.setattr(made, "_descriptor", None)
        assert made.offer(frame("one"))
        assert await client.recv() == "one"
