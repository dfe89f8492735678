"""A server in a process of its own with its crowd in another: what they did and what it cost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from spxcc.market.clock import Clock
from spxcc.protocol.messages import PATH
from spxcc.runtime.bench.clients_node import node_command
from spxcc.runtime.errors import UserError

SUBSCRIBE = '{"type":"subscribe","channels":["gex:SPX"]}'
SYNCED = '"synced"'
BULK_BYTES = 65_000


class Rig:
    """One server and its crowd. Use as made by `rig`."""

    def __init__(self, kind: str, server: "subprocess.Popen[bytes]", crowd: "subprocess.Popen[bytes]", credit: int,
                 size: int) -> None:  # fmt: skip
        assert server.stdout is not None
        self.kind, self.size, self.clients = kind, size, 0
        self._server, self._crowd, self._credit = server, crowd, credit
        line = server.stdout.readline()
        if not line.strip():
            raise UserError(f"expected the server {kind} to say its port, found that it ended; run it by hand")
        self.port = int(line)

    def connect(self, clients: int, batch: int) -> list[float]:
        """So many more; seconds each took from the beginning of its batch."""
        speaks = self.kind != "library"
        took: list[float] = self._ask(
            "connect", port=self.port, clients=clients, batch=batch, path=PATH.strip("/"), size=self.size,
            say=SUBSCRIBE if speaks else "", until=SYNCED if speaks else "",
        )  # fmt: skip
        self.clients += clients
        return took

    def cost(self, frames: int, ahead: int) -> tuple[float, float]:
        """Processor microseconds of the server, and of the clock, for each of `frames` to each client."""
        used = self.used_s()
        took: float = self._ask("count", frames=frames, ahead=ahead)
        delivered = frames * self.clients
        return 1e6 * (self.used_s() - used) / delivered, 1e6 * took / delivered

    async def paced(self, frames: int, rate: float, clock: Clock) -> dict[str, float]:
        """Seconds of delivery at `rate` frames a second to each client: quantiles."""
        self._say("listen", frames=frames)
        begun = clock.monotonic()
        for sent in range(frames):
            os.write(self._credit, b"p")
            await clock.sleep(begun + (sent + 1) / rate - clock.monotonic())
        found: dict[str, float] = self._hear()
        return found

    def stall(self, bulk: int) -> None:
        """One client stops reading, and is sent `bulk` large frames."""
        self._ask("stall", say='{"type":"subscribe","channels":["regime:update"]}')
        os.write(self._credit, b"b" * bulk)

    def resume(self, published: int) -> None:
        """It leaves, and another comes. Raises UserError where it had got all that was `published` meanwhile."""
        got: int = self._ask("resume")
        if got >= published:
            raise UserError(f"expected a client that does not read to lag, found that it got {got:,} frames", 1)
        self.clients -= 1
        self.connect(1, 1)

    def used_s(self) -> float:
        """Processor seconds of the server so far."""
        return used_s(self._server.pid)

    def resident_kb(self) -> float:
        """What the server holds in memory."""
        return resident_kb(self._server.pid)

    def _ask(self, name: str, **arguments: object) -> Any:
        self._say(name, **arguments)
        return self._hear()

    def _say(self, name: str, **arguments: object) -> None:
        assert self._crowd.stdin is not None
        self._crowd.stdin.write(msgspec.json.encode((name, arguments)) + b"\n")
        self._crowd.stdin.flush()

    def _hear(self) -> Any:
        assert self._crowd.stdout is not None
        line = self._crowd.stdout.readline()
        if not line:
            raise UserError(f"expected the clients of {self.kind} to report, found that they ended; see above", 1)
        return msgspec.json.decode(line)


@contextmanager
def rig(kind: str, size: int, bulk: int = BULK_BYTES) -> Iterator[Rig]:
    """Start a server (`ours`, `library`, `node`) whose frames have `size` bytes, and an empty crowd."""
    module = "spxcc.runtime.bench.clients_server"
    command: tuple[str, ...] = (sys.executable, "-m", module, kind, str(size), str(bulk))
    environment = dict(os.environ)
    if kind == "node":
        found = node_command()
        assert found is not None
        command, environment = (*found[0], str(size)), found[1]
    pipe = subprocess.PIPE
    told, credit = os.pipe()
    with ExitStack() as stack:
        server = stack.enter_context(ended(subprocess.Popen(command, stdin=told, stdout=pipe, env=environment)))
        os.close(told)
        crowd_command = (sys.executable, "-m", "spxcc.runtime.bench.clients_crowd", str(credit))
        crowd = subprocess.Popen(crowd_command, stdin=pipe, stdout=pipe, pass_fds=(credit,))
        stack.enter_context(ended(crowd))
        stack.callback(os.close, credit)
        yield Rig(kind, server, crowd, credit, size)


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Killed at the end."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def used_s(pid: int) -> float:
    """User and system seconds of a process so far (proc(5), fields 14 and 15 of stat)."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kb(pid: int) -> float:
    """Kilobytes of memory that a process holds (proc(5), field 24 of stat)."""
    return int(_stat(pid)[21]) * os.sysconf("SC_PAGE_SIZE") / 1024


def _stat(pid: int) -> list[str]:
    """Fields after the name, which may hold blanks. Raises UserError where there is no /proc."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        raise UserError("expected /proc of a Linux system, which tells what a process used; found none") from None
    return text.rpartition(")")[2].split()
