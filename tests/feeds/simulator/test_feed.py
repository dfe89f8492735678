"""The feed: order, pacing, and the same events however and wherever it is played."""

import asyncio
import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from spxcc.feeds.simulator.feed import DATE, SimulatorFeed
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.market.events import Bar, ChainSnapshot, FeedEvent, IndexTick, OptionTrade, Watermark
from spxcc.market.session import at_exchange, hours
from spxcc.market.state import MarketState
from spxcc.runtime.clock import LeapingClock
from tests.fakes.clock import ManualClock
from tests.feeds.simulator.days import NAMES, events_until, feed_of, first_minutes

ROOT = Path(__file__).parents[3]
START = at_exchange(DATE, "11:00")
SECOND = 10**9

PROGRAM = """
import asyncio, sys
from tests.feeds.simulator.test_feed import printed_digest
asyncio.run(printed_digest(sys.argv[1], int(sys.argv[2])))
"""


def digest(events: list[FeedEvent]) -> str:
    """SHA-256 over the encoded events."""
    found = hashlib.sha256()
    for event in events:
        found.update(msgspec.json.encode(event))
    return found.hexdigest()


async def printed_digest(name: str, seed: int) -> None:
    """For a process of its own."""
    print(digest(list(await first_minutes(name, seed, 2))))


def elsewhere(**environment: str) -> str:
    """The digest in a fresh process."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, "flip-loss", "7"],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def test_fresh_processes_agree_whatever_their_environment() -> None:
    one = elsewhere(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="C")
    two = elsewhere(PYTHONHASHSEED="4242", TZ="America/Sao_Paulo", LANG="de_DE.UTF-8")
    assert len(one) == 64
    assert one == two


@pytest.mark.slow
async def test_another_seed_or_scenario_is_another_day() -> None:
    found = {digest(list(await first_minutes(name, seed, 1))) for name in NAMES for seed in (7, 8)}
    assert len(found) == 2 * len(NAMES)


async def test_the_clock_changes_nothing_but_the_pace() -> None:
    until = START + 20 * SECOND
    fast = await events_until(feed_of(LeapingClock(START)), until)
    clock = ManualClock(START)
    playing = asyncio.ensure_future(events_until(feed_of(clock), until))
    while not playing.done():
        await clock.advance(0.9)
    late = ManualClock(START + 3_600 * SECOND)
    assert digest(fast) == digest(await playing) == digest(await events_until(feed_of(late), until))


async def test_the_morning_comes_at_once_and_then_the_clock_paces() -> None:
    clock = ManualClock(START)
    got: list[FeedEvent] = []
    heard = got.append

    async def play() -> None:
        async for event in feed_of(clock).events():
            heard(event)

    playing = asyncio.ensure_future(play())
    await clock.advance(0)
    assert isinstance(got[-1], Watermark)
    assert got[-1].ts_event == START
    assert clock.sleepers == 1
    await clock.advance(1.0)
    assert [event.ts_event for event in got if isinstance(event, Watermark)][-4:] == [
        START + step * SECOND // 4 for step in (1, 2, 3, 4)
    ]
    assert got[-1].ts_recv <= clock.now()
    playing.cancel()


async def test_a_first_screen_has_a_morning() -> None:
    events = await events_until(feed_of(LeapingClock(START)), START)
    for symbol in ("SPX", "SPY", "VIX"):
        assert sum(isinstance(event, Bar) and event.symbol == symbol for event in events) == 90
    steps = [event for event in events if isinstance(event, Watermark)]
    assert 3 <= len(steps) <= 25
    at = {event.ts_event for event in events if isinstance(event, ChainSnapshot) and event.underlying == "SPX"}
    assert {step.ts_event for step in steps} <= at
    assert at_exchange(DATE, "09:30") in at
    state = MarketState("sim")
    for event in events:
        state.fold(event)
    snapshot = state.snapshot(START)
    assert len(snapshot.bars["SPX"].today) == 90
    assert len(snapshot.bars["SPX"].daily) == 60
    assert snapshot.counters.rejected == snapshot.counters.stale_ticks == 0
    assert len(snapshot.chains["SPX"]) > 2_000


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
async def test_a_whole_day_is_in_order_and_inside_its_session(name: str) -> None:
    scenario = scenario_named(name)
    session = hours(scenario.date)
    assert session is not None
    last, steps = session.open_at, [session.open_at]
    state, start = MarketState("sim"), session.close_at - 600 * SECOND
    clock = LeapingClock(session.open_at)
    async for event in SimulatorFeed(scenario, 7, clock, scenario.date, start).events():
        assert session.open_at <= event.ts_recv <= session.close_at
        assert event.ts_recv >= last
        last = event.ts_recv
        state.fold(event)
        if isinstance(event, Watermark):
            assert event.ts_event > steps[-1]
            steps.append(event.ts_event)
    assert steps[-1] == session.close_at
    assert all(later - earlier == SECOND // 4 for earlier, later in pairwise(steps[-2_400:]))
    counters = state.snapshot(session.close_at - 1).counters
    assert (counters.rejected, counters.stale_ticks) == (0, 0)


async def test_a_start_between_minutes_hands_over_the_ticks_of_its_own() -> None:
    start = START + 30 * SECOND
    events = await events_until(feed_of(ManualClock(start), start="11:00:30"), start)
    ticks = [event for event in events if isinstance(event, IndexTick) and event.symbol == "SPX"]
    assert [tick.ts_event // SECOND for tick in ticks] == [START // SECOND + at for at in range(30)]


async def test_a_start_at_the_open_and_at_the_close() -> None:
    session = hours(DATE)
    assert session is not None
    opening = await events_until(feed_of(LeapingClock(session.open_at), start="09:30"), session.open_at)
    assert isinstance(opening[-1], Watermark)
    closing = [event async for event in feed_of(LeapingClock(session.close_at), start="16:00").events()]
    assert isinstance(closing[-1], Watermark)
    assert closing[-1].ts_event == session.close_at
    assert sum(isinstance(event, Bar) and event.symbol == "SPX" for event in closing) == 390


async def test_bars_of_one_start_are_the_ticks_of_another() -> None:
    bars = {
        event.start: event
        for event in await events_until(feed_of(LeapingClock(START)), START)
        if isinstance(event, Bar) and event.symbol == "SPX"
    }
    state = MarketState("sim")
    early = at_exchange(DATE, "10:50")
    for event in await events_until(feed_of(LeapingClock(early), start="10:50"), START):
        state.fold(event)
    today = state.snapshot(START).bars["SPX"].today
    for at in range(81, 90):
        bar = bars[int(today.start[at])]
        # A minute of ticks opens at the close before; a bar at its own first value.
        assert (today.high[at], today.low[at], today.close[at]) == (
            max(bar.high, today.open[at]), min(bar.low, today.open[at]), bar.close
        )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_a_sweep_and_a_block_come_within_five_seconds(name: str) -> None:
    start = SimulatorFeed.default_start(scenario_named(name))
    trades = [
        event
        for event in await first_minutes(name, 7, 1)
        if isinstance(event, OptionTrade) and start < event.ts_recv <= start + 5 * SECOND
    ]
    assert any(trade.size >= 1_000 and trade.conditions[0] in (229, 231) for trade in trades)
    bursts = [
        sum(
            other.contract == trade.contract and 0 <= other.ts_event - trade.ts_event <= SECOND // 4 for other in trades
        )
        for trade in trades
        if trade.conditions == (209,)
    ]
    assert max(bursts) >= 3


def test_it_says_what_it_is() -> None:
    feed = feed_of(ManualClock(START))
    assert (feed.name, feed.mode, feed.start_at) == ("sim", "sim", START)
    assert SimulatorFeed.default_start(scenario_named("pin")) == START


def test_a_start_outside_the_session_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a start within the session of 2026-03-24"):
        feed_of(ManualClock(START), start="16:30")
