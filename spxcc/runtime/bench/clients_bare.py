"""`python -m spxcc.runtime.bench.clients_bare SIZE`: below what no server of websockets goes: it writes, and no more.

A client is greeted when its request is whole, told `synced` when it says something, and from then on a descriptor in a
list. For every byte on standard input one frame of SIZE bytes, always the same, is written to each of them, a system
call a client: what the kernel takes for it. Prints its port, and ends with its input.
"""

import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from spxcc.runtime.bench.clients_rig import Rig, ended

KIND = "bare"
BACKLOG = 4_096
PIECE = 65_536
ANSWER = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
"""Without the key of the handshake, for which the crowd does not look."""
SYNCED = b'{"type":"synced"}'


def frame_of(payload: bytes) -> bytes:
    """A text frame of a server (RFC 6455, 5.2). payload: at most 65,535 bytes."""
    size = bytes([len(payload)]) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2, "big")
    return b"\x81" + size + payload


class Bare:
    """Sockets of those who are there, and of those who come."""

    def __init__(self, size: int) -> None:
        self._frame = frame_of(b"x" * size)
        self._door = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self._poll = select.epoll()
        self._coming: dict[int, tuple[socket.socket, bytes]] = {}
        self._there: list[socket.socket] = []
        self._descriptors: list[int] = []
        self.port: int = self._door.getsockname()[1]

    def serve(self, told: int) -> None:
        """Until there is nothing more to read from the descriptor `told`."""
        self._poll.register(told, select.EPOLLIN)
        self._poll.register(self._door, select.EPOLLIN)
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor == told:
                    orders = os.read(told, PIECE)
                    if not orders:
                        return
                    self.write(len(orders))
                elif descriptor == self._door.fileno():
                    client, _ = self._door.accept()
                    self._coming[client.fileno()] = (client, b"")
                    self._poll.register(client, select.EPOLLIN)
                else:
                    self._hear(descriptor)

    def write(self, frames: int) -> None:
        """What is measured."""
        write, frame, descriptors = os.write, self._frame, self._descriptors
        for _ in range(frames):
            for descriptor in descriptors:
                write(descriptor, frame)

    def close(self) -> None:
        """All connections, and the door."""
        self._poll.close()
        for one in (self._door, *self._there, *(client for client, _ in self._coming.values())):
            one.close()

    def _hear(self, descriptor: int) -> None:
        client, before = self._coming.pop(descriptor)
        data = client.recv(PIECE)
        _, end, said = (before + data).partition(b"\r\n\r\n")
        if not data or said:
            self._poll.unregister(descriptor)
        if not data:
            client.close()
        elif said:
            client.send(frame_of(SYNCED))
            self._there.append(client)
            self._descriptors.append(descriptor)
        else:
            if end:
                client.send(ANSWER)
            self._coming[descriptor] = (client, before + data)


@contextmanager
def bare_rig(size: int) -> Iterator[Rig]:
    """That server in a process of its own with its crowd in another, as `rig`."""
    pipe = subprocess.PIPE
    told, credit = os.pipe()
    with ExitStack() as stack:
        command = (sys.executable, "-m", "spxcc.runtime.bench.clients_bare", str(size))
        server = stack.enter_context(ended(subprocess.Popen(command, stdin=told, stdout=pipe)))
        os.close(told)
        crowd_command = (sys.executable, "-m", "spxcc.runtime.bench.clients_crowd", str(credit))
        crowd = subprocess.Popen(crowd_command, stdin=pipe, stdout=pipe, pass_fds=(credit,))
        stack.enter_context(ended(crowd))
        stack.callback(os.close, credit)
        yield Rig(KIND, server, crowd, credit, size)


def main(size: int) -> None:
    """Serve until standard input ends."""
    bare = Bare(size)
    sys.stdout.write(f"{bare.port}\n")
    sys.stdout.flush()
    bare.serve(sys.stdin.fileno())
    bare.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
