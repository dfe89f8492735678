"""The transport of a replay: what it does to time, and that it does nothing to what is computed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from spxcc.engines.catalog import ENGINES
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.digest import Digest
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.transport import Transport
from tests.fakes.clock import ManualClock, settle
from tests.runtime.digest_run import CutFeed, digest_of

START = 1_750_000_020 * NANOS_PER_SECOND
END = START + 60 * NANOS_PER_MINUTE


class Ticks:
    """A watermark each second from the start to the end."""

    name = "ticks"
    mode: Mode = "sim"

    def __init__(self, clock: Transport) -> None:
        self._clock = clock

    async def events(self) -> AsyncIterator[FeedEvent]:
        for ts in range(START - NANOS_PER_SECOND, END + 1, NANOS_PER_SECOND):
            ahead = ts - self._clock.now()
            if ts > START and ahead > 0:
                await self._clock.sleep(ahead / NANOS_PER_SECOND)
            yield Watermark(ts_event=ts, ts_recv=ts, source="ticks")


class Played:
    """A feed under way, and the seconds after the start whose steps were taken."""

    def __init__(self, speed: float | None = 1.0) -> None:
        self.wall = ManualClock()
        self.transport = Transport(START, END, speed, self.wall)
        self.taken: list[int] = []
        self.task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        async for event in self.transport.paced(Ticks(self.transport)).events():
            self.taken.append((event.ts_event - START) // NANOS_PER_SECOND)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})


async def test_it_keeps_the_pace_and_a_pause_holds_it_and_play_goes_on() -> None:
    played = Played()
    await played.wall.advance(3.2)
    assert played.taken == [-1, 0, 1, 2, 3]
    played.transport.pause()
    await played.wall.advance(100)
    assert played.taken[-1] == 3
    assert played.transport.held
    assert played.transport.cadence(1.0) is None
    assert (played.transport.now() - START) / NANOS_PER_SECOND == pytest.approx(3.2)
    played.transport.play()
    await played.wall.advance(2)
    assert played.taken[-1] == 5
    await played.stop()


async def test_another_speed_counts_from_now_on_even_while_it_waits() -> None:
    played = Played()
    await played.wall.advance(1.5)
    played.transport.at_speed(10)
    await played.wall.advance(1)
    assert played.taken[-1] == 11
    assert played.transport.cadence(60) == 6
    with pytest.raises(ValueError, match="above 0"):
        played.transport.at_speed(0)
    await played.stop()


async def test_a_step_is_one_step_and_a_bar_ends_at_its_minute() -> None:
    played = Played()
    await played.wall.advance(1.5)
    played.transport.step()
    await settle()
    assert (played.taken[-1], played.transport.held) == (2, True)
    played.transport.step_bar()
    await settle(2_000)
    assert (START + played.taken[-1] * NANOS_PER_SECOND) % NANOS_PER_MINUTE == 0
    assert played.transport.held
    await played.stop()


async def test_it_hurries_to_a_time_and_then_keeps_its_pace() -> None:
    played = Played()
    await played.wall.advance(1)
    played.transport.go_to(START + 600 * NANOS_PER_SECOND)
    await settle(10_000)
    assert played.taken[-1] == 600
    await played.wall.advance(2)
    assert played.taken[-1] == 602
    assert played.transport.target is None
    await played.stop()


async def test_it_stays_paused_after_hurrying_if_it_was() -> None:
    played = Played()
    await played.wall.advance(1)
    played.transport.pause()
    played.transport.go_to(START + 30 * NANOS_PER_SECOND)
    await settle(2_000)
    assert (played.taken[-1], played.transport.held) == (30, True)
    await played.stop()


async def test_backwards_and_beyond_the_end_are_refused_with_what_to_do() -> None:
    played = Played()
    await played.wall.advance(5)
    with pytest.raises(ValueError, match="start it again with --at"):
        played.transport.go_to(START)
    with pytest.raises(ValueError, match="within the session"):
        played.transport.go_to(END + 1)
    await played.stop()


async def test_as_fast_as_it_goes_ends_and_leaves_nothing_to_pace() -> None:
    played = Played(None)
    await asyncio.wait_for(played.task, 10)
    assert played.taken[-1] == 3600
    assert played.transport.finished
    assert played.transport.held
    assert played.transport.monotonic() == 3600


async def test_a_feed_that_lags_is_held_at_its_next_step_and_catches_up() -> None:
    played = Played()
    await settle()
    played.wall.shift(20)
    played.transport.pause()
    await settle(200)
    assert played.taken[-1] == 0
    played.transport.play()
    await settle(200)
    assert played.taken[-1] == 20
    await played.stop()


async def test_f56_however_it_is_driven_what_is_computed_is_the_same_to_the_byte() -> None:
    seconds = 20
    plain = await digest_of("flip-loss", 7, seconds / 60)
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    wall, until = SystemClock(), plan.start_at + seconds * NANOS_PER_SECOND
    transport = Transport(plan.start_at, until + NANOS_PER_MINUTE, 60.0, wall)
    hub, digest = Hub("other", wall.now), Digest()
    hub.observers.append(digest)
    feed = CutFeed(transport.paced(plan.build(transport)), until)
    node = Node(feed, Pipeline(ENGINES, plan.mode), hub, wall, pace=lambda: transport.cadence(0.25))
    running = asyncio.ensure_future(node.run())
    await node.caught_up.wait()
    transport.pause()
    await wall.sleep(0.05)
    for _ in range(5):
        transport.step()
        await wall.sleep(0.02)
    transport.at_speed(7)
    transport.play()
    await wall.sleep(0.1)
    transport.go_to(plan.start_at + seconds // 2 * NANOS_PER_SECOND)
    await wall.sleep(0.05)
    transport.at_speed(None)
    await running
    assert node.failure is None
    assert (digest.frames, digest.hexdigest()) == (plain.frames, plain.hexdigest())
