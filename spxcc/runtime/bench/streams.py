"""Stream events out of the simulated Massive, beside a server of Node's `ws` that sends the same ones."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.rest import RestApi
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.feeds.simulator.massive.stream_session import StreamSession
from spxcc.feeds.simulator.massive.wire_http import packed
from spxcc.feeds.simulator.scenarios import DEFAULT, scenario_named
from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import Figure, quantile, ratio
from spxcc.runtime.errors import UserError

BUDGET, PAGE_BUDGET_MS, SPEED_BUDGET = 20_000.0, 20.0, 50.0
PAGE = "/v3/snapshot/options/I:SPX?limit=250"
FROM_S, SECONDS, QUICK_SECONDS, ROUNDS = 5_400, 60, 20, 3
FULL = 1 << 20
QUOTED = 1_000
"""Contracts whose quotes are subscribed, the most that the vendor allows."""
MODULES = "SPXCC_NODE_MODULES"
PEER = """
const { WebSocketServer } = require('ws'), fs = require('fs');
const frames = fs.readFileSync(process.argv[1], 'utf8').trim().split('\\n').map(line => JSON.parse(line));
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () =>
  console.log(server.address().port));
server.on('connection', line => line.once('message', () => {
  const begun = process.cpuUsage(); let at = 0;
  const more = () => {
    while (at < frames.length && line.bufferedAmount < (1 << 20)) line.send(JSON.stringify(frames[at++]));
    if (at < frames.length) return setImmediate(more);
    if (line.bufferedAmount > 0) return setImmediate(more);
    const used = process.cpuUsage(begun);
    console.log((used.user + used.system) / 1e6); line.close(); server.close();
  };
  more();
}));
"""


def page_figures(market: Market, quick: bool) -> Iterable[Figure]:
    """A page of 250 rows of the whole chain, made, encoded and packed: processor time."""
    api, headers = RestApi(market, FaultBox(7)), {"authorization": "Bearer sim", "accept-encoding": "gzip"}
    _ = market.books, market.contracts, market.singles
    samples = []
    for second in range(FROM_S, FROM_S + (40 if quick else 200)):
        begun = time.process_time()
        packed(api.answer(PAGE, headers, market.open_ms + 1_000 * second, 0.0, "http://bench").answer, headers)
        samples.append(1_000.0 * (time.process_time() - begun))
    p95 = quantile(samples, 0.95)
    yield Figure("streams: a chain page", "ms", tuple(samples), "250 rows made, encoded, packed with gzip")
    yield Figure("streams: a chain page p95", "ms", (p95,), "of the same", PAGE_BUDGET_MS)


def stream_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Events a second of processor time, on one core each. Raises UserError without Node or `ws`."""
    modules, node = os.environ.get(MODULES), shutil.which("node")
    if modules is None or node is None:
        raise UserError(f"expected Node.js, and {MODULES} with a node_modules that holds ws; found neither or one")
    market = Market(make_day(scenario_named(DEFAULT), 7, scenario_named(DEFAULT).date))
    seconds = QUICK_SECONDS if quick else SECONDS
    yield from page_figures(market, quick)
    events = _Recorder.events(market, seconds)
    count = sum(map(len, events))
    made = [asyncio.run(_ours(market, seconds, clock)) for _ in range(ROUNDS)]
    how = f"{count:,} events made, encoded and sent; processor time of the server alone"
    ours = Figure("streams: ours", "1/s", tuple(one.sent / one.used_s for one in made), how, BUDGET, at_least=True)
    yield ours
    speeds = tuple(seconds / one.wall_s for one in made)
    how = f"{seconds} market seconds to one client with all prints and {QUOTED:,} contracts quoted; by the wall clock"
    yield Figure("streams: times real time", "×", speeds, how, SPEED_BUDGET, at_least=True)
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl", dir=home) as file:
        file.write(b"\n".join(msgspec.json.encode(frame) for frame in events))
        file.flush()
        theirs = [count / asyncio.run(_theirs(node, modules, file.name)) for _ in range(ROUNDS)]
    peer = Figure("streams: Node ws", "1/s", tuple(theirs), "the same events, made before, encoded and sent")
    yield peer
    yield ratio("streams: ours to Node ws", ours, peer, "ours also makes them")


@dataclass(frozen=True, slots=True)
class _Played:
    """Events sent to one client, seconds of processor time of this process for them, and seconds that went by."""

    sent: int
    used_s: float
    wall_s: float


class _Recorder:
    """A line that keeps its frames, decoded."""

    def __init__(self, market: Market) -> None:
        self.session = StreamSession("options")
        self.session.received('{"action":"auth","params":"sim"}')
        self.session.received(_wish(market))
        self.frames: list[list[object]] = []
        self.backlog = 0

    @staticmethod
    def events(market: Market, seconds: int) -> list[list[object]]:
        """Frames of the first seconds."""
        line, hub = _Recorder(market), Hub(market, FaultBox(7))
        hub.lines.append(line)
        for second in range(FROM_S, FROM_S + seconds):
            hub.step(1_000 * second)
        return line.frames

    def send(self, text: bytes) -> None:
        """Keep a frame."""
        self.frames.append(msgspec.json.decode(text))

    def close(self, code: int) -> None:
        """Nothing to close."""

    def abort(self) -> None:
        """Nothing to end."""

    def deafen(self) -> None:
        """Nothing to leave open."""


def _wish(market: Market) -> str:
    """All prints and bars, and the quotes of as many contracts as there may be."""
    first = [ticker for ticker in market.contracts.tickers if ticker.startswith("O:SPXW")][:QUOTED]
    topics = ("T.*", "A.*", "AM.*", *(f"Q.{ticker}" for ticker in first))
    return f'{{"action":"subscribe","params":"{",".join(topics)}"}}'


async def _ours(market: Market, seconds: int, clock: Clock) -> _Played:
    """Play to one client as fast as it goes."""
    server = MassiveServer(market, Pace(clock, market.open_ms + 1_000 * FROM_S), FaultBox(7))
    port = await server.start(0)
    said = ('{"action":"auth","params":"sim"}', _wish(market))
    reader = await _reader(port, "options", said)
    while not (server.hub.lines and server.hub.lines[0].session.subscribed.get("Q")):
        await clock.sleep(0.01)
    line, sent, begun, started = server.hub.lines[0], 0, time.process_time(), clock.monotonic()
    for second in range(FROM_S, FROM_S + seconds):
        sent += server.hub.step(1_000 * second)
        while line.backlog > FULL:
            await clock.sleep(0.001)
    while line.backlog:
        await clock.sleep(0.001)
    played = _Played(sent, time.process_time() - begun, clock.monotonic() - started)
    line.abort()
    await server.stop()
    await reader.wait()
    return played


async def _theirs(node: str, modules: str, frames: str) -> float:
    """Seconds of processor time of a Node process for the frames of a file."""
    environment = {**os.environ, "NODE_PATH": modules}
    pipe = asyncio.subprocess.PIPE
    peer = await asyncio.create_subprocess_exec(node, "-e", PEER, frames, stdout=pipe, env=environment)
    assert peer.stdout is not None
    port = await peer.stdout.readline()
    if not port.strip():
        raise UserError(f"expected ws in {modules}, found that Node does not start with it; `npm install ws`")
    reader = await _reader(int(port), "", ("go",))
    used = float(await peer.stdout.readline())
    await asyncio.gather(peer.wait(), reader.wait())
    return used


async def _reader(port: int, path: str, said: Sequence[str]) -> asyncio.subprocess.Process:
    module = "spxcc.runtime.bench.stream_reader"
    command = (sys.executable, "-m", module, str(port), path, *said)
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
