"""The clients of the benchmarks."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, broadcast, serve

from spxcc.gateway.frame import text_frame
from spxcc.runtime.bench.clients_crowd import Crowd, Member, whole_frames
from spxcc.runtime.clock import SystemClock

SIZE = 60


class Line:
    """A socket that keeps what is sent."""

    def __init__(self) -> None:
        self.sent = b""

    def send(self, data: bytes) -> None:
        """Keep."""
        self.sent += data


@given(st.lists(st.integers(0, 70_000), max_size=5), st.integers(1, 1_000))
def test_frames_come_whole_however_they_are_cut(sizes: list[int], piece: int) -> None:
    wires = b"".join(text_frame(bytes(size)) for size in sizes)
    member, found = Member(Line()), list[int]()  # type: ignore[arg-type]
    cuts = [0, *range(1, min(len(wires), 40)), *range(40, len(wires), max(piece, len(wires) // 50 + 1)), len(wires)]
    for begin, end in pairwise(cuts):
        found += [len(each) for each in member.take(wires[begin:end])]
    assert found == sizes
    assert member.rest == b""
    assert len(list(whole_frames(wires))) == len(sizes)


def test_a_ping_is_answered_with_what_it_says_and_not_counted() -> None:
    line = Line()
    member = Member(line)  # type: ignore[arg-type]
    assert member.take(b"\x89\x02hi" + text_frame(b"x")) == [b"x"]
    assert line.sent == b"\x8a\x82\x00\x00\x00\x00hi"


@asynccontextmanager
async def publishing() -> AsyncIterator[tuple[int, int, list[str]]]:
    """A server that sends a frame per byte of credit: its port, where the credit goes, and what clients said."""
    connections: set[ServerConnection] = set()
    said: list[str] = []
    told, credit = os.pipe()
    clock = SystemClock()

    async def handler(connection: ServerConnection) -> None:
        connections.add(connection)
        async for message in connection:
            said.append(str(message))
            await connection.send('{"type":"synced"}')

    class Told(asyncio.Protocol):
        def data_received(self, data: bytes) -> None:
            for _ in data:
                frame = f'{{"at":"{clock.monotonic():019.9f}","pad":"'
                broadcast(connections, frame + "x" * (SIZE - len(frame) - 2) + '"}')

    transport, _ = await asyncio.get_running_loop().connect_read_pipe(Told, os.fdopen(told, "rb"))
    async with serve(handler, "127.0.0.1", 0, compression=None) as server:
        yield server.sockets[0].getsockname()[1], credit, said
        os.close(credit)
        transport.close()


async def test_it_connects_counts_listens_and_one_of_it_stalls() -> None:
    async with publishing() as (port, credit, said):
        with closing(Crowd(SystemClock(), credit)) as crowd:
            took = await asyncio.to_thread(crowd.connect, port, 5, 2, "", '{"type":"subscribe"}', '"synced"', SIZE)
            assert len(took) == 5
            assert said == ['{"type":"subscribe"}'] * 5
            assert await asyncio.to_thread(crowd.count, 20, 4) > 0.0
            listening = asyncio.ensure_future(asyncio.to_thread(crowd.listen, 3))
            os.write(credit, b"ppp")
            late = await listening
            assert 0.0 < late["p50"] <= late["p99"] <= late["max"] < 30.0
            crowd.stall('{"type":"more"}')
            listening = asyncio.ensure_future(asyncio.to_thread(crowd.listen, 2))
            os.write(credit, b"pp")
            await listening
            assert crowd.resume() == 2
            assert crowd.resume() == 0
            assert said[-1] == '{"type":"more"}'


async def test_a_server_that_refuses_is_told() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with closing(Crowd(SystemClock(), -1)) as crowd, pytest.raises(ConnectionError, match="503"):
            await asyncio.to_thread(crowd.connect, port, 1, 1, "", "", "", SIZE)
