"""`python -m spxcc.runtime.bench.stream_reader PORT PATH MESSAGE…`: drains a websocket in a process of its own."""

import socket
import sys
from collections.abc import Sequence

GREETING = (
    "GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: c3B4Y2Mtc3B4Y2Mtc3B4Yw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
PIECE = 1 << 20


def main(port: str, path: str, messages: Sequence[str]) -> None:
    """Say the messages, then read; prints the bytes that came."""
    count = 0
    with socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(GREETING.format(path=path).encode())
        line.recv(PIECE)
        for message in messages:
            line.sendall(masked(message.encode()))
        while data := line.recv(PIECE):
            count += len(data)
    sys.stdout.write(f"{count}\n")


def masked(payload: bytes) -> bytes:
    """A text frame of a client, its mask being nothing but zeros. payload: at most 65,535 bytes."""
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
    return b"\x81" + size + bytes(4) + payload


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
