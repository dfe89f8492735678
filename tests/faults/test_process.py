"""The server as a process: asked to end, killed, started again."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE_S = 60.0
PROGRAM = "from spxcc.runtime.cli.main import main; main()"


@asynccontextmanager
async def served(
    home: Path, port: int = 0, settings: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`spxcc serve` with the simulator, and its address."""
    places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME")}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("SPXCC_")}
    words = ("-c", PROGRAM, "serve", "--feed", "sim", "--no-auth", "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env={**kept, **places, **(settings or {})},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            line = (await process.stderr.readline()).decode()
        found = re.search(r"serving (ws://\S+)", line)
        assert found, line
        yield process, found[1]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next frame of a type; others are skipped."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if frame["type"] == kind:
                return frame


async def ended(socket: ClientConnection) -> int | None:
    """The code it closes with."""
    with pytest.raises(ConnectionClosed):
        await until(socket, "the end")
    return socket.close_code


async def subscribe(socket: ClientConnection, **more: Any) -> dict[str, Any]:
    """The answer, once the price is there."""
    await socket.send(json.dumps({"type": "subscribe", "channels": ["price:SPX"], **more}))
    answer = await until(socket, "subscribed")
    await until(socket, "synced")
    found: dict[str, Any] = answer["channels"]["price:SPX"]
    return found


@pytest.mark.slow
async def test_asked_to_end_it_is_unready_tells_its_clients_plays_on_and_closes_with_1012(tmp_path: Path) -> None:
    """The process is asked to end: it is unready, tells its clients, plays on, and closes with 1012."""
    settings = {"SPXCC_UNREADY_S": "1.0", "SPXCC_DRAIN_S": "1.5", "SPXCC_METRICS": "true"}
    async with served(tmp_path, 0, settings) as (process, url), httpx.AsyncClient() as http:
        base = url.replace("ws://", "http://").removesuffix("/ws/prices")
        async with connect(url, proxy=None) as socket:
            await subscribe(socket)
            assert (await http.get(f"{base}/readyz")).status_code == 200
            page = (await http.get(f"{base}/metrics")).text
            assert "spxcc_connections 1\n" in page
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                while (await http.get(f"{base}/readyz")).status_code != 503:
                    pass
            assert (await until(socket, "shutdown"))["in_ms"] == 1_500
            assert (await until(socket, "price"))["channel"] == "price:SPX"
            assert await ended(socket) == 1012
        async with asyncio.timeout(PATIENCE_S):
            assert await process.wait() == 0


@pytest.mark.slow
async def test_killed_and_started_again_it_is_another_epoch_and_no_old_place_is_continued(tmp_path: Path) -> None:
    """The process is killed and started again: another epoch, and no old place is continued in it."""
    async with served(tmp_path) as (process, url):
        async with connect(url, proxy=None) as socket:
            first = await subscribe(socket)
            process.kill()
            assert await ended(socket) == 1006
        await process.wait()
    port = int(re.findall(r":(\d+)/", url)[0])
    async with served(tmp_path, port) as (_, again), connect(again, proxy=None) as socket:
        assert again == url
        since = {"price:SPX": {"epoch": first["epoch"], "seq": first["seq"]}}
        second = await subscribe(socket, since=since)
        assert second["epoch"] != first["epoch"]
        assert second["recovered"] is False
