"""Who connects and does not say what it wants, or says it a byte at a time, takes no place for long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from tests.fakes.server import Running, client, running, settle

IMPATIENT = replace(GatewayConfig(), open_timeout=0.2, caps=Caps(per_address=8))
PATIENCE_S = 10.0


@asynccontextmanager
async def raw(server: Running) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection that has said nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the end."""
    async with asyncio.timeout(PATIENCE_S):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


async def opening(server: Running, count: int) -> None:
    """Until so many handshakes are under way."""
    async with asyncio.timeout(PATIENCE_S):
        while len(server.server._gate) != count:
            await settle(1)


@pytest.mark.parametrize("said", [b"", b"GET /ws/prices HTTP/1.1\r\nHost: x\r\n", b"G"])
async def test_o10_a_handshake_that_does_not_end_is_ended(said: bytes) -> None:
    async with running(IMPATIENT) as server, client(server) as good:
        await good.until("hello")
        async with raw(server) as (reader, writer):
            writer.write(said)
            await settle()
            await server.desk.clock.advance(0.5)
            assert b"101" not in await answer(reader)
        await opening(server, 0)
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1


async def test_o10_headers_a_byte_at_a_time_gain_no_time() -> None:
    async with running(IMPATIENT) as server, raw(server) as (reader, writer):

        async def drip() -> None:
            while not writer.is_closing():
                writer.write(b"GET /ws/prices HTTP/1.1\r\nX-A: " if not sent else b"a")
                sent.append(1)
                await settle(200)

        sent: list[int] = []
        dripping = asyncio.ensure_future(drip())
        assert b"101" not in await answer(reader)
        dripping.cancel()
        await asyncio.wait({dripping})
        await opening(server, 0)


@pytest.mark.parametrize("flood", [b"X-A: " + b"a" * 9_000, b"X-A: a\r\n" * 1_000, b"\x00" * 9_000])
async def test_o10_headers_without_end_are_cut_off(flood: bytes) -> None:
    async with running(IMPATIENT) as server, raw(server) as (reader, writer):
        writer.write(b"GET /ws/prices HTTP/1.1\r\nHost: x\r\n" + flood)
        assert b"101" not in await answer(reader)
        await opening(server, 0)


async def test_o10_silent_connections_of_one_address_meet_a_bound_and_free_it_again() -> None:
    patient = replace(IMPATIENT, open_timeout=60.0)
    async with running(patient) as server, client(server) as good:
        await good.until("hello")
        crowd = [await asyncio.open_connection("127.0.0.1", server.server.port) for _ in range(8)]
        await opening(server, 8)
        async with raw(server) as (reader, _):
            refusal = await answer(reader)
        assert refusal.startswith(b"HTTP/1.1 503")
        assert b"Retry-After: 10" in refusal
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1
        for _, writer in crowd:
            writer.close()
        await opening(server, 0)
        async with client(server, "B") as other:
            await other.until("hello")
        assert server.server._gate.refused == 1
