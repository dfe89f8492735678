"""The program with secrets of its own in every place that takes one: none of them stands in anything it leaves."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import sys
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from spxcc.feeds.simulator.massive.plans import PLANS
from spxcc.feeds.simulator.scenarios import DEFAULT, scenario_named
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.massive_sim import SimOptions, server_of
from tests.fakes.nats import NatsServer

PATIENCE_S = 90.0
PROGRAM = """
import logging
from spxcc.runtime.cli import serve
from spxcc.runtime.cli.main import main

quiet = serve.log_to_file


def loud(path, form):
    quiet(path, form)
    for name in ("", "asyncio", "httpcore", "httpx", "nats", "spxcc", "spxcc.gateway.websockets", "websockets"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger("asyncio").debug("every level is written")


serve.log_to_file = loud
main()
"""
MASSIVE_KEY = "mk4Zq9mAssIvEkEyX7"
SIGNING = "hs5Vt2sIgNiNgSeCrEt" * 2
NATS_WORD = "nw6Yr3nAtSwOrDx8"
COACH_KEY = "ck7Wp1cOaChKeYz9"


def bearer(user: str) -> str:
    """A token whose signature is a secret too."""
    return jwt.encode({"sub": user, "exp": SystemClock().now() // 10**9 + 3_600}, SIGNING, algorithm="HS256")


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Of a user of its own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SPXCC_", "MASSIVE_"))}
    places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME")}
    return {**kept, **places, **settings}


@asynccontextmanager
async def started(
    env: Mapping[str, str], said: list[bytes], *words: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`spxcc serve …` that logs everything, and its first line; `said` gets all it writes."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, "serve", *words, env=env,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            first = await child.stderr.readline()
        said.append(first)
        yield child, first.decode()
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGTERM)
        said += await child.communicate()


async def ran(env: Mapping[str, str], said: list[bytes], *words: str) -> bytes:
    """Another command to its end; what it writes."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from spxcc.runtime.cli.main import main; main()", *words, env=env,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE_S):
        out, error = await child.communicate()
    said += (out, error)
    return out + error


async def visit(url: str, said: list[bytes], token: str, how: str) -> None:
    """Connect with the token carried this way, read until the price or the refusal."""
    query = f"?token={token}" if how == "query" else ""
    headers = {"Authorization": f"Bearer {token}"} if how == "header" else {}
    offered = [Subprotocol("spxcc.v1"), Subprotocol(f"bearer.{token}")] if how == "subprotocol" else None
    async with connect(url + query, additional_headers=headers, subprotocols=offered, proxy=None) as reader:
        if how == "first message":
            await reader.send(json.dumps({"type": "auth", "token": token}))
        try:
            await reader.send(json.dumps({"type": "subscribe", "channels": ["price:SPX"]}))
            await reader.send(json.dumps({"type": "auth", "token": token, "id": 1}))
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    frame = await reader.recv(decode=False)
                    said.append(frame)
                    if json.loads(frame)["type"] == "auth_ok":
                        return
        except ConnectionClosed as closed:
            said.append(str(closed).encode())


def left(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below, of databases also every value, unpacked."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield path.name, path.read_bytes()
        if path.read_bytes()[:15] == b"SQLite format 3":
            yield from ((f"{path.name}: {table}", value) for table, value in values(path))


def values(path: Path) -> Iterator[tuple[str, bytes]]:
    """What stands in the rows of a database."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield table, unpacked(value if isinstance(value, bytes) else str(value).encode())


def unpacked(value: bytes) -> bytes:
    """A block of a recording as it was before it was packed, anything else as it is."""
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def found(secrets: Mapping[str, str], places: Iterator[tuple[str, bytes]]) -> list[str]:
    """Which secret stands where, and in which words; never the secret."""
    hits = []
    for place, text in places:
        for name, secret in secrets.items():
            at = text.find(secret.encode())
            if at >= 0:
                hits.append(f"{name} in {place}: …{text[max(0, at - 80) : at].decode(errors='replace')}")
    return hits


async def market(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """A simulated Massive that takes the key, and its address."""
    monkeypatch.setitem(PLANS, MASSIVE_KEY, replace(PLANS["sim"], name=MASSIVE_KEY))
    server = server_of(SimOptions(scenario_named(DEFAULT), 7, 0, at="10:30"), SystemClock())
    port = await server.start(0)
    return server, f"http://127.0.0.1:{port}"


@pytest.mark.slow
async def test_no_secret_stands_in_what_the_program_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets in all carriages, good and refused: none in logs at DEBUG, frames, files, answers, output or screen."""
    server, massive = await market(monkeypatch)
    playing, said = asyncio.ensure_future(server.play()), list[bytes]()
    good, wrong = bearer("alice"), bearer("bob")[:-8] + "wRoNgEnD"
    env = environment(
        tmp_path, SPXCC_JWT_SECRET=SIGNING, MASSIVE_API_KEY=MASSIVE_KEY, SPXCC_MASSIVE_URL=massive,
        SPXCC_COACH_KEY=COACH_KEY, SPXCC_METRICS="true", SPXCC_NATS_PASSWORD=NATS_WORD,
    )  # fmt: skip
    try:
        async with started(env, said, "--feed", "massive", "--port", "0") as (_, line):
            url = re.findall(r"serving (ws://\S+)", line)[0]
            for how in ("query", "header", "subprotocol", "first message"):
                for token in (good, wrong):
                    await visit(url, said, token, how)
            base = url.replace("ws://", "http://").removesuffix("/ws/prices")
            async with httpx.AsyncClient() as http:
                for path in ("/metrics", "/healthz", "/readyz", "/api/spx/snapshot", "/nowhere"):
                    for token in (good, wrong):
                        answers = (
                            await http.get(base + path, headers={"Authorization": f"Bearer {token}"}),
                            await http.get(f"{base}{path}?token={token}"),
                        )
                        said += [str(each.headers).encode() + each.content for each in answers]
            assert any(b"spxcc_connections" in text for text in said)
            picture = ("--headless", "--seconds", "3", "--screenshot", str(tmp_path / "screen.svg"), "--debug-stream")
            await ran(env, said, "tui", "--attach", url, "--token", good, *picture)
            await ran(env, said, "headless", "--attach", url, "--token", wrong, "--seconds", "1")
            for words in (("--json",), ("--url", f"{url}?token={wrong}"), ("--url", url, "--token", good)):
                assert b"massive" in (await ran(env, said, "doctor", *words)).lower()
            assert b"jwt_secret" in await ran(env, said, "config", "show")
            await ran(env, said, "config", "show", "--json")
    finally:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        await server.stop()
    secrets = {"the key of Massive": MASSIVE_KEY, "the signing secret": SIGNING, "the password of NATS": NATS_WORD,
               "the coach's key": COACH_KEY, "a token": good, "its signature": good.rpartition(".")[2],
               "a refused token": wrong, "its end": "wRoNgEnD"}  # fmt: skip
    assert found(secrets, (("what was said", text) for text in said)) == []
    assert found(secrets, left(tmp_path)) == []
    names = [name for name, _ in left(tmp_path)]
    assert {"spxcc.log", "screen.svg"} <= set(names)
    assert any("blocks" in name for name in names), "expected a recording"
    logged = b"".join(text for name, text in left(tmp_path) if name.startswith("spxcc.log"))
    assert b"every level is written" in logged
    assert b"GET /ws/prices" in logged, "expected the request lines of DEBUG"


@pytest.mark.slow
async def test_the_password_of_the_bus_stands_nowhere(tmp_path: Path) -> None:
    """A bus that wants a password, the right one and a wrong one: neither in logs at DEBUG nor in the error."""
    pytest.importorskip("nats", reason="needs nats-py: pip install -e '.[dev]'")
    bus, said = NatsServer(tmp_path / "bus"), list[bytes]()
    bus._command[1:1] = ["--user", "desk", "--pass", NATS_WORD]
    bus.start()
    home = tmp_path / "home"
    try:
        env = environment(home, SPXCC_NATS_USER="desk", SPXCC_NATS_PASSWORD=NATS_WORD)
        async with started(env, said, "--bus", bus.url, "--role", "engine", "--feed", "sim") as (_, line):
            assert "waits for the lease" in line
            async with started(env, said, "--bus", bus.url, "--no-auth", "--port", "0") as (_, told):
                url = re.findall(r"serving (ws://\S+)", told)[0]
                async with connect(url, proxy=None) as reader:
                    await reader.send(json.dumps({"type": "subscribe", "channels": ["price:SPX"]}))
                    async with asyncio.timeout(PATIENCE_S):
                        while json.loads(await reader.recv())["type"] != "price":
                            pass
        refused = environment(home, SPXCC_NATS_USER="desk", SPXCC_NATS_PASSWORD=f"{NATS_WORD}x")
        async with started(refused, said, "--bus", bus.url, "--role", "engine", "--feed", "sim") as (child, line):
            assert line.startswith("spxcc: expected a NATS server")
            await child.wait()
        inside = await ran(env, said, "serve", "--bus", bus.url.replace("//", f"//desk:{NATS_WORD}@"))
        assert b"without a user or password" in inside
    finally:
        bus.end()
    secrets = {"the password of NATS": NATS_WORD}
    assert found(secrets, (("what was said", text) for text in said)) == []
    assert found(secrets, left(home)) == []
