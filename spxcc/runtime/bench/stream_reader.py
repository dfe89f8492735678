"""`python -m spxcc.runtime.bench.stream_reader PORT PATH KEPT MESSAGE…`: drains a websocket in a process of its own."""

import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack

GREETING = (
    "GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: c3B4Y2Mtc3B4Y2Mtc3B4Yw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
PIECE = 1 << 20


def main(port: str, path: str, kept: str, messages: Sequence[str]) -> None:
    """Say the messages, then read; prints the bytes that came after the handshake. kept: file for them; "" = none.

    Raises ConnectionError where the server leaves before its answer.
    """
    with ExitStack() as stack:
        line = stack.enter_context(socket.create_connection(("127.0.0.1", int(port))))
        keep = stack.enter_context(open(kept, "wb")).write if kept else len
        line.sendall(GREETING.format(path=path).encode())
        data = b""
        while b"\r\n\r\n" not in data:
            piece = line.recv(PIECE)
            if not piece:
                raise ConnectionError(f"expected the answer to a handshake, found the end after {data[:80]!r}")
            data += piece
        data = data.partition(b"\r\n\r\n")[2]
        for message in messages:
            line.sendall(masked(message.encode()))
        count = keep(data)
        while data := line.recv(PIECE):
            count += keep(data)
    sys.stdout.write(f"{count}\n")


def masked(payload: bytes) -> bytes:
    """A text frame of a client, its mask being nothing but zeros. payload: at most 65,535 bytes."""
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
    return b"\x81" + size + bytes(4) + payload


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
