"""The server on a real port: kept alive, packed, cut, slow, huge and closed."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.runtime.clock import SystemClock
from tests.feeds.simulator.massive.markets import NOON_MS, market_of

PATIENCE_S = 10.0
SIGNED = {"authorization": "Bearer sim"}


@asynccontextmanager
async def serving(faults: Sequence[Fault] = (), speed: float = 20.0) -> AsyncIterator[tuple[MassiveServer, str]]:
    """A playing server and its host and port."""
    pace = Pace(SystemClock(), market_of().open_ms + NOON_MS, speed)
    server = MassiveServer(market_of(), pace, FaultBox(7, faults))
    port = await server.start(0)
    playing = asyncio.ensure_future(server.play())
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield server, f"127.0.0.1:{port}"
    finally:
        playing.cancel()
        await asyncio.wait({playing})
        await server.stop()


@asynccontextmanager
async def client(host: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{host}", headers=SIGNED, timeout=5.0) as made:
        yield made


async def test_f30_one_connection_serves_many_requests_packed() -> None:
    async with serving() as (_, host), client(host) as http:
        answers = [await http.get("/v3/snapshot/options/I:SPX?limit=50") for _ in range(5)]
        plain = await http.get("/v3/snapshot/indices", headers={"accept-encoding": "identity"})
        bad = await http.post("/v3/snapshot/indices")
    assert len({id(answer.extensions["network_stream"]) for answer in answers}) == 1
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert plain.headers["x-sim"] == "seed=7 scenario=flip-loss"
    assert "sim" not in plain.text.lower()
    assert bad.status_code == 405


async def test_f30_bodies_are_slow_cut_and_huge() -> None:
    faults = [Fault("slow-body", times=1, value=0.01), Fault("reset", times=1), Fault("huge-body", times=1, value=3)]
    async with serving(faults) as (server, host), client(host) as http:
        with pytest.raises(httpx.RemoteProtocolError):
            await http.get("/v3/snapshot/options/I:SPX?limit=250")
        slow = await http.get("/v3/snapshot/options/I:SPX?limit=250")
        assert len(slow.json()["results"]) == 250
        huge = await http.get("/v1/marketstatus/now")
        assert len(huge.content) == 3 * 2**20
        assert (await http.get("/v1/marketstatus/now")).json()["market"] == "open"
        counts = (await http.get("/-/sim/faults")).json()["counts"]
    assert counts == {"reset": 1, "slow-body": 1, "huge-body": 1}
    assert server.hub.lines == []


async def test_the_side_channel_switches_faults_and_the_clock() -> None:
    async with serving() as (_, host), client(host) as http:
        assert (await http.put("/-/sim/faults", json=[{"name": "nope"}])).status_code == 400
        on = await http.put("/-/sim/faults", json=[{"name": "502-empty"}])
        assert on.json()["active"][0]["name"] == "502-empty"
        assert (await http.get("/v1/marketstatus/now")).status_code == 502
        assert (await http.delete("/-/sim/faults")).json()["active"] == []
        state = (await http.post("/-/sim/clock", json={"speed": 0, "at": "15:59"})).json()
        assert state["exchange_time"].startswith("2026-03-24T15:59:00")
        assert state["scenario"] == "flip-loss"
        assert (await http.get("/-/sim/nope")).status_code == 400


async def test_nonsense_is_answered_with_400() -> None:
    async with serving() as (_, host):
        name, port = host.split(":")
        reader, writer = await asyncio.open_connection(name, int(port))
        writer.write(b"nonsense\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400")
        writer.close()


async def joined(host: str, path: str = "indices", key: str = "sim") -> ClientConnection:
    line = await connect(f"ws://{host}/{path}", proxy=None)
    assert "connected" in str(await line.recv())
    await line.send(json.dumps({"action": "auth", "params": key}))
    assert "auth_success" in str(await line.recv())
    await line.send(json.dumps({"action": "subscribe", "params": "V.*"}))
    assert "subscribed to: V.*" in str(await line.recv())
    return line


async def drained(line: ClientConnection) -> str:
    """The last frame before the end, which is then raised by the next `recv`."""
    last = ""
    try:
        while True:
            last = str(await line.recv())
    except ConnectionClosed:
        return last


async def test_f30_a_newcomer_evicts_and_the_older_learns_why() -> None:
    async with serving() as (_, host):
        older = await joined(host)
        newer = await joined(host)
        assert "max_connections" in await drained(older)
        with pytest.raises(ConnectionClosed) as ended:
            await older.recv()
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 1008
        assert '"ev":"V"' in str(await newer.recv())
        await newer.close()


async def test_f30_a_drop_has_no_close_frame() -> None:
    async with serving() as (server, host):
        line = await joined(host)
        server.hub._box.switch([Fault("drop", times=1)])
        await drained(line)
        with pytest.raises(ConnectionClosed) as ended:
            await line.recv()
        assert ended.value.rcvd is None


async def test_other_paths_have_no_stream() -> None:
    async with serving() as (_, host):
        with pytest.raises(InvalidStatus):
            await connect(f"ws://{host}/crypto", proxy=None)
