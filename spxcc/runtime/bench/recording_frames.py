"""What recording does to frames: how late a timer of 20 frames a second is called beside a feed that is recorded."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from spxcc.engines.catalog import CHANNELS, make_engines
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.library import Keep
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, OptionQuote, Watermark
from spxcc.market.feed import Mode
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.digest import Digest, StepFrames
from spxcc.runtime.engine_inputs import EngineInputs
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recorded import info_of
from spxcc.runtime.recording import RecordingDesk, RecordingWish

PER_SECOND, FRAMES = 20_000, 20
SLICES = 100
"""Portions in which the events of a second come."""
RUNS = 3
"""Each has checkpoints of both kinds; what else the machine does in one of them does not decide."""


def frames_figure(morning: Sequence[FeedEvent], live_from: UnixNanos, seconds: int, home: Path, clock: Clock) -> Figure:
    """The latest frame of runs that are recorded at `PER_SECOND` events; the note tells that of one that is not.

    morning: events, those after `live_from` with quotes among them. All runs take it in first, then `seconds` of the
    machine's time, in which the engines step once a second and their checkpoints are written.
    """
    quotes = [event for event in morning if isinstance(event, OptionQuote) and event.ts_recv > live_from]
    before = [event for event in morning if event.ts_recv <= live_from]
    busy = _busy(quotes, live_from, seconds)
    bare = max(asyncio.run(_late(before, busy, live_from, None, clock)))
    worst: list[float] = []
    for run in range(RUNS):
        path = home / f"frames-{run}.spxcc"
        worst.append(max(asyncio.run(_late(before, busy, live_from, path, clock))))
    note = f"after its time, at {PER_SECOND:,} events/s; {1e3 * bare:.1f} without recording, {RUNS} runs of {seconds} s"
    return Figure("recording: latest frame", "ms", tuple(1e3 * each for each in worst), note, 1e3 / FRAMES)


async def _late(
    morning: Sequence[FeedEvent], busy: Sequence[Sequence[FeedEvent]], live_from: UnixNanos, path: Path | None,
    clock: Clock,
) -> list[float]:  # fmt: skip
    """Seconds after its time that each frame began."""
    hub = Hub("bench", clock.now)
    for channel in CHANNELS:
        hub.declare(channel)
    pipeline = Pipeline(make_engines(), "sim")
    for event in morning:
        pipeline.fold(event)
    pipeline.step(live_from)
    wish = None if path is None else RecordingWish(path.parent, Keep(0, 0), path)
    frames = StepFrames(Digest(), lambda: node.publishing)
    desk = RecordingDesk(wish, "a run of the bench without it", hub, frames, clock)
    node = Node(desk.tapped(_Slices(busy, clock)), pipeline, hub, clock)
    hub.observers.append(frames)
    desk.watch(node)
    node.listeners.append(desk)
    desk.begin(
        info_of(plan_feed(FeedRequest("sim")), "sim", live_from, EngineInputs(sign_model="standard"), clock.now())
    )
    playing = asyncio.ensure_future(node.run())
    found: list[float] = []
    while not playing.done():
        due = clock.monotonic() + 1.0 / FRAMES
        await clock.sleep(1.0 / FRAMES)
        found.append(max(clock.monotonic() - due, 0.0))
    await asyncio.to_thread(desk.end)
    return found


def _busy(quotes: Sequence[OptionQuote], live_from: UnixNanos, seconds: int) -> list[list[FeedEvent]]:
    """By second, its quotes and its step."""
    made: list[list[FeedEvent]] = []
    for second in range(seconds):
        at = live_from + second * NANOS_PER_SECOND
        end = at + NANOS_PER_SECOND
        events: list[FeedEvent] = [
            _moved(quotes[(second * PER_SECOND + place) % len(quotes)], at + place * NANOS_PER_SECOND // PER_SECOND)
            for place in range(PER_SECOND)
        ]
        made.append([*events, Watermark(ts_event=end, ts_recv=end, source="sim")])
    return made


def _moved(quote: OptionQuote, ts: UnixNanos) -> OptionQuote:
    return OptionQuote(
        ts_event=ts, ts_recv=ts, source=quote.source, contract=quote.contract, bid=quote.bid, ask=quote.ask,
        bid_size=quote.bid_size, ask_size=quote.ask_size,
    )  # fmt: skip


class _Slices:
    """A feed of seconds, each spread over one of the machine's."""

    name = "sim"
    mode: Mode = "sim"

    def __init__(self, seconds: Sequence[Sequence[FeedEvent]], clock: Clock) -> None:
        self._seconds, self._clock = seconds, clock

    async def events(self) -> AsyncIterator[FeedEvent]:
        """A portion, then a turn of the loop until the next is due."""
        due = self._clock.monotonic()
        for events in self._seconds:
            size = len(events) // SLICES
            for place, event in enumerate(events):
                if place % size == 0:
                    due += 1.0 / SLICES
                    await self._clock.sleep(due - self._clock.monotonic())
                yield event
