"""`python -m spxcc.runtime.bench.clients_crowd CREDIT`: thousands of websocket clients in one process of their own.

Raw sockets and one epoll, the same for every server, so that what is compared is the servers. A request a line on
standard input, its answer a line on standard output, both JSON. CREDIT: descriptor that takes one byte per frame that
every client has got, by which the publisher knows how far it may go ahead.
"""

import os
import select
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import quantile
from spxcc.runtime.bench.stream_reader import GREETING, masked
from spxcc.runtime.clock import SystemClock

PIECE, PATIENCE_S = 1 << 18, 30.0
STAMP, STAMP_SIZE = b'"at":"', 19
"""Where in a frame its instant stands: seconds of the monotonic clock, padded with zeros."""
PING, TEXT = 0x89, 0x81
SMALL = 4_096


class Member:
    """One client: what it has not read to its end, and how many frames of `size` bytes it got."""

    __slots__ = ("frames", "rest", "sock", "stage")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.stage = "connecting"
        self.rest = b""
        self.frames = 0

    def take(self, data: bytes) -> list[bytes]:
        """Payloads of the text frames that are now whole. Pings are answered."""
        found = []
        data, at = self.rest + data if self.rest else data, 0
        for kind, start, end in whole_frames(data):
            if kind == TEXT:
                found.append(data[start:end])
            elif kind == PING:
                self.sock.send(b"\x8a" + masked(data[start:end])[1:])
            at = end
        self.rest = data[at:]
        return found


def whole_frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """First byte, and where the payload begins and ends, of each whole unmasked frame from the start on."""
    at, there = 0, len(data)
    while there - at >= 2:
        size, start = data[at + 1], at + 2
        if size == 126:
            size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
        elif size == 127:
            size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
        if start + size > there:
            return
        yield data[at], start, start + size
        at = start + size


class Crowd:
    """All clients of one server. size: bytes of the payloads that count."""

    def __init__(self, clock: Clock, credit: int) -> None:
        self._clock, self._credit = clock, credit
        self._members: dict[int, Member] = {}
        self._poll = select.epoll()
        self._stalled: Member | None = None
        self._size = 0

    def connect(self, port: int, clients: int, batch: int, path: str, say: str, until: str, size: int) -> list[float]:
        """Open `clients` more, `batch` at a time. say: what each says first; until: mark of the frame that ends its
        beginning, empty = the opening itself. Seconds each took since its batch began."""
        self._size, took = size, list[float]()
        while clients > 0:
            count = min(batch, clients)
            took += self._open(port, count, GREETING.format(path=path).encode(), say, until.encode())
            clients -= count
        return took

    def _open(self, port: int, count: int, greeting: bytes, say: str, until: bytes) -> list[float]:
        members, took = [Member(socket.socket()) for _ in range(count)], list[float]()
        for member in members:
            member.sock.setblocking(False)
            member.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._members[member.sock.fileno()] = member
        begun = self._clock.monotonic()
        for member in members:
            member.sock.connect_ex(("127.0.0.1", port))
            self._poll.register(member.sock.fileno(), select.EPOLLOUT)
        while len(took) < count:
            for descriptor, _ in self._ready():
                if self._advance(self._members[descriptor], greeting, say, until):
                    took.append(self._clock.monotonic() - begun)
        return took

    def _advance(self, member: Member, greeting: bytes, say: str, until: bytes) -> bool:
        """Whether it is there now."""
        if member.stage == "connecting":
            member.sock.send(greeting)
            self._poll.modify(member.sock.fileno(), select.EPOLLIN)
            member.stage = "opening"
            return False
        data = _read(member.sock.fileno())
        if member.stage == "opening":
            member.rest += data
            head, mark, data = member.rest.partition(b"\r\n\r\n")
            if not mark:
                return False
            if b" 101 " not in head:
                raise ConnectionError(f"expected an open websocket, found {head[:80]!r}")
            member.stage, member.rest = "beginning", b""
            if say:
                member.sock.send(masked(say.encode()))
        said = member.take(data)
        if member.stage == "there" or (until and not any(until in each for each in said)):
            return False
        member.stage = "there"
        return True

    def count(self, frames: int, ahead: int) -> float:
        """Let `frames` be published, at most `ahead` of what all have got; seconds until all have all."""
        wanted, clients, got = frames * len(self._members), len(self._members), 0
        size, members, poll = self._size, self._members, self._poll.poll
        begun, given = self._clock.monotonic(), min(ahead, frames)
        os.write(self._credit, b"p" * given)
        wire = size + (2 if size < 126 else 4 if size < 65_536 else 10)
        while got < wanted:
            for descriptor, _ in self._ready(poll):
                data = _read(descriptor)
                if len(data) == wire and data[0] == TEXT:
                    got += 1
                else:
                    got += sum(len(each) == size for each in members[descriptor].take(data))
            allowed = min(frames, got // clients + ahead)
            if allowed > given:
                os.write(self._credit, b"p" * (allowed - given))
                given = allowed
        return self._clock.monotonic() - begun

    def listen(self, frames: int) -> dict[str, float]:
        """Seconds from publication to reading until `frames` came to each, at a pace that another sets: quantiles."""
        late, size, monotonic = list[float](), self._size, self._clock.monotonic
        wanted = frames * (len(self._members) - (self._stalled is not None))
        while len(late) < wanted:
            for descriptor, _ in self._ready():
                payloads = self._members[descriptor].take(_read(descriptor))
                now = monotonic()
                for payload in payloads:
                    if len(payload) == size:
                        at = payload.find(STAMP) + len(STAMP)
                        late.append(now - float(payload[at : at + STAMP_SIZE]))
        return {"p50": quantile(late, 0.5), "p99": quantile(late, 0.99), "max": max(late)}

    def stall(self, say: str) -> None:
        """One of them says this and reads nothing any more."""
        descriptor, member = next(iter(self._members.items()))
        member.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        member.sock.send(masked(say.encode()))
        self._poll.unregister(descriptor)
        self._stalled = member

    def resume(self) -> int:
        """It leaves; how many frames had come to it."""
        member = self._stalled
        if member is None:
            return 0
        got = sum(len(each) == self._size for data in _pending(member.sock) for each in member.take(data))
        del self._members[member.sock.fileno()]
        member.sock.close()
        self._stalled = None
        return got

    def close(self) -> None:
        """All leave without a word."""
        for member in self._members.values():
            member.sock.close()
        self._poll.close()

    def idle(self, request: int) -> None:
        """Answer pings until there is something to read from the descriptor `request`."""
        self._poll.register(request, select.EPOLLIN)
        while request not in (ready := [descriptor for descriptor, _ in self._poll.poll()]):
            for descriptor in ready:
                self._members[descriptor].take(_read(descriptor))
        self._poll.unregister(request)

    def _ready(self, poll: Callable[..., list[tuple[int, int]]] | None = None) -> list[tuple[int, int]]:
        found = (poll or self._poll.poll)(PATIENCE_S, 4_096)
        if not found:
            raise TimeoutError(f"expected frames within {PATIENCE_S:.0f} s, found none")
        return found


def _read(descriptor: int) -> bytes:
    data = os.read(descriptor, PIECE)
    if not data:
        raise ConnectionError("expected an open connection, found that the server closed it")
    return data


def _pending(sock: socket.socket) -> Iterator[bytes]:
    """What lies ready to be read."""
    with suppress(BlockingIOError):
        while data := sock.recv(PIECE):
            yield data


def main(credit: int) -> None:
    """Serve requests until standard input ends."""
    crowd = Crowd(SystemClock(), credit)
    acts: dict[str, Callable[..., Any]] = {
        "connect": crowd.connect, "count": crowd.count, "listen": crowd.listen, "stall": crowd.stall,
        "resume": crowd.resume,
    }  # fmt: skip
    requests, told = sys.stdin.fileno(), os.fdopen(sys.stdin.fileno(), "rb", buffering=0, closefd=False)
    while True:
        crowd.idle(requests)
        line = told.readline()
        if not line:
            return
        name, arguments = msgspec.json.decode(line, type=tuple[str, dict[str, Any]])
        sys.stdout.buffer.write(msgspec.json.encode(acts[name](**arguments)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
