"""The feed over a small market and scripted sockets."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from spxcc.feeds.massive.feed import Access, MassiveFeed
from spxcc.feeds.massive.params import CallLimits
from spxcc.market.events import (
    Bar,
    ChainSnapshot,
    FeedEvent,
    FeedNotice,
    History,
    IndexTick,
    MarketStatus,
    PreviousClose,
    Watermark,
)
from spxcc.market.state import MarketState
from tests.fakes.clock import settle
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import KEY, NOW, Bench, FakeSockets, World

MS = NOW // 1_000_000


class Run:
    """A feed that runs; `events` holds what it said."""

    def __init__(self, world: World, refusing: int = 0) -> None:
        self.world = world
        self.bench = Bench(world, CallLimits(tries=1))
        self.clock = self.bench.clock
        self.sockets = FakeSockets(refusing)
        access = Access("wss://massive.example", KEY, "live")
        self.feed = MassiveFeed(self.bench.client, self.sockets.connect, self.clock, access)
        self.events: list[FeedEvent] = []
        self.task = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for event in self.feed.events():
            self.events.append(event)

    async def runs(self, seconds: float) -> list[FeedEvent]:
        """What is said within `seconds`."""
        before = len(self.events)
        for _ in range(int(seconds * 4)):
            await self.clock.advance(0.25)
            await asyncio.to_thread(int)  # the parsing thread's turn
        await settle()
        return self.events[before:]

    async def login(self) -> None:
        """All three clusters, all wishes acknowledged."""
        for _, wire in self.sockets.wires:
            if not wire.params():
                wire.status("auth_success")
        await self.clock.advance(0.5)
        for _, wire in self.sockets.wires:
            wire.acknowledge()
        await settle()

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def run() -> AsyncIterator[Run]:
    made = Run(World())
    yield made
    await made.stop()


def notices(events: list[FeedEvent]) -> dict[str, FeedNotice]:
    return {each.code: each for each in events if isinstance(each, FeedNotice)}


async def test_it_begins_with_context_chains_and_steps(run: Run) -> None:
    events = await run.runs(3)
    kinds = {type(each) for each in events}
    assert {History, PreviousClose, ChainSnapshot, IndexTick, Watermark} <= kinds
    first = next(at for at, each in enumerate(events) if isinstance(each, Watermark))
    assert any(isinstance(each, ChainSnapshot) for each in events[:first]), "the first step has something to show"
    assert {each.source for each in events} == {"massive"}
    assert [each.ts_recv for each in events] == sorted(each.ts_recv for each in events)


async def test_the_market_folds_it(run: Run) -> None:
    state = MarketState("live")
    for event in await run.runs(20):
        state.fold(event)
    snapshot = state.snapshot(run.clock.now())
    assert snapshot.counters.rejected == 0
    assert {name: len(chain) for name, chain in snapshot.chains.items()} == {"SPX": 4 * 2 * 481, "SPY": 4 * 2 * 241}
    assert {scope.name: scope.complete for scope in snapshot.chains["SPX"].scopes} == {"": True, "near": True}
    assert snapshot.prices["SPX"].previous_close == 6001.0
    assert snapshot.bars["SPY"].today.volume.tolist() == [100.0, 100.0, 100.0]


async def test_f14_the_session_is_the_calendars_never_the_vendors(run: Run) -> None:
    closed = {"market": "closed", "serverTime": "2026-01-14T11:00:00-05:00"}
    run.world.broken["/v1/marketstatus/now"] = httpx.Response(200, json=closed)
    events = await run.runs(5)
    assert not any(isinstance(each, MarketStatus) for each in events)


async def test_f10_any_stage_may_fail_and_the_others_go_on() -> None:
    paths = ("/v1/marketstatus", "/v2/aggs", "/v3/snapshot/options/I:SPX")
    run = Run(World(broken={path: RuntimeError("a bug") for path in paths}))
    try:
        await _others_go_on(run)
    finally:
        await run.stop()


async def _others_go_on(run: Run) -> None:
    events = await run.runs(3)
    told = notices(events)
    assert {"stage:the clock", "stage:bars of SPX", "stage:the near chain of SPX"} <= set(told)
    assert {each.underlying for each in events if isinstance(each, ChainSnapshot)} == {"SPY"}
    assert any(isinstance(each, Watermark) for each in events)
    run.world.broken.clear()
    later = await run.runs(10)
    assert {each.underlying for each in later if isinstance(each, ChainSnapshot)} == {"SPX", "SPY"}
    assert notices(later)["stage:the near chain of SPX"].level == "info"


async def test_f10_the_opening_bell_is_not_waited_for_by_the_last_pause() -> None:
    run = Run(World())
    try:
        run.clock.shift((at("05:00", "2026-01-15") - NOW) / 1e9)
        await run.runs(2)
        run.world.calls.clear()
        run.clock.shift((at("09:29:50", "2026-01-15") - run.clock.now()) / 1e9)
        await run.runs(1)
        run.world.calls.clear()
        await run.runs(9.5)
        assert run.world.asked("/v3/snapshot/options/SPY"), "asked at the bell"
    finally:
        await run.stop()


async def test_f32_a_round_of_near_chains_is_at_most_twenty_calls(run: Run) -> None:
    await run.runs(7)
    before = len(run.world.asked("/v3/snapshot/options"))
    await run.runs(3)
    assert 0 < len(run.world.asked("/v3/snapshot/options")) - before <= 20


async def test_the_whole_chain_comes_every_ten_minutes_at_least(run: Run) -> None:
    await run.runs(8)
    seen = [each.ts_recv for each in run.events if isinstance(each, ChainSnapshot) and not each.scope]
    run.clock.shift(285)
    await run.runs(25)
    again = [each.ts_recv for each in run.events if isinstance(each, ChainSnapshot) and not each.scope]
    assert (len(seen), len(again)) == (2, 4)


async def test_where_nothing_comes_any_more_the_steps_stop_after_the_reason_was_told(run: Run) -> None:
    await run.runs(3)
    run.world.broken["/"] = httpx.ConnectError("gone")
    events = await run.runs(15)
    last = max(at for at, each in enumerate(events) if isinstance(each, Watermark))
    told = notices(events[: last + 1])
    assert told["stage:the near chain of SPX"].level == "error"
    assert events[-1].ts_recv < run.clock.now() or not isinstance(events[-1], Watermark)
    quiet = await run.runs(3)
    assert not any(isinstance(each, Watermark) for each in quiet)
    run.world.broken.clear()
    back = await run.runs(10)
    assert any(isinstance(each, Watermark) for each in back)
    assert any(isinstance(each, ChainSnapshot) for each in back)


async def test_f13_a_single_price_may_be_asked_for(run: Run) -> None:
    price = await run.feed.price_of("AAPL")
    assert (price.symbol, price.price) == ("AAPL", 100.25)


async def test_a_key_revoked_in_the_session_is_told_and_the_last_values_stay(run: Run) -> None:
    await run.runs(6)
    run.world.broken["/"] = httpx.Response(401, json={"error": "Unknown API Key"})
    under_way = await run.runs(2)
    events = await run.runs(10)
    assert "HTTP status 401 (Unknown API Key)" in notices(under_way + events)["stage:the near chain of SPX"].text
    assert not any(isinstance(each, ChainSnapshot) for each in events)


async def test_streams_bring_values_bars_and_repairs(run: Run) -> None:
    await run.runs(1)
    await run.login()
    wire = run.sockets.of("indices")[0]
    wire.say({"ev": "V", "val": 6001.5, "T": "I:SPX", "t": MS + 1000})
    start = at("10:58") // 1_000_000
    wire.say({"ev": "AM", "sym": "I:SPX", "o": 1, "h": 2, "l": 1, "c": 2, "s": start, "e": start + 60_000})
    events = await run.runs(1)
    assert any(isinstance(each, IndexTick) and each.price == 6001.5 for each in events)
    assert any(isinstance(each, Bar) and each.start == at("10:58") for each in events)
    assert run.feed.streams.up


async def test_no_text_shows_the_key() -> None:
    run = Run(World(broken={"/": httpx.ConnectError(f"no way for {KEY}")}), refusing=3)
    try:
        events = await run.runs(6)
        assert notices(events)
        assert not any(KEY in repr(each) for each in events)
        assert KEY not in repr(run.feed.__dict__["_access"])
    finally:
        await run.stop()
    assert run.bench.http.is_closed
