"""kill -9 beside a feed that lives now, and started again: the day goes on, what the feed sends again counts once."""

import asyncio
import json
import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from spxcc.ledger.recording.library import sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedNotice, History, OptionTrade, Watermark
from spxcc.market.session import at_exchange
from spxcc.runtime.verify import recompute

PATIENCE_S = 120.0
PROGRAM = "from spxcc.runtime.cli.main import main; main()"
DATE, START = "2026-03-24", "10:30"
BEGIN_MS = at_exchange(DATE, START) // 1_000_000
KILLED_MS, ENDED_MS = BEGIN_MS + 22_000, BEGIN_MS + 65_000
"""In the first minute, and when the minute bar of it and a first step of the next are there."""
LOST_MS = 1_000
"""What was said in the last second may not be on disk yet."""
EVENTS = ("flow:alert", "coach:message")
CHANNELS = [*EVENTS, "bars:SPY", "setups:update", "flow:summary", "health:update", "recording:update", "price:SPY"]


@asynccontextmanager
async def child(
    home: Path, pattern: str, *words: str, **settings: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The program as a process of a user who has nothing but `home`, and the address that it says."""
    places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME")}
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SPXCC_", "MASSIVE_"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *words, env={**kept, **places, **settings},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            line = (await process.stdout.readline()).decode()
        found = re.search(pattern, line)
        assert found, line
        yield process, found[1]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


class Seen:
    """What one client was told. told: as_of in ms by channel and id. bars: minutes of SPY by start, newest state."""

    def __init__(self) -> None:
        self.told: Counter[tuple[str, str]] = Counter()
        self.said_at: dict[tuple[str, str], int] = {}
        self.open: dict[str, Any] = {}
        self.ended: dict[str, Any] = {}
        self.bars: dict[int, Any] = {}
        self.latest: dict[str, Any] = {}
        self.as_of = 0

    def take(self, frame: Mapping[str, Any]) -> None:
        """One frame."""
        channel, data = str(frame.get("channel")), frame.get("data")
        if not isinstance(data, dict) or "as_of" not in frame:
            return
        self.as_of = max(self.as_of, frame["as_of"])
        self.latest[channel] = data
        if channel in EVENTS and not frame.get("snapshot"):
            self.told[channel, data["id"]] += 1
        if channel in EVENTS:
            self.said_at[channel, data["id"]] = frame["as_of"]
        elif channel == "bars:SPY":
            self.bars |= {bar["start"]: bar for bar in data["bars"] if bar["tf"] == "1m"}
        elif channel == "setups:update" and "setup" in data:
            setup = data["setup"]
            self.open.pop(setup["id"], None)
            (self.ended if data["action"] == "expired" else self.open)[setup["id"]] = setup


async def listened(socket: ClientConnection, seen: Seen, enough: Callable[[], bool]) -> None:
    """All frames until it is `enough`."""
    async with asyncio.timeout(PATIENCE_S):
        while not enough():
            seen.take(json.loads(await socket.recv()))


async def asked(socket: ClientConnection, seen: Seen, kind: str, name: str, **args: object) -> Any:
    """The answer to a query or command; frames between are taken."""
    await socket.send(json.dumps({"type": kind, "id": name, "name": name, "args": args}))
    async with asyncio.timeout(PATIENCE_S):
        while True:
            frame = json.loads(await socket.recv())
            seen.take(frame)
            if frame.get("id") == name:
                assert frame["type"] in ("answer", "done"), frame
                return frame["data"]


async def sim_bars(http: httpx.AsyncClient, base: str) -> dict[int, Any]:
    """The vendor's own minutes of SPY of this day by start in ms."""
    span = f"{at_exchange(DATE, '09:30') // 1_000_000}/{ENDED_MS}"
    answer = await http.get(
        f"{base}/v2/aggs/ticker/SPY/range/1/minute/{span}?limit=50000", headers={"Authorization": "Bearer sim"}
    )
    return {row["t"]: row for row in answer.json()["results"]}


async def watched(url: str, work: Callable[[ClientConnection, Seen], Awaitable[None]]) -> Seen:
    """A client of everything while `work` lasts."""
    seen = Seen()
    async with connect(url, proxy=None, max_size=None) as socket:
        await socket.send(json.dumps({"type": "subscribe", "channels": CHANNELS}))
        await work(socket, seen)
    return seen


async def before(socket: ClientConnection, seen: Seen) -> None:
    """Until it is killed: a paper position is taken as soon as there is a price."""
    await listened(socket, seen, lambda: "price:SPY" in seen.latest and bool(seen.open))
    await asked(socket, seen, "command", "position.open", side="long", stop=1_000.0)
    await listened(socket, seen, lambda: seen.as_of >= KILLED_MS)


async def after(socket: ClientConnection, seen: Seen) -> None:
    """Until the minute of the cut is over, and the position is asked for."""
    first = BEGIN_MS
    await listened(socket, seen, lambda: seen.as_of >= ENDED_MS and seen.bars.get(first, {}).get("v", 0) > 0)
    seen.latest["position.list"] = await asked(socket, seen, "query", "position.list")


async def played(home: Path) -> tuple[Seen, Seen, dict[int, Any]]:
    """Both runs and the vendor's bars at the end."""
    scene = ("sim", "--massive", "0", "--scenario", "flip-loss", "--at", START)
    async with child(home, r"at (http://\S+?) ", *scene) as (_, vendor), httpx.AsyncClient() as http:
        settings = {"MASSIVE_API_KEY": "sim", "SPXCC_MASSIVE_URL": vendor}
        words = ("serve", "--no-auth", "--feed", "massive", "--port", "0")
        async with child(home, r"serving (ws://\S+)", *words, **settings) as (server, url):
            one = await watched(url, before)
            server.kill()
            await server.wait()
        async with child(home, r"serving (ws://\S+)", *words, **settings) as (server, url):
            two = await watched(url, after)
            bars = await sim_bars(http, vendor)
            server.terminate()
            async with asyncio.timeout(PATIENCE_S):
                assert await server.wait() == 0
    return one, two, bars


def check_told(one: Seen, two: Seen) -> None:
    """Nothing is told twice but what was not on disk; what was open is open, or has ended with a reason."""
    assert max((*one.told.values(), *two.told.values())) == 1
    twice = one.told.keys() & two.told.keys()
    assert all(one.said_at[each] > one.as_of - LOST_MS for each in twice), twice
    assert one.open
    for name in one.open:
        assert name in two.open or two.ended[name]["reason"], name


def check_bars(one: Seen, two: Seen, vendor: Mapping[int, Any]) -> None:
    """Each whole minute has the vendor's volume, also that of the cut and those that were sent again."""
    first = at_exchange(DATE, "09:30") // 1_000_000
    shared = [start for start in one.bars.keys() & two.bars.keys() if start < BEGIN_MS]
    assert len(shared) > 60
    assert all(one.bars[start] == two.bars[start] for start in shared)
    own = {start: bar["v"] for start, bar in two.bars.items() if first <= start <= BEGIN_MS}
    assert own == {start: row["v"] for start, row in vendor.items() if start <= BEGIN_MS}
    assert len(own) == 61


def check_file(file: Path) -> None:
    """The feed sent the day again, it is in the recording behind the gap, and no print is there twice."""
    with SessionFile(file) as session:
        assert [gap.what for gap in session.gaps()] == ["nothing ran"]
        (gap,) = session.gaps()
        events = list(session.events())
    again = [each for each in events if each.ts_recv >= gap.until]
    assert {each.symbol for each in again if isinstance(each, History)} == {"SPX", "SPY", "VIX"}
    assert any(isinstance(each, Watermark) for each in again)
    assert any(isinstance(each, FeedNotice) for each in again)
    prints = [(each.contract, each.trade_id, each.ts_event) for each in events if isinstance(each, OptionTrade)]
    assert prints
    assert len(set(prints)) == len(prints)


@pytest.mark.slow
async def test_f47_f56_killed_beside_a_living_feed_it_goes_on_and_counts_nothing_twice(tmp_path: Path) -> None:
    """Fault: kill -9 of the server while Massive goes on; it must go on in its file and count nothing twice."""
    one, two, vendor = await played(tmp_path)
    words = two.latest["recording:update"]["continued"]
    assert re.fullmatch(r"continued from 10:30:\d\d, gap of \d+ s", words), words
    check_told(one, two)
    check_bars(one, two, vendor)
    positions = two.latest["position.list"]["positions"]
    assert [(each["id"], each["side"], each["closed"]) for each in positions] == [(1, "long", None)]
    (file,) = sessions(tmp_path / "spxcc" / "sessions")
    check_file(file)
    verdict = await recompute(file, lambda played: None)
    assert verdict.ok
