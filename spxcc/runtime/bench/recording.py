"""What recording and replaying cost: processor time of the recorder, seek, decoding with the state, size of a day."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import msgspec

from spxcc.engines.catalog import make_engines
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.library import size_of
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.recorder import Later, Recorder
from spxcc.ledger.recording.writer import Checkpoint, Step
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, OptionQuote, Watermark
from spxcc.market.state import MarketState
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.bench.figure import Figure, absent, quantile
from spxcc.runtime.bench.recording_frames import frames_figure
from spxcc.runtime.bench.timing import spent, timed
from spxcc.runtime.checkpoint import MARKET, Kept, code, freeze, kept_of
from spxcc.runtime.clock import LeapingClock, SystemClock
from spxcc.runtime.engine_inputs import EngineInputs
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recorded import info_of, plan_session
from spxcc.runtime.recording import ENGINES_NS, MARKET_EVENTS, WHOLE_NS
from spxcc.runtime.rewind import Rewinder
from spxcc.runtime.seek import market_at
from spxcc.runtime.shown import SHOWN, WHOLE, Rows, Shown, shown_on

PER_SECOND, SHARE, SEEK_MS, LEAST_RATE, DAY_MB, DAY_MIN = 20_000, 15.0, 300.0, 100_000.0, 150.0, 5.0
DAY_EVENTS, MINUTES, STEPS = 5_000_000, 390, 23_400
ALL_PANELS, SEED = "recording: seek, every panel", 7
PANELS = {
    "price:SPX", "bars:SPX", "gex:SPX", "levels:update", "setups:update", "flow:summary", "regime:update",
    "prediction:update", "coach:message",
}  # fmt: skip


def recording_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Of a simulated morning, and of its quotes as dense as those of a day of five million events."""
    morning, live_from = _simulated(4 if quick else 12)
    dense = _dense(morning, live_from, 6 if quick else 30)
    live = [event for event in morning if event.ts_recv > live_from]
    path = home / "dense.spxcc"
    yield _recorder(path, [event for event in dense if event.ts_recv > live_from], clock)
    path.unlink()
    yield frames_figure(morning, live_from, 3 if quick else 8, home, clock)
    shown, beside = _stood(morning, live, live_from)
    _record(path, dense, clock, shown)
    sim = home / "sim.spxcc"
    _record(sim, live, clock)
    minutes = (live[-1].ts_recv - live_from) / NANOS_PER_MINUTE
    size = (size_of(sim) / minutes * MINUTES + beside) / 2**20
    note = f"from {minutes:.0f} of {MINUTES} minutes, quotes; {beside / 2**20:.0f} of it for seeks"
    yield Figure("recording: simulated day", "MB", (size,), note, DAY_MB)
    with SessionFile(path) as session:
        yield _seek(session, [event for event in dense if event.ts_recv > live_from], 5 if quick else 25)
        yield _rate(session, len(dense))
    yield from _desk_seeks(path, dense[-1].ts_recv, live_from, 5 if quick else 25)
    yield _engines(dense, live_from, quick)


def _recorder(path: Path, events: Sequence[FeedEvent], clock: Clock) -> Figure:
    took = timed(partial(_anew, path, events, clock), 2, 1, 1e6)
    share = tuple(each / len(events) * PER_SECOND / 1e4 for each in took)
    note = f"of a core at {PER_SECOND:,} events/s, from {len(events):,}"
    return Figure("recording: recorder", "%", share, note, SHARE)


def _anew(path: Path, events: Sequence[FeedEvent], clock: Clock) -> None:
    path.unlink(missing_ok=True)
    _record(path, events, clock)


def _record(path: Path, events: Sequence[FeedEvent], clock: Clock, shown: Shown | None = None) -> None:
    """As a run does: a second of a busy feed, then a turn of the thread. shown: checkpoints of the market too, and each
    minute what was shown, which is as much as this."""
    plan = replace(plan_feed(FeedRequest("sim")), start_at=events[0].ts_recv)
    info = info_of(plan, "sim", events[0].ts_recv, EngineInputs(sign_model="standard"), clock.now())
    recorder = Recorder(path, info, lambda folder: 2**40)
    recorder.start()
    state, kept, rows, minute = MarketState("sim"), 0, Rows(), 0
    turn = threading.Event()
    for number, event in enumerate(events, 1):
        recorder.take(event)
        if isinstance(event, Watermark):
            recorder.note(Step(event.ts_event, 6000.0, number, ""))
        if number % PER_SECOND == 0:
            turn.wait(0.5)
        if shown is None:
            continue
        kept = _kept(recorder, state, events, kept, number)
        if isinstance(event, Watermark) and event.ts_event // NANOS_PER_MINUTE > minute:
            _keep_shown(recorder, rows, msgspec.structs.replace(shown, at=event.ts_event), whole=minute == 0)
            minute = event.ts_event // NANOS_PER_MINUTE
    recorder.close()


def _stood(morning: Sequence[FeedEvent], live: Sequence[FeedEvent], at: UnixNanos) -> tuple[Shown, int]:
    """What all engines say of the morning, and bytes that a day keeps for seeks beside its events."""
    pipeline, hub, rows = Pipeline(make_engines(), "sim"), Hub("bench", lambda: at), Rows()
    later = at + NANOS_PER_MINUTE
    sizes: list[int] = []
    for events, instant in ((morning, at), ([event for event in live if event.ts_recv <= later], later)):
        _fold(pipeline, events)
        for item in pipeline.step(instant).publications:
            hub.publish(item.channel, item.value, instant)
        sizes.append(len((rows.row if sizes else rows.whole)(shown_on(hub, instant))))
    state = len(freeze(kept_of(pipeline, hub, later, len(morning))))
    day = MINUTES * NANOS_PER_MINUTE
    return shown_on(hub, later), day // ENGINES_NS * state + MINUTES * sizes[1] + day // WHOLE_NS * sizes[0]


def _keep_shown(recorder: Recorder, rows: Rows, shown: Shown, whole: bool) -> None:
    if whole:
        recorder.note(Later(lambda: Checkpoint(WHOLE, shown.at, recorder.events, code(), rows.whole(shown))))
    recorder.note(Later(lambda: Checkpoint(SHOWN, shown.at, recorder.events, code(), rows.row(shown))))


def _kept(recorder: Recorder, state: MarketState, events: Sequence[FeedEvent], kept: int, number: int) -> int:
    """After so many events, at a step, a checkpoint of the market as they made it; the fold is not the recorder's."""
    event = events[number - 1]
    if number - kept < MARKET_EVENTS or not isinstance(event, Watermark):
        return kept
    for each in events[kept:number]:
        state.fold(each)
    state.snapshot(event.ts_event)
    body = freeze(Kept(event.ts_event, number, state))
    recorder.note(Later(lambda: Checkpoint(MARKET, event.ts_event, number, code(), body)))
    return number


def _seek(session: SessionFile, events: Sequence[FeedEvent], count: int) -> Figure:
    first, last = events[0].ts_recv, events[-1].ts_recv
    targets = [first + (last - first) * (at + 1) // (count + 1) for at in range(count)]
    took = tuple(timed(partial(market_at, session, to), 1)[0] for to in targets)
    density = len(events) / ((last - first) / NANOS_PER_MINUTE)
    note = f"to {count} instants, {density:,.0f} events a minute"
    return Figure("recording: seek, worst", "ms", (max(took),), note, SEEK_MS)


def _desk_seeks(path: Path, last: UnixNanos, first: UnixNanos, count: int) -> Iterable[Figure]:
    """Until what stands at an instant is there to be sent: every channel at a full minute; at any other instant prices,
    candles and session, and the rest as of that minute. The engines catch up afterwards."""
    wall = SystemClock()
    plan, hub = plan_session(path), Hub("bench", wall.now)
    node = Node(plan.build(wall), Pipeline(make_engines(), "sim"), hub, wall)
    rewinder = Rewinder(plan, hub, node, wall)
    targets = [first + (last - first) * (at + 1) // (count + 1) for at in range(count)]
    yield from _panel_seeks(rewinder, first // NANOS_PER_MINUTE + 1, last // NANOS_PER_MINUTE, count)
    took = tuple(timed(partial(rewinder.ahead, to), 1)[0] for to in targets)
    note = f"to {count} instants between, until price and candles are ready to send"
    yield Figure("recording: seek on the desk", "ms", (max(took),), note, SEEK_MS)


def _panel_seeks(rewinder: Rewinder, first: int, last: int, count: int) -> Iterable[Figure]:
    """To so many minutes from `first` to `last`, in no order, half of them between two steps."""
    minutes = Random(SEED).sample(range(first, last + 1), min(count, last - first + 1))
    took: list[float] = []
    for place, minute in enumerate(minutes):
        to = minute * NANOS_PER_MINUTE + place % 2 * NANOS_PER_SECOND // 2
        if missing := PANELS - rewinder.ahead(to).fresh:
            yield absent(ALL_PANELS, "ms", f"{', '.join(sorted(missing))} not as of a minute that was kept")
            return
        took.append(timed(partial(_ready, rewinder, to), 1)[0])
    note = f"to {len(took)} minutes at random, until the frames of every channel are made"
    yield Figure(f"{ALL_PANELS}, worst", "ms", (max(took),), note, SEEK_MS)
    yield Figure(f"{ALL_PANELS}, 95 of 100", "ms", (quantile(took, 0.95),), note, SEEK_MS)


def _ready(rewinder: Rewinder, to: UnixNanos) -> None:
    hub = rewinder.ahead(to).hub
    assert hub is not None, "what was kept of this minute"
    for name in hub.names():
        hub.snapshot(name)


def _rate(session: SessionFile, count: int) -> Figure:
    def play() -> None:
        state = MarketState("sim")
        for event in session.events():
            state.fold(event)

    took = timed(play, 2, 1, 1.0)
    rate = tuple(count / each for each in took)
    return Figure("recording: decode and fold", "events/s", rate, f"{count:,} events", LEAST_RATE, at_least=True)


def _engines(events: Sequence[FeedEvent], live_from: UnixNanos, quick: bool) -> Figure:
    """Fold and steps a second apart of a part of the day; by events and steps as long as the whole."""
    pipeline = Pipeline(make_engines(), "sim")
    morning = [event for event in events if event.ts_recv <= live_from]
    _fold(pipeline, morning)
    pipeline.step(live_from)
    part = events[len(morning) :][: 13_000 if quick else 150_000]
    fold, step = _parts(pipeline, part)
    minutes = (fold * DAY_EVENTS + step * STEPS) / 60.0
    steps = sum(isinstance(event, Watermark) for event in part)
    note = f"{DAY_EVENTS:,} events, {STEPS:,} steps, from {len(part):,} and {steps:,}"
    return Figure("recording: whole day, engines", "min", (minutes,), note, DAY_MIN)


def _parts(pipeline: Pipeline, part: Sequence[FeedEvent]) -> tuple[float, float]:
    """Processor seconds of folding one event, and of one step."""
    used, counted = [0.0, 0.0], [0, 0]
    waiting: list[FeedEvent] = []
    for event in part:
        waiting.append(event)
        if isinstance(event, Watermark):
            used[0] += spent(partial(_fold, pipeline, tuple(waiting)))
            used[1] += spent(partial(pipeline.step, event.ts_event))
            counted[0] += len(waiting)
            counted[1] += 1
            waiting.clear()
    return used[0] / max(counted[0], 1), used[1] / max(counted[1], 1)


def _fold(pipeline: Pipeline, events: Sequence[FeedEvent]) -> None:
    for event in events:
        pipeline.fold(event)


def _simulated(minutes: int) -> tuple[list[FeedEvent], UnixNanos]:
    """The morning until 10:00 at once and so many minutes from then on; when these begin."""
    plan = plan_feed(FeedRequest("sim", at="10:00"))
    assert plan.start_at is not None
    until = plan.start_at + minutes * NANOS_PER_MINUTE

    async def taken() -> list[FeedEvent]:
        found: list[FeedEvent] = []
        async for event in plan.build(LeapingClock(plan.start_at or 0)).events():
            if event.ts_recv > until:
                break
            found.append(event)
        return found

    return asyncio.run(taken()), plan.start_at


def _dense(events: Sequence[FeedEvent], live_from: UnixNanos, minutes: int) -> list[FeedEvent]:
    """The morning, then its quotes again and again, 12,800 a minute, a step after each second."""
    quotes = [event for event in events if isinstance(event, OptionQuote) and event.ts_recv > live_from]
    dense = [event for event in events if event.ts_recv <= live_from]
    each = DAY_EVENTS // MINUTES // 60
    at = live_from
    for second in range(minutes * 60):
        for place in range(each):
            quote = quotes[(second * each + place) % len(quotes)]
            ts = at + place * NANOS_PER_MILLI
            dense.append(_moved(quote, ts))
        at += NANOS_PER_SECOND
        dense.append(Watermark(ts_event=at, ts_recv=at, source="sim"))
    return dense


def _moved(quote: OptionQuote, ts: UnixNanos) -> OptionQuote:
    return OptionQuote(
        ts_event=ts, ts_recv=ts, source=quote.source, contract=quote.contract, bid=quote.bid, ask=quote.ask,
        bid_size=quote.bid_size, ask_size=quote.ask_size,
    )  # fmt: skip
