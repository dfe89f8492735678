"""A server that writes and does no more."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from spxcc.runtime.bench.clients_bare import Bare, bare_rig, frame_of
from spxcc.runtime.bench.stream_reader import GREETING, masked


def test_its_frames_are_those_of_a_server() -> None:
    for payload in (b"x" * 125, b"y" * 126, b"z" * 65_535):
        reader = StreamReader()
        reader.feed_data(frame_of(payload))
        parsing = Frame.parse(reader.read_exact, mask=False)
        try:
            while True:
                next(parsing)
        except StopIteration as end:
            frame = end.value
        assert (frame.opcode, bytes(frame.data)) == (Opcode.TEXT, payload)


def test_who_asked_gets_every_frame_and_who_left_is_forgotten() -> None:
    with running(Bare(200)) as (port, orders), socket.create_connection(("127.0.0.1", port)) as client:
        with socket.create_connection(("127.0.0.1", port)) as other:
            other.sendall(b"GET")
        greeting = GREETING.format(path="").encode()
        client.sendall(greeting[:20])
        client.sendall(greeting[20:])
        assert b" 101 " in client.recv(4_096)
        client.sendall(masked(b"{}"))
        assert b'"synced"' in client.recv(4_096)
        os.write(orders, b"ppp")
        wire = 3 * frame_of(b"x" * 200)
        assert b"".join(iter_to(client, len(wire))) == wire


def test_the_crowd_of_the_others_takes_it_for_a_server() -> None:
    with bare_rig(200) as one:
        assert one.kind == "bare"
        assert len(one.connect(8, 3)) == 8
        used, took = one.cost(2_000, 8)
        assert used >= 0.0
        assert took > 0.0


@contextmanager
def running(bare: Bare) -> Iterator[tuple[int, int]]:
    """Its port, and the descriptor by which it is told to write."""
    told, orders = os.pipe()
    thread = Thread(target=bare.serve, args=(told,))
    thread.start()
    try:
        yield bare.port, orders
    finally:
        os.close(orders)
        thread.join()
        bare.close()
        os.close(told)


def iter_to(line: socket.socket, count: int) -> Iterator[bytes]:
    """So many bytes, as they come."""
    while count > 0:
        data = line.recv(count)
        count -= len(data)
        yield data
