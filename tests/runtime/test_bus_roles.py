"""One engine, another that waits, two gateways: real processes over a real bus."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from spxcc.gateway.bus.memory import Exchange, MemoryBus
from spxcc.runtime import bus_roles
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.bus_roles import GatewayRole, opened_bus
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.errors import UserError
from tests.fakes.nats import NatsServer, free_port

pytest.importorskip("nats", reason="needs nats-py: pip install -e '.[dev]'")
PATIENCE_S = 60.0
RESUMED_S = 5.0
CHANNELS = ["price:SPX", "bars:SPX", "gex:SPX", "levels:update", "flow:alert", "coach:message"]
PROGRAM = "from spxcc.runtime.cli.main import main; main()"
CLOCK = SystemClock()


@asynccontextmanager
async def process(home: Path, bus: str, *words: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`spxcc serve --bus …`, and the first line it says."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, "serve", "--bus", bus, *words, env=_at_home(home),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield child, (await child.stderr.readline()).decode()
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


def _at_home(home: Path) -> dict[str, str]:
    """The environment of a user of its own."""
    home.mkdir()
    places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME")}
    return {name: text for name, text in os.environ.items() if not name.startswith("SPXCC_")} | places


class Reader:
    """A client that writes down every numbered frame. frames: (epoch, seq) by channel; untold: jumps without a word."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.frames: dict[str, list[tuple[str, int]]] = {name: [] for name in CHANNELS}
        self.untold = self.repeated = 0
        self.at: dict[str, float] = {}
        self._fresh: set[str] = set()

    async def run(self) -> None:
        """Until it is cancelled."""
        async with connect(self.url, max_size=2**24) as socket:
            await socket.send(json.dumps({"type": "subscribe", "channels": CHANNELS}))
            async for text in socket:
                self._take(json.loads(text))

    def _take(self, frame: dict[str, Any]) -> None:
        name = frame.get("channel")
        if frame["type"] == "resync":
            self._fresh.add(str(name))
        if name not in self.frames or "seq" not in frame or frame["type"] == "synced":
            return
        found, told = self.frames[name], (frame["epoch"], frame["seq"])
        self.at.setdefault(frame["epoch"], CLOCK.monotonic())
        if frame.get("snapshot"):
            if not found or found[-1] != told:
                found.append(told)
            return
        if found and told[0] == found[-1][0]:
            self.untold += told[1] > found[-1][1] + 1
            self.repeated += told[1] <= found[-1][1]
        elif not found or told[0] != found[-1][0]:
            self.untold += 1
        found.append(told)

    async def until(self, count: int, epochs: int = 1) -> None:
        """So many frames of a price, of so many epochs."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.frames["price:SPX"]) < count or len(self.at) < epochs:
                await CLOCK.sleep(0.05)


@pytest.mark.slow
async def test_f55_a_leader_that_is_killed_is_replaced_and_both_gateways_tell_the_same(
    tmp_path: Path, record_property: Any
) -> None:
    """A leader kill in the middle of a burst: gateways resume within 5 s under a declared epoch, with the same seq."""
    server = NatsServer(tmp_path)
    server.start()
    async with AsyncExitStack() as stack:
        words = ("--role", "engine", "--feed", "sim", "--speed", "20")
        leader, _ = await stack.enter_async_context(process(tmp_path / "first", server.url, *words))
        readers: list[Reader] = []
        for number in range(2):
            _, said = await stack.enter_async_context(
                process(tmp_path / f"gateway{number}", server.url, "--no-auth", "--port", str(free_port()))
            )
            found = re.search(r"serving (ws://\S+)", said)
            assert found, said
            readers.append(Reader(found[1]))
        await stack.enter_async_context(process(tmp_path / "second", server.url, *words))
        tasks = [asyncio.ensure_future(reader.run()) for reader in readers]
        for reader in readers:
            await reader.until(40)
        leader.send_signal(signal.SIGKILL)
        killed = CLOCK.monotonic()
        for reader in readers:
            await reader.until(60, epochs=2)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    server.end()
    resumed = max(max(reader.at.values()) for reader in readers) - killed
    record_property("resumed after a leader kill, s", round(resumed, 2))
    print(f"resumed {resumed:.2f} s after the kill")
    assert [(reader.untold, reader.repeated) for reader in readers] == [(0, 0), (0, 0)]
    assert set(readers[0].at) == set(readers[1].at)
    for name in ("price:SPX", "gex:SPX"):
        one, other = (set(reader.frames[name]) for reader in readers)
        both = min(max(one), max(other))
        assert {each for each in one ^ other if each[0] == both[0] and 1 < each[1] < both[1]} <= _edges(readers, name)
    assert resumed <= RESUMED_S


def _edges(readers: list[Reader], name: str) -> set[tuple[str, int]]:
    """What only one can have: frames before the other's first, or after its last, of an epoch."""
    found: set[tuple[str, int]] = set()
    for epoch in readers[0].at:
        spans = [[seq for at, seq in reader.frames[name] if at == epoch] for reader in readers]
        if all(spans):
            inner = range(max(span[0] for span in spans), min(span[-1] for span in spans) + 1)
            found |= {(epoch, seq) for span in spans for seq in span if seq not in inner}
    return found


async def test_without_an_engine_a_gateway_says_what_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_roles, "FIRST_S", 0.05)
    options = BackendOptions(no_auth=True)
    role = GatewayRole(MemoryBus(Exchange(CLOCK)), Config(Settings(), {}), options)
    with pytest.raises(UserError, match=r"expected an engine on the bus .*; start one with --role engine"):
        await role.start()


async def test_a_bus_that_is_none_is_a_sentence() -> None:
    with pytest.raises(UserError, match="expected an address such as nats://"):
        await opened_bus("http://127.0.0.1:1", "desk")
