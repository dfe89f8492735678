"""Three clusters."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.params import CLUSTERS, ChainRules, Cluster, StreamRules
from spxcc.feeds.massive.reconnect import Ending
from spxcc.feeds.massive.streams import StreamStage
from spxcc.market.events import FeedNotice, IndexTick, OptionTrade
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.clock import ManualClock, settle
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW, FakeSockets, FakeWire, tickers

MS = NOW // 1_000_000


class Bench:
    """The stage with scripted sockets."""

    def __init__(self, now: int = NOW, rules: StreamRules | None = None) -> None:
        self.clock = ManualClock(now)
        self.desk = Desk(FeedTime(self.clock, follow=False))
        self.sockets = FakeSockets()
        self.repairs: list[tuple[Cluster, float]] = []
        self.stage = StreamStage(
            "wss://massive.example", "KEY", self.sockets.connect, self.clock, self.desk, rules or StreamRules(),
            ChainRules(), lambda cluster, seconds: self.repairs.append((cluster, seconds)),
        )  # fmt: skip
        self.task = asyncio.ensure_future(self.stage.run())

    async def connected(self, cluster: Cluster) -> FakeWire:
        await self.clock.advance(0.5)
        wire = self.sockets.of(cluster)[-1]
        wire.status("auth_success")
        await self.clock.advance(0.5)
        wire.acknowledge()
        await settle()
        return wire

    def notices(self) -> dict[str, FeedNotice]:
        return {each.code: each for each in self.desk.inbox.take() if isinstance(each, FeedNotice)}


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    made.task.cancel()
    await asyncio.gather(made.task, return_exceptions=True)


async def test_f30_one_connection_for_each_cluster(bench: Bench) -> None:
    for cluster in CLUSTERS:
        await bench.connected(cluster)
    assert sorted(url.rpartition("/")[2] for url, _ in bench.sockets.wires) == ["indices", "options", "stocks"]
    assert sorted(bench.sockets.of("indices")[0].params()) == ["AM.I:SPX", "V.I:SPX", "V.I:VIX"]
    assert sorted(bench.sockets.of("stocks")[0].params()) == ["AM.SPY", "T.SPY"]
    assert bench.sockets.of("options")[0].params() == []
    assert bench.stage.up


async def test_values_and_prints_become_events(bench: Bench) -> None:
    wire = await bench.connected("indices")
    wire.say({"ev": "V", "val": 6000.5, "T": "I:SPX", "t": MS})
    options = await bench.connected("options")
    options.say({"ev": "T", "sym": "O:SPXW260114C06000000", "p": 5.0, "s": 2, "t": MS, "q": 1})
    await settle()
    kinds = [type(each) for each in bench.desk.inbox.take()]
    assert IndexTick in kinds
    assert OptionTrade in kinds
    assert bench.desk.spot("SPX") == 6000.5


async def test_option_quotes_follow_the_spot_and_stay_within_their_number() -> None:
    bench = Bench(rules=StreamRules(quotes=100))
    try:
        wire = await bench.connected("options")
        bench.desk.price("SPX", 6000.0, NOW)
        bench.desk.near["SPX"] = tuple(tickers(range(5700, 6301, 5)))
        await bench.clock.advance(1.5)
        wire.acknowledge()
        await settle()
        held = bench.stage.streamers["options"].acked
        assert sum(param.startswith("Q.") for param in held) == 100
        assert sum(param.startswith("T.") for param in held) == 242
        bench.desk.price("SPX", 6050.0, NOW + 1)
        await bench.clock.advance(1.5)
        gone = wire.params("unsubscribe")
        assert gone
        assert all(param.startswith("Q.") for param in gone)
        wire.acknowledge()
        await settle()
        centre = [int(param[-8:]) / 1000 for param in bench.stage.streamers["options"].acked if param[0] == "Q"]
        assert len(centre) <= 100
        assert abs(sum(centre) / len(centre) - 6050) < 5
    finally:
        bench.task.cancel()


async def test_f32_a_cluster_that_the_plan_lacks_is_said(bench: Bench) -> None:
    for cluster in ("indices", "options"):
        await bench.clock.advance(0.5)
        bench.sockets.of(cluster)[-1].status("auth_failed", "Your plan doesn't include websocket access.")
    await bench.clock.advance(1.0)
    assert bench.desk.lacking == {"indices", "option_trades", "option_quotes"}
    assert "Indices Advanced ($99)" in bench.notices()["plan:indices"].text


async def test_f32_quotes_without_acknowledgement_are_what_the_plan_lacks(bench: Bench) -> None:
    bench.desk.price("SPX", 6000.0, NOW)
    bench.desk.near["SPX"] = tuple(tickers([6000, 6005]))
    await bench.clock.advance(1.5)
    wire = bench.sockets.of("options")[-1]
    wire.status("auth_success")
    await bench.clock.advance(0.5)
    wire.status("error", "not authorized")
    for param in wire.params():
        if param.startswith("T."):
            wire.status("success", f"subscribed to: {param}")
    await bench.clock.advance(6.0)
    assert bench.desk.lacking == {"option_quotes"}
    assert "4 subscriptions" in bench.notices()["acks:options"].text


async def test_f32_what_is_acknowledged_is_in_the_plan(bench: Bench) -> None:
    bench.desk.lacks("indices", "auth_failed")
    await bench.connected("indices")
    await bench.clock.advance(1.5)
    assert bench.desk.lacking == set()


async def test_an_eviction_is_said_in_plain_words(bench: Bench) -> None:
    wire = await bench.connected("indices")
    wire.status("max_connections", "Maximum number of websocket connections exceeded. ")
    await bench.clock.advance(1.0)
    notice = bench.notices()["stream:indices"]
    assert "another program with this key took the connection" in notice.text
    assert "next try 11:01" in notice.text


async def test_f30_what_was_missed_is_repaired_over_rest_and_prints_are_said_to_be_missing(bench: Bench) -> None:
    clusters: tuple[Cluster, ...] = ("indices", "options")
    for cluster in clusters:
        await bench.connected(cluster)
    await bench.clock.advance(7.0)
    for cluster in clusters:
        bench.sockets.of(cluster)[-1].end(Ending("closed", 1006, "gone"))
    await bench.clock.advance(2.0)
    for cluster in clusters:
        await bench.connected(cluster)
    assert [cluster for cluster, _ in bench.repairs] == ["indices"]
    assert 1.0 < bench.repairs[0][1] < 5.0
    notices = bench.notices()
    assert notices["stream:indices"].level == "info"
    assert "flow does not know them" in notices["gap:options"].text


@pytest.mark.parametrize(
    ("clock", "delayed", "watched"),
    [("11:00", False, True), ("09:30:05", False, False), ("09:29", False, False), ("16:00", False, False),
     ("09:40", True, False), ("16:10", True, True)],
)  # fmt: skip
async def test_silence_counts_in_the_session_alone(clock: str, delayed: bool, watched: bool) -> None:
    bench = Bench(at(clock))
    try:
        bench.desk.delayed = delayed
        await bench.connected("indices")
        await bench.clock.advance(25.0)
        assert bool(bench.stage.streamers["indices"].endings) is watched
    finally:
        bench.task.cancel()


async def test_a_failure_inside_is_raised_and_ends_all() -> None:
    bench = Bench()
    await bench.clock.advance(0.5)
    bench.clock.shift((4_000_000_000_000_000_000 - NOW) / NANOS_PER_SECOND)
    await settle()
    with pytest.raises(ValueError, match="expected a date"):
        await bench.task
    assert all(wire.closed for _, wire in bench.sockets.wires)
