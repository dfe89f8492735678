"""A server that ends in order, counts what it does, and whose beat cannot die."""

import asyncio
import json
import re
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from spxcc.gateway.access import Access
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.http import ReadRoutes
from spxcc.gateway.link import Link
from spxcc.gateway.metrics import exposition
from tests.fakes.gateway import GEX, STATUS, Reading
from tests.fakes.server import Client, Running, client, running, settle

PATIENT = GatewayConfig(unready=5.0, drain=3.0)


async def http(server: Running, path: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a GET."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.server.port)
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
    writer.write("\r\n".join(lines).encode())
    async with asyncio.timeout(10.0):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    status, *fields = head.decode().split("\r\n")
    return int(status.split()[1]), {k.lower(): v for k, v in (each.split(": ", 1) for each in fields)}, body


def numbers(server: Running) -> dict[str, float]:
    """The page of numbers as a scraper reads it."""
    page = exposition(server.server.metrics()).decode()
    found = re.findall(r"^spxcc_(\S+) (\S+)$", page, re.MULTILINE)
    assert len(found) == sum(not line.startswith("#") for line in page.splitlines())
    return {name: float(value) for name, value in found}


async def end_of(reader: Client) -> tuple[int | None, str | None]:
    """How the server closes; frames before it are skipped."""
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code, reader.socket.close_reason


async def test_draining_is_unready_first_then_told_then_closed() -> None:
    desk_routes: list[Any] = []
    async with running(PATIENT, http=_Late(desk_routes)) as server, client(server) as reader:
        desk_routes.append(ReadRoutes(server.desk.hub, server.desk.clock.now, Access(), ("status",)))
        server.desk.hub.publish(STATUS, Reading(1.0, "open"), server.desk.as_of)
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        await reader.say(type="subscribe", channels=["gex:SPX"])
        await reader.until("synced")
        assert (await http(server, "/readyz"))[0] == 200
        stopping = asyncio.ensure_future(server.server.stop("update"))
        await settle(3)
        status, headers, body = await http(server, "/readyz")
        assert (status, headers["retry-after"]) == (503, "8")
        assert "going down" in json.loads(body)["error"]["message"]
        assert (await http(server, "/healthz"))[0] == 200
        with pytest.raises(InvalidStatus, match="503"):
            async with client(server, "B"):
                pass
        server.desk.hub.publish(GEX, Reading(2.0), server.desk.as_of)
        assert (await reader.read())[0]["data"]["value"] == 2.0
        await server.desk.clock.advance(5.0)
        notice = await reader.until("shutdown")
        assert (notice["in_ms"], notice["reconnect_after_ms"]) == (3_000, [0, 8_000])
        server.desk.hub.publish(GEX, Reading(3.0), server.desk.as_of)
        assert (await reader.read())[0]["data"]["value"] == 3.0
        await server.desk.clock.advance(3.0)
        assert await end_of(reader) == (1012, "update")
        await stopping
        with pytest.raises(ConnectionRefusedError):
            await http(server, "/healthz")


class _Late:
    """Routes that are known once the server runs."""

    def __init__(self, found: list[Any]) -> None:
        self._found = found

    async def handle(self, *args: Any) -> Any:
        """Ask them."""
        return await self._found[0].handle(*args)


async def test_a_beat_that_dies_beats_again_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as server, client(server) as reader:
        await reader.until("hello")
        with monkeypatch.context() as broken:
            broken.setattr(server.server._watch, "woke", lambda *_: 1 / 0)
            await server.desk.clock.advance(0.3)
        assert numbers(server)['stage_up{stage="beat"}'] == 0.0
        await server.desk.clock.advance(20.0)
        found = numbers(server)
        assert (found['stage_up{stage="beat"}'], found['stage_restarts_total{stage="beat"}']) == (1.0, 1.0)
        assert (await reader.until("heartbeat"))["tops"] == {}


async def test_a_connection_whose_tick_fails_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as server, client(server) as bad, client(server, "B") as good:
        await bad.until("hello")
        await good.until("hello")
        broken = next(link for link in server.server._links if link.peer.session.identity == server.auth._tokens["A"])
        monkeypatch.setattr(broken.peer, "tick", lambda *_: 1 / 0)
        assert isinstance(broken, Link)
        await server.desk.clock.advance(0.3)
        assert await end_of(bad) == (1011, "internal error")
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1


async def test_an_ended_connection_leaves_one_line_with_fields_and_without_its_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "spxcc.gateway")
    async with running() as server:
        async with client(server, "nonsense") as stranger:
            assert (await end_of(stranger))[0] == 4401
        while server.server.connections:
            await settle(1)
    (line,) = [record for record in caplog.records if "closed with" in record.getMessage()]
    assert vars(line)["code"] == "4401"
    assert vars(line)["seconds"] >= 0.0
    assert not re.search("nonsense|127[.]0", line.getMessage())


async def test_what_happened_is_counted() -> None:
    async with running() as server, client(server) as reader:
        await reader.until("hello")
        async with client(server, "nonsense") as stranger:
            assert (await end_of(stranger))[0] == 4401
        while server.server.connections > 1:
            await settle(1)
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        server.desk.hub.publish(GEX, Reading(2.0), server.desk.as_of)
        server.desk.clock.shift(3.0)
        await settle()
        found = numbers(server)
        assert found['connections_closed_total{code="4401"}'] == 1.0
        assert (found["connections"], found["connections_opened_total"]) == (1.0, 2.0)
        assert (found["auth_failures_total"], found["frames_published_total"]) == (1.0, 2.0)
        assert [found["loop_stalls_total"], found["loop_lag_worst_seconds"]] == pytest.approx([1.0, 2.75])
        page = exposition(server.server.metrics()).decode()
        assert not re.search("alice|bob|nonsense|127[.]0", page)
