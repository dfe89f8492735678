"""Floods of every kind cost a bounded amount of memory, whatever is sent and however often, and nobody else notices."""

import asyncio
import gc
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from random import Random
from string import ascii_letters
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.protocol.limits import Limits
from tests.fakes.gateway import GEX, Reading
from tests.fakes.server import Client, Running, client, running, settle
from tests.faults.test_fuzz import OPENING

ROOMY = replace(GatewayConfig(), caps=Caps(total=5_000, per_address=5_000, unauthenticated=5_000, per_user=5_000))
PACKED = replace(ROOMY, compression=True)
PATIENCE_S = 30.0
MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def _traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def held() -> int:
    """Bytes that Python holds now."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def peak_since(before: int) -> int:
    """The most that was held above `before` since the last look."""
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    return peak - before


@asynccontextmanager
async def packed_reader(server: Running) -> AsyncIterator[Client]:
    """A client that has agreed to compression."""
    headers = {"Authorization": "Bearer A"}
    async with connect(server.address.url, additional_headers=headers, proxy=None, ping_interval=None) as socket:
        assert socket.response is not None
        assert "permessage-deflate" in socket.response.headers["Sec-WebSocket-Extensions"]
        reader = Client(socket)
        await reader.until("hello")
        yield reader


async def closed_with(reader: Client) -> int | None:
    """The code of the close."""
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code


async def gone(server: Running, left: int) -> None:
    """Until so many are left."""
    async with asyncio.timeout(PATIENCE_S):
        while server.server.connections > left or len(server.server._gate):
            await settle(1)


def squeezed(payload: bytes) -> bytes:
    """Compressed as a client does."""
    packer = zlib.compressobj(9, wbits=-15)
    return (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")


def wire(data: bytes, opcode: Opcode = Opcode.TEXT, fin: bool = True, rsv1: bool = False) -> bytes:
    """A frame of a client."""
    plain = Frame(opcode, data, fin=fin).serialize(mask=True)
    return bytes((plain[0] | (0x40 if rsv1 else 0),)) + plain[1:]


BOMB = squeezed(b" " * 15_000_000)
PIECES = [BOMB[at : at + 2_000] for at in range(0, len(BOMB), 2_000)]
BOMBS = {
    "whole": wire(BOMB, rsv1=True),
    "in pieces": b"".join(
        wire(piece, Opcode.CONT if at else Opcode.TEXT, at == len(PIECES) - 1, not at)
        for at, piece in enumerate(PIECES)
    ),
    "just over": wire(squeezed(b" " * 16_385), rsv1=True),
}


@pytest.mark.parametrize("kind", BOMBS)
async def test_o10_a_decompression_bomb_is_closed_with_1009_and_never_inflated(kind: str, record_property: Any) -> None:
    """A few kilobytes that inflate to 15 MB: closed with 1009 and never inflated, others are undisturbed."""
    assert len(BOMB) < Limits().msg_bytes, "the frame itself is allowed"
    async with running(PACKED) as server, client(server, "B") as good:
        await good.until("hello")
        for _ in range(3):
            async with packed_reader(server) as reader:
                before = held()
                peak_since(before)
                reader.socket.transport.write(BOMBS[kind])
                assert await closed_with(reader) == 1009
                assert peak_since(before) < MEGABYTE
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1
    record_property("floods", 3)


async def test_what_is_within_the_limit_when_inflated_is_read() -> None:
    """A compressed message just within the limit: it is read."""
    async with running(PACKED) as server, packed_reader(server) as reader:
        text = b'{"type":"ping","t":5' + b" " * (16_384 - 21) + b"}"
        reader.socket.transport.write(wire(squeezed(text), rsv1=True))
        assert (await reader.until("pong"))["t"] == 5


@pytest.mark.parametrize("config", [ROOMY, PACKED], ids=["plain", "compression on"])
async def test_o10_five_thousand_fragments_are_closed_with_1009(config: GatewayConfig, record_property: Any) -> None:
    """A message of five thousand empty pieces: closed with 1009 in bounded memory."""
    # The library has paused reading by then, so it does not see the answer to its close frame and waits in vain.
    async with running(replace(config, close_timeout=0.1)) as server, client(server) as reader:
        await reader.until("hello")
        before = held()
        peak_since(before)
        reader.socket.transport.write(wire(b"", fin=False) + wire(b"", Opcode.CONT, fin=False) * 5_000)
        assert await closed_with(reader) == 1009
        assert peak_since(before) < 4 * MEGABYTE
    record_property("floods", 1)


async def test_o10_a_flood_of_connections_leaves_nothing_and_grows_nothing(record_property: Any) -> None:
    """More connections than an address may have, again and again: refused, memory stays, others are undisturbed."""
    tight = replace(GatewayConfig(), caps=Caps(per_address=8))
    async with running(tight) as server, client(server, "B") as good:
        await good.until("hello")

        async def flood(count: int) -> None:
            for _ in range(count // 20):
                lines = [await asyncio.open_connection("127.0.0.1", server.server.port) for _ in range(20)]
                for _, writer in lines:
                    writer.write(OPENING)
                await settle(1)
                for _, writer in lines:
                    writer.close()
                await gone(server, 1)

        await flood(60)
        before = held()
        await flood(240)
        assert held() - before < MEGABYTE // 4
        assert server.server._gate.refused > 0
        assert (len(server.server._admission), server.server.connections) == (1, 1)
        record_property("handshakes", 300)
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1


async def test_o10_headers_that_never_end_hold_a_bounded_amount_and_free_it(record_property: Any) -> None:
    """A hundred requests whose headers never end: a bounded amount of memory each, freed at the time limit."""
    patient = replace(ROOMY, open_timeout=1.0)
    async with running(patient) as server, AsyncExitStack() as stack:
        before = held()
        for _ in range(100):
            _, writer = await asyncio.open_connection("127.0.0.1", server.server.port)
            stack.callback(writer.close)
            writer.write(b"GET /ws/prices HTTP/1.1\r\nX-A: " + b"a" * 8_000)
        while len(server.server._gate) < 100:
            await settle(1)
        # Both ends are in this process, and a handshake is told apart from a line that is too long at 8,192 bytes.
        assert held() - before < 100 * 64 * 1_024
        await gone(server, 0)
        assert held() - before < MEGABYTE
    record_property("handshakes", 100)


async def test_o10_a_storm_of_subscribes_holds_no_more_at_the_end_than_at_the_beginning() -> None:
    """Six hundred subscribes and unsubscribes, half to names that are none: memory is flat, no frame is dropped."""
    lenient = replace(ROOMY, limits=Limits(msg_per_s=1e6, burst=1_000_000))
    async with running(lenient) as server, client(server) as reader:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)

        async def storm(count: int) -> None:
            for at in range(count):
                await reader.say(type="subscribe", channels=["gex:SPX", f"nope:{at}"], symbols=[f"J{at % 100}"])
                await reader.say(type="unsubscribe", channels=["gex:SPX"], symbols=[f"J{at % 100}"])
                await reader.until("unsubscribed")

        await storm(120)
        before = held()
        await storm(480)
        assert held() - before < MEGABYTE // 8
        assert server.server.dropped == 0


@pytest.mark.parametrize("config", [ROOMY, PACKED], ids=["plain", "compression on"])
async def test_o10_readers_that_stop_reading_hold_one_frame_each_and_get_the_latest(config: GatewayConfig) -> None:
    """Twenty readers stop reading: one frame each is held, and they get the latest when they read again."""
    draw = Random(7)
    notes = ["".join(draw.choices(ascii_letters, k=60_000)) for _ in range(8)]
    async with running(config) as server, AsyncExitStack() as stack:
        hub, as_of = server.desk.hub, server.desk.as_of
        hub.publish(GEX, Reading(0.0), as_of)
        readers = []
        for _ in range(20):
            headers = {"Authorization": "Bearer B"}
            socket = await stack.enter_async_context(
                connect(server.address.url, additional_headers=headers, proxy=None, ping_interval=None)
            )
            readers.append(Client(socket))
            await readers[-1].say(type="subscribe", channels=["gex:SPX"])
            await readers[-1].until("synced")
            socket.transport.pause_reading()
        before = held()
        for value in range(1, 401):
            hub.publish(GEX, Reading(float(value), notes[value % 8]), as_of)
            await settle(1)
        assert held() - before < 20 * 200_000, "sent without end it would be 24 MB for each"
        assert server.server.dropped > 20 * 300
        for reader in readers:
            reader.socket.transport.resume_reading()
            seen = 0.0
            while seen < 400.0:
                (frame,) = await reader.read()
                assert frame["data"]["value"] > seen
                seen = frame["data"]["value"]
