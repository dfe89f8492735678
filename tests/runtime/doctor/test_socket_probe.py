"""The websocket against a real gateway, and against servers that end it."""

from collections.abc import Awaitable, Callable

import pytest
from websockets.asyncio.server import ServerConnection, serve

from spxcc.engines.health.result import HEALTH, Health
from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.doctor import socket_probe
from spxcc.runtime.doctor.socket_probe import PINGS, SocketFound, probe_socket
from tests.fakes.clock import START
from tests.fakes.server import running
from tests.runtime.doctor.servers import listening, silent


async def probed(url: str, token: str | None = "A", feeds: bool = False) -> SocketFound:
    wall, found = SystemClock(), SocketFound()
    await probe_socket(url, token, ShiftedClock(wall, START - wall.now()), found, feeds=feeds)
    return found


async def ended(talk: Callable[[ServerConnection], Awaitable[None]]) -> SocketFound:
    async with serve(talk, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        return await probed(f"ws://127.0.0.1:{port}/ws/prices")


async def test_f62_hello_and_round_trips() -> None:
    async with running() as up:
        found = await probed(up.address.url)
    assert found.hello is not None
    assert found.hello.user == "alice"
    assert len(found.pings_ms) == PINGS
    assert found.offset is not None
    assert -2 < found.offset.ahead_s < 2
    assert (found.closed, found.trouble, found.feeds) == (None, None, None)


async def test_f62_a_token_that_is_not_taken_ends_with_4401() -> None:
    async with running() as up:
        found = await probed(up.address.url, "sesame")
    assert found.hello is None
    assert found.closed is not None
    assert found.closed[0] == 4401
    assert found.error is not None
    assert "sesame" not in repr(found)


async def test_without_a_token_a_server_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_probe, "HELLO_S", 0.1)
    async with running() as up:
        found = await probed(up.address.url, None)
    assert found.silent
    assert found.closed is None


async def test_f62_the_sources_of_a_server_are_asked_for() -> None:
    async with running() as up:
        health = Health(channels={}, feeds={"massive": 5}, events=1, stale_ticks=0, rejected=0)
        up.desk.hub.declare(HEALTH)
        up.desk.hub.publish(HEALTH, health, up.desk.as_of)
        found = await probed(up.address.url, feeds=True)
    assert found.feeds == frozenset({"massive"})


async def test_f62_close_codes_are_kept() -> None:
    async def not_let_in(connection: ServerConnection) -> None:
        await connection.close(4401, "token_expired")

    async def gone(connection: ServerConnection) -> None:
        connection.transport.abort()

    async def garbage(connection: ServerConnection) -> None:
        await connection.send("{")
        await connection.wait_closed()

    assert (await ended(not_let_in)).closed == (4401, "token_expired")
    assert (await ended(gone)).closed == (1006, "connection lost")
    assert "expected a frame of spxcc.v1" in str((await ended(garbage)).trouble)


async def test_what_is_no_websocket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_probe, "OPEN_S", 0.2)
    async with running() as up:
        assert (await probed(f"ws://127.0.0.1:{up.address.port}/other")).status == 404
    async with listening(silent) as port:
        assert (await probed(f"ws://127.0.0.1:{port}/")).trouble == "no websocket within 0.2 s"
    assert (await probed(f"ws://127.0.0.1:{port}/")).trouble == "connection refused: no server listens there"
