"""Events that were made before, sent by the simulated Massive and by a server of Node's `ws`, in turns: equal work.

Both hold them as values of their language, encode them, and write them to one client, which drains in a process of its
own. Neither works while it waits for that client.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.pump import Pump
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.feeds.simulator.massive.stream_session import framed
from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_crowd import whole_frames
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.errors import UserError

ROUNDS, QUICK_ROUNDS = 9, 3
PASSES = 5
"""How often a round sends them all, so that it takes long enough to be measured."""
FULL, WAIT_S = 1 << 20, 0.001
"""Bytes that may wait to be written, and how long is waited where there are more; for both."""
FROM_S = 5_400
QUOTED = 1_000
"""Contracts whose quotes are subscribed, the most that the vendor allows."""
TOPICS = frozenset({"T", "A", "AM", "Q"})
AUTH = '{"action":"auth","params":"sim"}'
AHEAD = 1.0
PEER = """
const { WebSocketServer } = require('ws'), fs = require('fs');
const frames = fs.readFileSync(process.argv[1], 'utf8').trim().split('\\n').map(line => JSON.parse(line));
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () =>
  console.log(server.address().port));
server.on('connection', line => line.once('message', passes => {
  const begun = process.cpuUsage(), end = frames.length * passes; let at = 0;
  const more = () => {
    while (at < end && line.bufferedAmount < FULL) line.send(JSON.stringify(frames[at++ % frames.length]));
    if (at < end || line.bufferedAmount > 0) return setTimeout(more, WAIT_MS);
    const used = process.cpuUsage(begun);
    console.log((used.user + used.system) / 1e6); line.terminate();
  };
  more();
}));
process.stdin.on('end', () => process.exit(0)).resume();
""".replace("FULL", str(FULL)).replace("WAIT_MS", f"{1_000 * WAIT_S:g}")


@dataclass(frozen=True, slots=True)
class Step:
    """Events that leave together, at `now_ms` after the open."""

    now_ms: int
    events: list[Sent]


def ready_figures(
    market: Market, seconds: int, quick: bool, commands: tuple[str, str], home: Path, clock: Clock
) -> Iterator[Figure]:
    """Events a second of processor time of the sender alone, and the ratio within each round.

    commands: Node.js, and the node_modules with `ws`. Raises UserError where Node does not start with it,
    AssertionError where the two do not send the same.
    """
    steps = ready(market, seconds)
    count = PASSES * sum(len(step.events) for step in steps)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    used = asyncio.run(_rounds(market, steps, rounds, commands, home, clock))
    how = "made before, encoded and sent, in turns; processor time of the server alone"
    found = {name: tuple(count / each for each in some) for name, some in used.items()}
    yield Figure("streams: ready, ours", "1/s", found["ours"], f"{count:,} events {how}")
    yield Figure("streams: Node ws", "1/s", found["node"], "the same")
    ratios = tuple(mine / theirs for mine, theirs in zip(found["ours"], found["node"], strict=True))
    how = "the same events, made before, encoded and sent; median of rounds"
    yield Figure("streams: ours to Node ws", "×", ratios, how, AHEAD, at_least=True)


def wish(market: Market) -> str:
    """All prints and bars, and the quotes of as many contracts as there may be."""
    topics = ("T.*", "A.*", "AM.*", *(f"Q.{ticker}" for ticker in _quoted(market)))
    return f'{{"action":"subscribe","params":"{",".join(topics)}"}}'


def ready(market: Market, seconds: int) -> list[Step]:
    """What these wishes come to, a step at the end of each second from `FROM_S` after the open on."""
    pump = Pump(market, "options", FaultBox(7), 1_000 * FROM_S)
    pump.want(TOPICS, frozenset(_quoted(market)))
    instants = (1_000 * second for second in range(FROM_S + 1, FROM_S + seconds + 1))
    return [Step(now_ms, pump.step(now_ms)) for now_ms in instants]


def _quoted(market: Market) -> list[str]:
    return [ticker for ticker in market.contracts.tickers if ticker.startswith("O:SPXW")][:QUOTED]


async def _rounds(
    market: Market, steps: Sequence[Step], rounds: int, commands: tuple[str, str], home: Path, clock: Clock
) -> dict[str, list[float]]:
    """Processor seconds of each round by sender, after one that warms both up and holds their events equal."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        frames = Path(folder) / "frames.jsonl"
        frames.write_bytes(b"\n".join(chain(*(framed([one.event for one in step.events]) for step in steps))))
        ours, node = Ours(market, steps, clock), Peer(commands, frames)
        senders: dict[str, Ours | Peer] = {"ours": ours, "node": node}
        used: dict[str, list[float]] = {name: [] for name in senders}
        try:
            for one in senders.values():
                await one.start()
            await _agree(senders, Path(folder))
            for turn in range(rounds):
                for name in senders if turn % 2 == 0 else reversed(senders):
                    used[name].append(await senders[name].play(PASSES))
        finally:
            for one in senders.values():
                await one.stop()
    return used


async def _agree(senders: dict[str, "Ours | Peer"], folder: Path) -> None:
    """A round of each that is not timed. Raises AssertionError unless all send the same."""
    found = []
    for name, one in senders.items():
        file = folder / name
        await one.play(PASSES, str(file))
        found.append(events_in(await asyncio.to_thread(file.read_bytes)))
    if found[0] != found[1] or not found[0]:
        raise AssertionError(f"expected the same events of both, found {len(found[0]):,} and {len(found[1]):,}")


def events_in(data: bytes) -> list[dict[str, Any]]:
    """The events in the frames of a server, without what it says of the connection."""
    frames = (msgspec.json.decode(data[start:end]) for _, start, end in whole_frames(data))
    return [event for frame in frames for event in frame if event["ev"] != "status"]


class Ours:
    """The simulated Massive in this process; its hub is handed what it would have made."""

    def __init__(self, market: Market, steps: Sequence[Step], clock: Clock) -> None:
        pace = Pace(clock, market.open_ms + 1_000 * FROM_S)
        self._server, self._clock, self._steps = MassiveServer(market, pace, FaultBox(7)), clock, steps
        self._said = (AUTH, wish(market))
        self._port = 0

    async def start(self) -> None:
        """Listen."""
        self._port = await self._server.start(0)

    async def play(self, passes: int, kept: str = "") -> float:
        """Processor seconds for all events so many times, to a client that comes and goes."""
        hub, sleep = self._server.hub, self._clock.sleep
        reader = await drain(self._port, "options", self._said, kept)
        while not (hub.lines and hub.lines[0].session.subscribed.get("Q")):
            await sleep(0.01)
        line, begun = hub.lines[0], time.process_time()
        for _ in range(passes):
            for step in self._steps:
                hub.serve(line, step.events, step.now_ms)
                while line.backlog > FULL:
                    await sleep(WAIT_S)
        while line.backlog:
            await sleep(WAIT_S)
        used = time.process_time() - begun
        line.abort()
        await reader.wait()
        return used

    async def stop(self) -> None:
        """Listen no more."""
        await self._server.stop()


class Peer:
    """Node.js with `ws`. frames: a file of them, a line each."""

    def __init__(self, commands: tuple[str, str], frames: Path) -> None:
        self._commands, self._frames = commands, frames
        self._port = 0
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Raises UserError where Node.js does not begin."""
        node, modules = self._commands
        environment, pipe = {**os.environ, "NODE_PATH": modules}, asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            node, "-e", PEER, str(self._frames), stdin=pipe, stdout=pipe, env=environment
        )
        port = await self._line()
        if not port.strip():
            raise UserError(f"expected ws in {modules}, found that Node does not start with it; `npm install ws`")
        self._port = int(port)

    async def play(self, passes: int, kept: str = "") -> float:
        """As of ours."""
        reader = await drain(self._port, "", (str(passes),), kept)
        used = float(await self._line())
        await reader.wait()
        return used

    async def stop(self) -> None:
        """End the process."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    async def _line(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        return await self._process.stdout.readline()


async def drain(port: int, path: str, said: Sequence[str], kept: str = "") -> asyncio.subprocess.Process:
    """A client in a process of its own, as `stream_reader`."""
    command = (sys.executable, "-m", "spxcc.runtime.bench.stream_reader", str(port), path, kept, *said)
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
