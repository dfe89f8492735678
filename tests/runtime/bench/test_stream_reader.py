"""The reader that only drains."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from spxcc.runtime.bench.stream_reader import main, masked


def test_its_frames_are_those_of_a_client() -> None:
    for text in ("go", "x" * 125, "y" * 126, "z" * 30_000):
        reader = StreamReader()
        reader.feed_data(masked(text.encode()))
        parsing = Frame.parse(reader.read_exact, mask=True)
        try:
            while True:
                next(parsing)
        except StopIteration as end:
            frame = end.value
        assert (frame.opcode, bytes(frame.data)) == (Opcode.TEXT, text.encode())


def test_what_comes_after_the_handshake_is_counted_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def serve(line: socket.socket) -> None:
        line.recv(4_096)
        line.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\nfir")
        assert line.recv(4_096) == masked(b"go")
        line.sendall(b"st")

    kept = tmp_path / "kept"
    with served(serve) as port:
        main(port, "options", str(kept), ("go",))
    assert (capsys.readouterr().out, kept.read_bytes()) == ("5\n", b"first")


def test_a_server_that_leaves_before_it_answers_is_told() -> None:
    with served(lambda line: len(line.recv(4_096))) as port, pytest.raises(ConnectionError, match="handshake"):
        main(port, "", "", ())


@contextmanager
def served(serve: Callable[[socket.socket], object]) -> Iterator[str]:
    """The port of a server of one connection."""

    def accept() -> None:
        line, _ = door.accept()
        with line:
            serve(line)

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = Thread(target=accept)
        thread.start()
        try:
            yield str(door.getsockname()[1])
        finally:
            thread.join()
