"""Clients we did not write connect, subscribe and read as the protocol says, the token in each of the four ways."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import websocket
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from spxcc.protocol.identity import Identity
from tests.conformance.script import WAYS, Frame, Opening, Step, Way, brief, move, opening, steps
from tests.fakes.server import Running, running

NODE_CLIENT = Path(__file__).parent / "client.cjs"
PATIENCE_S = 20.0

SNAPSHOTS = [
    "toy_gex gex:SPX 1", "synced gex:SPX 1",
    "toy_delta levels:update 2", "toy_delta levels:update 2", "synced levels:update 2",
    "toy_event flow:alert 1", "synced flow:alert 1",
    "price price:SPX 1", "synced price:SPX 1",
]  # fmt: skip
UPDATES = ["toy_gex gex:SPX 2", "toy_delta levels:update 3", "toy_event flow:alert 2", "price price:SPX 2", "answer"]
AFTERWARDS = ["toy_delta levels:update 4", "toy_event flow:alert 3", "price price:SPX 3", "answer", "pong"]


def check(transcript: Sequence[Frame]) -> None:
    """The frames of the whole conversation, in order and with their content."""
    greeting = ["hello", "status", "subscribed"]
    assert brief(transcript) == [*greeting, *SNAPSHOTS, *UPDATES, "unsubscribed", *AFTERWARDS]
    hello, _, subscribed = transcript[:3]
    assert (hello["v"], hello["mode"], hello["user"], hello["heartbeat_ms"]) == (1, "sim", "alice", 15_000)
    assert subscribed["id"] == "s"
    assert list(subscribed["channels"]) == ["gex:SPX", "levels:update", "flow:alert"]
    assert subscribed["symbols"] == ["SPX"]
    assert [(error["entry"], error["code"]) for error in subscribed["errors"]] == [("nope:x", "unknown_channel")]
    parts = [frame for frame in transcript if frame.get("snapshot")]
    assert [frame["data"].get("value", frame["data"].get("price")) for frame in parts[::4]] == [1.0, 6_001.0]
    changes = [frame for frame in transcript[12:] if frame.get("seq", 0) > 1 and frame["type"] != "synced"]
    assert all(frame["prev"] == frame["seq"] - 1 and "snapshot" not in frame for frame in changes)
    assert changes[0]["data"] == {"value": 2.0, "note": "é×−"}
    assert {frame["epoch"] for frame in (*parts, *changes)} == {hello["epoch"]}
    assert transcript[-1]["t"] == 7


@asynccontextmanager
async def serving() -> AsyncIterator[Running]:
    """A server whose query `move` publishes."""

    async def answer(identity: Identity, args: Mapping[str, Any]) -> dict[str, bool]:
        move(server.desk, args["to"])
        return {"ok": True}

    async with running(queries={"move": answer}) as server:
        move(server.desk, 1)
        yield server


def expected_protocol(way: Way) -> str | None:
    """The subprotocol that the server picks."""
    return None if way == "query" else "spxcc.v1"


@pytest.mark.parametrize("way", WAYS)
async def test_f02_f03_the_pip_client_websockets(way: Way) -> None:
    async with serving() as server, asyncio.timeout(PATIENCE_S):
        how = opening(server.address.url, way)
        offered = [Subprotocol(name) for name in how.protocols]
        transcript: list[Frame] = []
        async with connect(how.url, additional_headers=how.headers, subprotocols=offered or None) as socket:
            for step in steps(way):
                await socket.send(json.dumps(step.say))
                left = step.count
                while left:
                    transcript.append(json.loads(await socket.recv()))
                    left -= transcript[-1]["type"] == step.until
        assert socket.subprotocol == expected_protocol(way)
        assert socket.close_code == 1000
        check(transcript)


def converse(how: Opening, script: list[Step]) -> tuple[str | None, list[Frame]]:
    """The conversation with the blocking client; the subprotocol and all frames."""
    socket = websocket.create_connection(
        how.url, header=how.headers, subprotocols=how.protocols or None, timeout=PATIENCE_S
    )
    transcript: list[Frame] = []
    try:
        for step in script:
            socket.send(json.dumps(step.say))
            left = step.count
            while left:
                transcript.append(json.loads(socket.recv()))
                left -= transcript[-1]["type"] == step.until
        return socket.getsubprotocol(), transcript
    finally:
        socket.close()


@pytest.mark.parametrize("way", WAYS)
async def test_f02_f03_the_pip_client_websocket_client(way: Way) -> None:
    async with serving() as server:
        how = opening(server.address.url, way)
        protocol, transcript = await asyncio.to_thread(converse, how, steps(way))
        assert protocol == expected_protocol(way)
        check(transcript)


@pytest.fixture
def node() -> dict[str, str]:
    """The environment in which Node finds ws."""
    modules = os.environ.get("SPXCC_NODE_MODULES")
    if modules is None:
        pytest.skip("SPXCC_NODE_MODULES is not set: `npm install --prefix DIR ws`, then set it to DIR/node_modules")
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    return {**os.environ, "NODE_PATH": modules}


@pytest.mark.node
@pytest.mark.parametrize("way", WAYS)
async def test_f02_f03_the_npm_client_ws(way: Way, node: dict[str, str]) -> None:
    async with serving() as server, asyncio.timeout(PATIENCE_S):
        job = {**asdict(opening(server.address.url, way)), "steps": [asdict(step) for step in steps(way)]}
        command = ("node", str(NODE_CLIENT), json.dumps(job))
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, env=node)
        said, complaint = await process.communicate()
        assert process.returncode == 0, complaint.decode()
        outcome = json.loads(said)
        assert (outcome["protocol"] or None) == expected_protocol(way)
        assert outcome["code"] == 1000
        check(outcome["transcript"])
