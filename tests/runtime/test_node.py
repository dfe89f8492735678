"""The node: steps, failures of stages, silence."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any
from unittest import mock

from spxcc.engines.engine import Engine, Publication, ResultKey
from spxcc.engines.price.compute import ENGINE as PRICE
from spxcc.engines.price.result import price_channel
from spxcc.gateway.hub import Hub
from spxcc.market.events import ChainSnapshot, FeedEvent, Watermark
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.channel import StateChannel
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from tests.fakes.clock import ManualClock, settle
from tests.fakes.feed import ScriptedFeed, ticks

NOON = at_exchange("2026-01-14", "12:00")
SPX = price_channel("SPX")


def made(
    feed: ScriptedFeed, *engines: Engine[Any, Any], cadence_s: float = 0.0
) -> tuple[Node, Hub, ManualClock, Pipeline]:
    clock = ManualClock()
    hub = Hub("e", clock.now)
    hub.declare(SPX)
    pipeline = Pipeline(engines or (PRICE,), "sim")
    return Node(feed, pipeline, hub, clock, cadence_s), hub, clock, pipeline


async def test_every_watermark_is_a_step_whose_results_are_published() -> None:
    node, hub, _, _ = made(ScriptedFeed(ticks(NOON, [6000.0, 6001.0], NANOS_PER_SECOND)))
    seen: list[tuple[str, int, int]] = []
    hub.observers.append(lambda channel, seq, as_of, data: seen.append((channel, seq, as_of)))
    await node.run()
    assert seen == [("price:SPX", 1, NOON), ("price:SPX", 2, NOON + NANOS_PER_SECOND)]
    assert node.finished
    assert node.failure is None
    assert node.as_of == NOON + NANOS_PER_SECOND


async def test_f10_a_failing_engine_takes_its_channels_down_and_comes_back() -> None:
    feed = ScriptedFeed(ticks(NOON, [6000.0, 6001.0, 6002.0], NANOS_PER_SECOND))
    node, hub, _, pipeline = made(feed)
    reasons: list[str | None] = []
    hub.observers.append(lambda channel, seq, as_of, data: reasons.append(hub.reason(channel)))
    pipeline.graph.fail("price")
    stepping = aiter(feed.events())
    for _ in range(2):
        await node._take(await anext(stepping))
    assert hub.reason("price:SPX") == "price engine failed: made to fail on request"
    pipeline.graph.fail("price", failing=False)
    for _ in range(2):
        await node._take(await anext(stepping))
    assert hub.reason("price:SPX") is None
    assert hub.seq("price:SPX") == 1


async def test_f10_a_value_that_cannot_be_sent_fails_its_channel_alone() -> None:
    odd: StateChannel[Any] = StateChannel("odd:update", "odd", object)
    broken: Engine[Any, None] = Engine(
        key=ResultKey("odd"),
        compute=lambda snapshot, upstream, memory: (object(), None),
        initial=lambda: None,
        publish=lambda result: [Publication(odd, result)],
        channels=(odd,),
    )
    node, hub, _, _ = made(ScriptedFeed(ticks(NOON, [6000.0], NANOS_PER_SECOND)), broken, PRICE)
    hub.declare(odd)
    await node.run()
    assert "could not be published" in (hub.reason("odd:update") or "")
    assert hub.seq("price:SPX") == 1


async def test_f10_a_feed_that_fails_leaves_its_last_state_served_as_stale() -> None:
    feed = ScriptedFeed(ticks(NOON, [6000.0], NANOS_PER_SECOND), failure=OSError("gone"))
    node, hub, _, _ = made(feed)
    await node.run()
    assert node.failure == "the feed scripted failed: OSError: gone"
    latest = hub.latest("price:SPX")
    assert latest is not None
    assert latest.stale


async def test_f10_a_feed_that_lives_now_is_started_again_and_says_so_until_it_speaks() -> None:
    class Twice(ScriptedFeed):
        """Fails the first two times."""

        begun = 0

        async def events(self) -> AsyncIterator[FeedEvent]:
            self.begun += 1
            if self.begun < 3:
                raise OSError("gone")
            async for event in super().events():
                yield event

    feed = Twice(ticks(NOON, [6000.0, 6001.0], NANOS_PER_SECOND))
    node, hub, clock, _ = made(feed)
    node.revives = True
    for event in ticks(NOON - NANOS_PER_SECOND, [5999.0], NANOS_PER_SECOND):
        await node._take(event)
    playing = asyncio.ensure_future(node.run())
    await settle()
    assert (node.failure, hub.reason("price:SPX")) == ("the feed scripted failed: OSError: gone",) * 2
    assert _stale(hub)
    await clock.advance(0.5)
    await clock.advance(0.9)
    assert feed.begun == 2
    await clock.advance(0.1)
    await settle()
    assert (feed.begun, node.failure, node.stage.restarts) == (3, None, 2)
    assert (_stale(hub), hub.reason("price:SPX")) == (False, None)
    playing.cancel()
    await asyncio.wait({playing})


async def test_f60_three_seconds_of_silence_mark_everything_stale_and_a_step_heals_it() -> None:
    node, hub, clock, _ = made(ScriptedFeed([]))
    first, second = ticks(NOON, [6000.0, 6001.0], NANOS_PER_SECOND)[:2], ticks(NOON + 9, [6001.0], 1)
    for event in first:
        await node._take(event)
    watch = asyncio.ensure_future(node._watch())
    await settle()
    await clock.advance(2.9)
    assert not _stale(hub)
    await clock.advance(0.7)
    assert _stale(hub)
    for event in second:
        await node._take(event)
    assert not _stale(hub)
    watch.cancel()


async def test_silence_is_measured_by_the_cadence_of_the_feed() -> None:
    node, hub, clock, _ = made(ScriptedFeed([]), cadence_s=60.0)
    for event in ticks(NOON, [6000.0], NANOS_PER_SECOND):
        await node._take(event)
    watch = asyncio.ensure_future(node._watch())
    await settle()
    await clock.advance(179.0)
    assert not _stale(hub)
    await clock.advance(2.0)
    assert _stale(hub)
    watch.cancel()


async def test_a_heavy_step_leaves_the_loop_and_the_next_event_waits_for_it() -> None:
    heavy: Engine[Any, int] = Engine(
        key=ResultKey("heavy"),
        compute=lambda snapshot, upstream, memory: (memory + 1, memory + 1),
        initial=int,
        publish=lambda result: [],
        channels=(),
        heavy=True,
    )
    node, _, _, _ = made(
        ScriptedFeed([Watermark(ts_event=NOON + at, ts_recv=NOON, source="s") for at in (0, 1)]), heavy
    )
    await node.run()
    assert node.results["heavy"] == 2


def _stale(hub: Hub) -> bool:
    latest = hub.latest("price:SPX")
    return latest is not None and latest.stale


async def test_a_whole_chain_is_taken_in_beside_the_loop() -> None:
    chain = ChainSnapshot(ts_event=NOON, ts_recv=NOON, source="scripted", underlying="SPX", rows=())
    node, _, _, pipeline = made(ScriptedFeed([chain, *ticks(NOON, [6000.0], NANOS_PER_SECOND)]))
    threads: dict[str, int] = {}
    fold = pipeline.state.fold

    def noted(event: FeedEvent) -> None:
        threads[type(event).__name__] = threading.get_ident()
        fold(event)

    with mock.patch.object(pipeline.state, "fold", noted):
        await node.run()
    assert threads["IndexTick"] == threading.get_ident() != threads["ChainSnapshot"]
    assert node.failure is None


async def test_a_price_does_not_wait_for_an_engine_that_takes_long() -> None:
    held, begun = threading.Event(), threading.Event()

    def compute(snapshot: Any, upstream: Any, memory: None) -> tuple[int, None]:
        begun.set()
        held.wait(30)
        return 1, None

    slow: Engine[Any, None] = Engine(
        key=ResultKey("slow"), compute=compute, initial=lambda: None, publish=lambda result: [], channels=(), heavy=True
    )
    node, hub, _, _ = made(ScriptedFeed(ticks(NOON, [6000.0], NANOS_PER_SECOND)), slow, PRICE)
    running = asyncio.ensure_future(node.run())
    await asyncio.to_thread(begun.wait, 30)
    assert hub.seq("price:SPX") == 1
    assert not running.done()
    held.set()
    await running
    assert node.as_of == NOON
