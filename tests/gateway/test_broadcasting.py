"""Where websockets is not what it was, everything is served all the same."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import connect

from spxcc.gateway import broadcasting
from spxcc.gateway.broadcasting import BroadcastConnection, connection_class
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.direct import DirectConnection
from tests.fakes.gateway import FLOW, GEX, LEVELS, Member, Reading
from tests.fakes.server import Client, Running, client, running, settle

PATIENCE_S = 20.0


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A websockets whose connection has no such hook any more."""
    monkeypatch.setattr(broadcasting, "broken", lambda: ("Connection.pause_writing",))


async def test_the_class_is_chosen_by_the_contract(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert connection_class() is DirectConnection
        assert caplog.records == []
        monkeypatch.setattr(broadcasting, "broken", lambda: ("Connection.transport", "protocol.state"))
        assert connection_class() is BroadcastConnection
    (told,) = caplog.records
    assert "Connection.transport and protocol.state" in told.getMessage()


@asynccontextmanager
async def stopped(server: Running) -> AsyncIterator[Client]:
    """A subscriber that has stopped reading, and whose server has noticed."""
    async with client(server, "B") as reader:
        await reader.until("hello")
        await reader.say(type="subscribe", channels=["gex:SPX", "levels:update", "flow:alert"])
        for _ in range(3):
            await reader.until("synced")
        reader.socket.transport.pause_reading()
        (link,) = [each for each in server.server._links if each.peer.session.identity == server.auth._tokens["B"]]
        count = 0
        while not link.lagging:
            count += 1
            server.desk.hub.publish(GEX, Reading(float(count), "x" * 60_000), server.desk.as_of)
            await settle(1)
        yield reader
        reader.socket.transport.abort()


@pytest.mark.usefixtures("strange")
async def test_back_pressure_is_the_same() -> None:
    async with running() as server, client(server) as good, asyncio.timeout(PATIENCE_S):
        assert all(isinstance(each._connection, BroadcastConnection) for each in server.server._links)
        hub, as_of = server.desk.hub, server.desk.as_of
        hub.publish(GEX, Reading(0.0), as_of)
        hub.publish(LEVELS, [Member("a")], as_of)
        hub.publish(FLOW, [Member("f")], as_of)
        async with stopped(server) as slow:
            await good.say(type="subscribe", channels=["gex:SPX"])
            await good.until("synced")
            for value in range(1_000, 1_050):
                hub.publish(GEX, Reading(float(value)), as_of)
                hub.publish(LEVELS, [Member("a", value)], as_of)
                hub.publish(FLOW, [Member(f"f{value}")], as_of)
                assert (await good.read())[0]["data"]["value"] == value
            slow.socket.transport.resume_reading()
            seen = await _until_caught_up(server, slow)
            gex = [frame for frame in seen if frame.get("channel") == "gex:SPX"]
            assert gex[-1]["data"]["value"] == 1_049.0
            assert [frame["seq"] for frame in gex] == sorted({frame["seq"] for frame in gex})
            flow = [frame["data"]["id"] for frame in seen if frame.get("channel") == "flow:alert"]
            assert flow == [f"f{value}" for value in range(1_000, 1_050)]
            assert [frame["reason"] for frame in seen if frame["type"] == "resync"] == ["lag"]
            assert seen[-1]["type"] == "pong"


async def _until_caught_up(server: Running, slow: Client) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    asked = False
    while not seen or seen[-1]["type"] != "pong":
        await server.desk.clock.advance(0.3)
        while not seen or seen[-1]["type"] != "pong":
            try:
                async with asyncio.timeout(0.05):
                    seen.append(json.loads(await slow.socket.recv()))
            except TimeoutError:
                break
        if not asked and any(frame["type"] == "resync" for frame in seen):
            asked = True
            await slow.say(type="ping", t=1)
    return seen


@pytest.mark.usefixtures("strange")
async def test_who_asks_for_compression_gets_it_from_the_library_and_others_plain_frames() -> None:
    config = replace(GatewayConfig(), compression=True)
    async with running(config) as server, client(server) as plain:
        server.desk.hub.publish(GEX, Reading(1.0, "x" * 1_000), server.desk.as_of)
        async with connect(server.address.url, additional_headers={"Authorization": "Bearer B"}, proxy=None) as socket:
            packed = Client(socket)
            for reader in (plain, packed):
                await reader.say(type="subscribe", channels=["gex:SPX"])
                await reader.until("synced")
            server.desk.hub.publish(GEX, Reading(2.0, "x" * 1_000), server.desk.as_of)
            assert await plain.read() == await packed.read()


@pytest.mark.usefixtures("strange")
async def test_codes_of_a_close_are_counted() -> None:
    async with running() as server:
        async with client(server) as reader:
            await reader.socket.send(b"binary")
            with pytest.raises(Exception, match="1003"):
                await reader.until("the end")
        async with client(server) as reader:
            await reader.until("hello")
        async with asyncio.timeout(PATIENCE_S):
            while server.server.connections:
                await settle(1)
        assert dict(server.server._ended) == {"1003": 1, "1000": 1}
