"""The server on real loopback sockets."""

import asyncio
import logging
import socket
from dataclasses import replace
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.gateway.server import BindError, GatewayServer
from tests.fakes.gateway import ALICE, GEX, STATUS, Desk, FakeAuth, Reading
from tests.fakes.server import Client, Running, client, running, settle


async def closed(reader: Client) -> tuple[int | None, str | None]:
    """How the server closes the connection; frames before it are skipped."""
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code, reader.socket.close_reason


async def arrived(server: Running, asked: int) -> None:
    """Wait until that many tokens have been handed to the authenticator."""
    while server.auth.asked < asked:
        await settle(1)


async def test_f02_hello_version_epoch_and_the_echoed_subprotocol() -> None:
    async with running() as server:
        server.desk.hub.publish(STATUS, Reading(1.0, "open"), server.desk.as_of)
        async with client(server, None, subprotocols=["spxcc.v1", "bearer.A"]) as reader:
            hello, status = await reader.read(2)
            assert (hello["type"], hello["v"], hello["epoch"], hello["server"]) == ("hello", 1, "e1", "spxcc/test")
            assert status["type"] == "status"
            assert reader.socket.subprotocol == "spxcc.v1"
            assert reader.socket.response is not None
            assert "Server" not in reader.socket.response.headers
            assert "Sec-WebSocket-Extensions" not in reader.socket.response.headers


@pytest.mark.parametrize("delay", [0.0, 0.05, 5.0])
async def test_o1_f05_a_subscribe_sent_on_opening_survives_slow_authentication(delay: float) -> None:
    async with running(delay=delay) as server:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        for token, query in (("A", ""), (None, "?token=A")):
            async with client(server, token, query) as reader:
                await reader.say(type="subscribe", channels=["gex:spx"], id=1)
                await reader.say(type="ping")
                asked = server.auth.asked
                await arrived(server, max(1, asked))
                task = asyncio.ensure_future(reader.until("pong"))
                while not task.done():
                    await server.desk.clock.advance(delay / 10)
                assert server.server.connections == 1
        async with client(server, None) as reader:
            await reader.say(type="subscribe", channels=["gex:spx"], id=1)
            await reader.say(type="auth", token="A")
            task = asyncio.ensure_future(reader.until("synced"))
            while not task.done():
                await server.desk.clock.advance(delay / 10)
            assert (await task)["channel"] == "gex:SPX"


@pytest.mark.parametrize(
    ("token", "code", "reason"), [("nonsense", 4401, "token_invalid"), (None, 4408, "authentication timeout")]
)
async def test_f04_a_failed_upgrade_is_accepted_and_closed_with_a_code(
    token: str | None, code: int, reason: str
) -> None:
    async with running() as server, client(server, token) as reader:
        if token is None:
            await settle()
            await server.desk.clock.advance(10.5)
        error = await reader.until("error")
        assert error["retry"] == "refresh"
        assert await closed(reader) == (code, reason)


async def test_live_updates_reach_a_subscriber() -> None:
    async with running() as server, client(server) as reader:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        await reader.say(type="subscribe", channels=["gex:SPX"])
        await reader.until("synced")
        server.desk.hub.publish(GEX, Reading(2.0), server.desk.as_of)
        assert [frame["data"]["value"] for frame in await reader.read()] == [2.0]


async def test_g12_f16_liveness_is_ping_and_pong_of_the_protocol_and_silent_readers_stay() -> None:
    quick = GatewayConfig(ping_interval=0.5, ping_timeout=0.5)
    async with running(quick) as server, client(server) as reader, client(server, "B") as frozen:
        await reader.until("hello")
        await frozen.until("hello")
        for _ in range(20):
            await server.desk.clock.advance(1.0)
            await settle()
        server.desk.clock.shift(3_600.0)
        await server.desk.clock.advance(0.25)
        assert (await reader.until("heartbeat"))["tops"] == {}
        assert server.server.connections == 2
        frozen.socket.transport.pause_reading()
        for _ in range(20):
            await server.desk.clock.advance(1.0)
            await settle()
        assert server.server.connections == 1
        await reader.say(type="ping", t=1)
        assert (await reader.until("pong"))["t"] == 1
        frozen.socket.transport.abort()
    defaults = GatewayConfig()
    assert (defaults.ping_interval, defaults.ping_timeout, defaults.close_timeout) == (15.0, 10.0, 5.0)


async def test_binary_oversize_and_junk_close_only_their_own_connection() -> None:
    async with running() as server, client(server, "B") as good:
        await good.until("hello")
        async with client(server) as reader:
            await reader.socket.send(b"\x00\x01")
            assert await closed(reader) == (1003, "text frames only")
        async with client(server) as reader:
            await reader.say(type="subscribe", symbols=[f"S{at}" for at in range(10_000)])
            assert (await closed(reader))[0] == 1009
        async with client(server) as reader:
            for _ in range(120):
                await reader.socket.send("{junk")
            assert (await closed(reader))[0] in {4400, 4429}
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1


async def test_caps_are_told_before_the_close() -> None:
    caps = Caps(total=3, per_user=1)
    async with running(GatewayConfig(caps=caps)) as server, client(server, "A") as first:
        await first.until("hello")
        async with client(server, "A2") as second, client(server, "B") as other:
            assert await closed(first) == (4409, "replaced by a newer connection")
            await second.until("hello")
            await other.until("hello")
            async with client(server, None), client(server, None) as refused:
                error = await refused.until("error")
                assert (error["code"], error["retry"]) == ("rate_limited", "after")
                assert error["retry_after_ms"] > 0
                assert (await closed(refused))[0] == 4429


async def test_a_foreign_origin_is_refused_with_403() -> None:
    async with running() as server:
        with pytest.raises(InvalidStatus, match="403"):
            async with client(server, origin="https://evil.example"):
                pass


async def test_stop_announces_itself_and_closes_with_1012() -> None:
    async with running() as server, client(server) as reader:
        await reader.until("hello")
        stopping = asyncio.ensure_future(server.server.stop("update"))
        notice = await reader.until("shutdown")
        assert notice["reconnect_after_ms"] == [0, 8_000]
        assert await closed(reader) == (1012, "update")
        await stopping
        await server.server.stop()
        assert server.server.connections == 0
        assert server.server.dropped == 0


async def test_the_next_free_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk = Desk()
        auth = FakeAuth(desk.clock, {}, anonymous=ALICE)
        server = GatewayServer(desk.hub, auth, desk.clock, GatewayConfig(port=port))
        address = await server.start()
        assert port < address.port == server.port
        assert address.url == f"ws://127.0.0.1:{address.port}/ws/prices"
        await server.stop()
        stubborn = GatewayServer(desk.hub, auth, desk.clock, GatewayConfig(port=port, port_search=0))
        with pytest.raises(BindError, match="taken"):
            await stubborn.start()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1"])
async def test_other_addresses_need_a_configured_key(host: str) -> None:
    desk = Desk()
    server = GatewayServer(desk.hub, FakeAuth(desk.clock, {}), desk.clock, GatewayConfig(host=host))
    with pytest.raises(BindError, match="without a configured key"):
        await server.start()
    keyed = FakeAuth(desk.clock, {})
    keyed.loopback_only = False
    keyed.anonymous = ALICE
    with pytest.raises(BindError, match="without a configured key"):
        await GatewayServer(desk.hub, keyed, desk.clock, GatewayConfig(host=host)).start()


async def test_no_token_is_logged_even_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("spxcc.gateway.websockets")
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG):
            async with running() as server:
                server.auth._tokens["very-secret"] = ALICE
                async with client(server, None, "?token=very-secret") as reader:
                    await reader.until("hello")
                    await reader.say(type="auth", token="very-secret")
                    await reader.until("auth_ok")
                async with client(server, "very-secret", subprotocols=["spxcc.v1", "bearer.very-secret"]) as reader:
                    await reader.until("hello")
    finally:
        logger.setLevel(logging.NOTSET)
    ours = [record for record in caplog.records if record.name == logger.name]
    assert any("GET /ws/prices" in record.getMessage() for record in ours)
    assert not [record for record in ours if "very-secret" in record.getMessage()]


async def test_many_connections_come_and_go_and_nothing_is_left() -> None:
    wide = replace(GatewayConfig(), caps=Caps(per_address=500, unauthenticated=500, per_user=500))
    async with running(wide) as server:

        async def visit() -> dict[str, Any]:
            async with client(server) as reader:
                await reader.say(type="subscribe", channels=["gex:SPX"])
                return await reader.until("subscribed")

        before = len(asyncio.all_tasks())
        answers = await asyncio.gather(*(visit() for _ in range(60)))
        assert len(answers) == 60
        while server.server.connections:
            await settle(1)
        assert server.desk.hub.readers("gex:SPX") == 0
        assert len(server.server._admission) == 0
        await settle()
        assert len(asyncio.all_tasks()) <= before
