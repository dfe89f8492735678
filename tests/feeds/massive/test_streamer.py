"""One cluster's connection, kept."""

import asyncio
from collections.abc import Iterator

import pytest

from spxcc.feeds.massive.frames import Message
from spxcc.feeds.massive.params import StreamRules
from spxcc.feeds.massive.reconnect import Ending
from spxcc.feeds.massive.streamer import Hooks, Streamer
from tests.fakes.clock import ManualClock, settle
from tests.feeds.massive.vendor import FakeSockets, FakeWire

VALUE = {"ev": "V", "val": 6000.0, "T": "I:SPX", "t": 1768406400000}


class Bench:
    """A streamer of indices with hooks that remember."""

    def __init__(self, sockets: FakeSockets | None = None) -> None:
        self.clock = ManualClock()
        self.sockets = sockets or FakeSockets()
        self.data: list[Message] = []
        self.ready: list[float | None] = []
        self.missing: list[tuple[str, ...]] = []
        self.ended: list[tuple[Ending, float]] = []
        self.silence_s: float | None = 20.0
        hooks = Hooks(
            data=self.data.extend,
            ready=self.ready.append,
            missing=self.missing.append,
            ended=lambda ending, pause: self.ended.append((ending, pause)),
            silence_s=lambda: self.silence_s,
        )
        url = "wss://massive.example/"
        self.streamer = Streamer("indices", url, "KEY", self.sockets.connect, self.clock, StreamRules(), hooks)
        self.streamer.want(["V.I:SPX", "AM.I:SPX"])
        self.task = asyncio.ensure_future(self.streamer.run())

    async def connected(self) -> FakeWire:
        """Log in on the newest connection."""
        await self.clock.advance(0.5)
        wire = self.sockets.wires[-1][1]
        wire.status("auth_success", "authenticated")
        await self.clock.advance(0.5)
        wire.acknowledge()
        await settle()
        return wire


@pytest.fixture
def benches() -> Iterator[list[Bench]]:
    made: list[Bench] = []
    yield made
    for bench in made:
        bench.task.cancel()


async def test_f30_it_logs_in_subscribes_and_hands_over_data(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    assert bench.sockets.wires[0][0] == "wss://massive.example/indices"
    assert [message["action"] for message in wire.sent] == ["auth", "subscribe", "subscribe"]
    wire.say(VALUE)
    await settle()
    assert len(bench.data) == 1
    assert bench.streamer.acked == {"V.I:SPX", "AM.I:SPX"}
    assert (bench.streamer.up, bench.ready) == (True, [None])


async def test_f30_an_eviction_is_not_fought(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    wire.status("max_connections", "Maximum number of websocket connections exceeded. ")
    wire.end(Ending("closed", 1008, "policy"))
    await bench.clock.advance(59.0)
    assert len(bench.sockets.wires) == 1
    assert [ending.kind for ending, _ in bench.ended] == ["evicted"]
    assert wire.closed
    await bench.clock.advance(20.0)
    assert len(bench.sockets.wires) > 1


@pytest.mark.parametrize("code", [0, 1000, 1001, 1006, 1011])
async def test_any_other_end_is_mended_soon_and_everything_subscribed_again(benches: list[Bench], code: int) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    await bench.clock.advance(12.0)
    wire.end(Ending("closed", code, "gone"))
    await bench.clock.advance(2.0)
    again = await bench.connected()
    assert again is not wire
    assert sorted(again.params()) == ["AM.I:SPX", "V.I:SPX"]
    assert bench.ready[0] is None
    assert bench.ready[1] is not None


async def test_f30_silence_in_the_session_ends_the_connection(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    for _ in range(10):
        wire.say(VALUE)
        await bench.clock.advance(5.0)
    assert bench.ended == []
    await bench.clock.advance(17.0)
    assert [ending.reason for ending, _ in bench.ended] == ["no data for 20 s"]


async def test_f30_where_a_new_connection_is_as_silent_it_is_not_changed_again_so_soon(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    bench.silence_s = 8.0
    for _ in range(15 * 60):
        await bench.clock.advance(1.0)
        if bench.streamer.acked == set() and bench.sockets.wires:
            wire = bench.sockets.wires[-1][1]
            wire.status("auth_success", "authenticated")
            await bench.clock.advance(0.25)
            wire.acknowledge()
    assert {ending.kind for ending, _ in bench.ended} == {"silent"}
    assert 4 <= len(bench.ended) <= 12, "a halt of a quarter of an hour is no reason for a hundred connections"
    before = len(bench.ended)
    bench.sockets.wires[-1][1].say(VALUE)
    await bench.clock.advance(1.0)
    assert len(bench.ended) == before
    await bench.clock.advance(9.0)
    assert len(bench.ended) == before + 1, "after data the next silence ends it as soon as ever"


async def test_outside_the_session_it_stays(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    await bench.connected()
    bench.silence_s = None
    await bench.clock.advance(600.0)
    assert (bench.ended, bench.streamer.connections) == ([], 1)


async def test_nobody_there_is_tried_again(benches: list[Bench]) -> None:
    bench = Bench(FakeSockets(refusing=3))
    benches.append(bench)
    await bench.clock.advance(12.0)
    assert len(bench.sockets.wires) == 1
    assert bench.streamer.endings == {"unreachable": 3}


async def test_what_was_not_acknowledged_is_reported(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    await bench.clock.advance(0.5)
    wire = bench.sockets.wires[-1][1]
    wire.status("auth_success")
    await bench.clock.advance(0.5)
    wire.status("success", "subscribed to: V.I:SPX")
    wire.status("error", "not authorized")
    await bench.clock.advance(6.0)
    assert bench.missing == [("AM.I:SPX",)]


async def test_new_wishes_reach_an_open_connection(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    bench.streamer.want(["V.I:SPX", "V.I:VIX"])
    await bench.clock.advance(0.5)
    assert wire.params("unsubscribe") == ["AM.I:SPX"]
    assert "V.I:VIX" in wire.params()


async def test_garbage_is_counted_and_survived(benches: list[Bench]) -> None:
    bench = Bench()
    benches.append(bench)
    wire = await bench.connected()
    for garbage in ("nonsense", "{}", '[{"ev":"V"}]', "[null]"):
        wire.frames.put_nowait(garbage)
    wire.say(VALUE)
    await settle()
    assert len(bench.data) == 1
    wire.end(Ending("closed", 0, "gone"))
    await settle()
    assert sum(bench.streamer.bad.values()) == 4


async def test_it_ends_with_its_task_and_closes_the_connection(benches: list[Bench]) -> None:
    bench = Bench()
    wire = await bench.connected()
    bench.task.cancel()
    await settle()
    assert bench.task.cancelled()
    assert wire.closed
