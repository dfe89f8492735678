"""A played session at any instant of it: what stands there is what stood there."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec
import pytest

from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from spxcc.runtime import rewind as module
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import load
from spxcc.runtime.paths import Paths
from spxcc.runtime.recorded import plan_session
from spxcc.runtime.recording import RecordingWish
from spxcc.runtime.rewind import DENSE, MOST, Shelf, Superseded
from spxcc.runtime.shown import shown_at
from tests.fakes.server import settle
from tests.runtime.digest_run import CutFeed

START = "09:31"
EARLY, LATE, END = (at_exchange("2026-03-24", START) + seconds * NANOS_PER_SECOND for seconds in (4, 14, 20))
Shown = dict[str, tuple[bytes, UnixNanos | None]]


def shown(backend: Backend) -> Shown:
    """What each channel of the market holds, and as of when."""
    found: Shown = {}
    for name in backend.hub.names():
        latest = backend.hub.latest(name)
        if latest is not None and name not in ("replay:update", "recording:update"):
            found[name] = latest.data_bytes, latest.as_of
    return found


class Watch:
    """Holds the session at some instants on the way."""

    def __init__(self, backend: Backend, *stops: UnixNanos) -> None:
        self._backend, self._stops = backend, list(stops)
        self.seen: dict[UnixNanos, Shown] = {}
        self.there = asyncio.Event()

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """Note what is shown at a stop; hold at the last one."""
        if self._stops and as_of >= self._stops[0]:
            self.seen[self._stops.pop(0)] = shown(self._backend)
            if not self._stops:
                assert self._backend.day.transport is not None
                self._backend.day.transport.pause()
                self.there.set()

    def silent(self, why: str) -> None:
        """Nothing."""


def backend_of(plan: PlannedFeed, folder: Path, record: Path | None = None) -> Backend:
    paths = Paths(folder, folder, folder)
    wish = None if record is None else RecordingWish(record, Keep(0, 0))
    return Backend(plan, load(paths, {}), BackendOptions(speed=None, lingers=True, recording=wish))


def simulated() -> PlannedFeed:
    """A simulated day that ends twenty seconds after its start, with a step each second."""
    plan = plan_feed(FeedRequest("sim", seed=7, at=START))
    return replace(plan, build=lambda clock: CutFeed(plan.build(clock), END, NANOS_PER_SECOND), cadence_s=1.0)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds of a simulated day."""
    folder = tmp_path_factory.mktemp("sessions")

    async def record() -> None:
        backend = backend_of(simulated(), folder, folder)
        backend.node.lingers = False
        await backend.run()
        backend.database.close()

    asyncio.run(record())
    return sessions(folder)[0]


@pytest.mark.parametrize("source", ["recording", pytest.param("simulator", marks=pytest.mark.slow)])
async def test_f56_back_and_forth_shows_what_was_shown_and_then_goes_on(
    tmp_path: Path, recorded: Path, source: str
) -> None:
    plan = plan_session(recorded) if source == "recording" else simulated()
    backend = backend_of(plan, tmp_path)
    watch = Watch(backend, EARLY, LATE)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    transport, epoch = backend.day.transport, backend.hub.epoch
    assert transport is not None
    for to in (EARLY, LATE, EARLY):
        assert await backend.day.turn(to) == to
        assert shown(backend) == watch.seen[to]
        assert (transport.seen, transport.held, backend.node.as_of) == (to, True, to)
    assert backend.hub.epoch != epoch
    again = Watch(backend, EARLY + NANOS_PER_SECOND, LATE)
    backend.node.listeners.append(again)
    transport.play()
    await again.there.wait()
    assert again.seen[LATE] == watch.seen[LATE]
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


async def test_f56_on_a_long_way_the_market_is_shown_ahead_and_the_rest_says_of_when_it_is(
    tmp_path: Path, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NEAR", 0)
    backend = backend_of(plan_session(recorded), tmp_path)
    watch = Watch(backend, EARLY, LATE)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    rewinder, ahead, reasons = backend.day.rewinder, dict[str, tuple[bytes, UnixNanos | None]](), dict[str, str]()
    assert rewinder is not None
    real = rewinder._brought

    def brought(to: UnixNanos, check: Callable[[], None]) -> module._Run:
        ahead.update(shown(backend))
        reasons.update({name: why for name in ahead if (why := backend.hub.reason(name)) is not None})
        return real(to, check)

    monkeypatch.setattr(rewinder, "_brought", brought)
    assert await backend.day.turn(EARLY) == EARLY
    first = {name for name in ahead if name not in reasons}
    assert first == {"status", *(f"{what}:{symbol}" for what in ("price", "bars") for symbol in ("SPX", "SPY", "VIX"))}
    assert {name: ahead[name][0] for name in first} == {name: watch.seen[EARLY][name][0] for name in first}
    odd = [why for why in reasons.values() if not why.startswith("being computed for 09:31:04")]
    assert odd == []
    late = [name for name, (_, as_of) in ahead.items() if as_of is not None and as_of > EARLY]
    assert late == []
    assert shown(backend) == watch.seen[EARLY]
    assert all(backend.hub.reason(name) is None for name in first)
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


async def test_f56_at_a_minute_that_was_kept_every_channel_is_shown_at_once_as_it_was(
    tmp_path: Path, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SessionFile(recorded) as session:
        kept = shown_at(session, END)
    assert kept is not None
    backend = backend_of(plan_session(recorded), tmp_path)
    watch = Watch(backend, kept.at, LATE)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    rewinder, ahead = backend.day.rewinder, dict[str, tuple[bytes, UnixNanos | None]]()
    assert rewinder is not None
    real = rewinder._brought

    def brought(to: UnixNanos, check: Callable[[], None]) -> module._Run:
        ahead.update(shown(backend))
        return real(to, check)

    monkeypatch.setattr(rewinder, "_brought", brought)
    assert await backend.day.turn(kept.at) == kept.at
    assert ahead == watch.seen[kept.at] == shown(backend)
    assert {"gex:SPX", "levels:update", "regime:update", "flow:alert"} <= set(ahead)
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


class LateSteps:
    """`feed` with a step every twenty seconds, a moment after the full second, as those of a market that lives now."""

    name, mode = "sim", "sim"
    late_ns = 137 * NANOS_PER_MILLI

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's, with fewer and later steps."""
        async for event in self._feed.events():
            if not isinstance(event, Watermark):
                yield event
            elif event.ts_event % (20 * NANOS_PER_SECOND) == 0:
                at = event.ts_event + self.late_ns
                yield msgspec.structs.replace(event, ts_event=at, ts_recv=at)


@pytest.mark.slow
async def test_f56_a_minute_whose_last_step_came_earlier_is_shown_at_once_as_of_that_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = at_exchange("2026-03-24", "09:32")
    plan = plan_feed(FeedRequest("sim", seed=7, at=START))
    late = replace(
        plan,
        build=lambda clock: cast(Feed, LateSteps(CutFeed(plan.build(clock), mark))),
        cadence_s=20.0,
    )
    recording = backend_of(late, tmp_path, tmp_path)
    recording.node.lingers = False
    await recording.run()
    recording.database.close()
    path, stood = sessions(tmp_path)[0], mark - 20 * NANOS_PER_SECOND + LateSteps.late_ns
    with SessionFile(path) as session:
        kept = shown_at(session, mark)
    assert kept is not None
    assert kept.at == stood
    backend = backend_of(plan_session(path), tmp_path)
    watch = Watch(backend, stood, mark)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    rewinder = backend.day.rewinder
    assert rewinder is not None
    for to in (stood, mark, mark + LateSteps.late_ns - 1):
        ahead = rewinder.ahead(to)
        assert ahead.hub is not None
        found = {name: ahead.hub.latest(name) for name in ahead.fresh}
        known = {name: (each.data_bytes, each.as_of) for name, each in found.items() if each is not None}
        assert known == watch.seen[stood]
    assert rewinder.ahead(stood - 1).fresh < ahead.fresh
    assert "gex:SPX" not in rewinder.ahead(mark + LateSteps.late_ns).fresh
    assert await backend.day.turn(mark) == stood
    assert shown(backend) == watch.seen[stood]
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


async def test_f56_a_turn_gives_way_to_the_next_one_and_nothing_plays_in_between(
    tmp_path: Path, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = backend_of(plan_session(recorded), tmp_path)
    watch = Watch(backend, EARLY, LATE)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    rewinder, begun, go_on = backend.day.rewinder, threading.Event(), threading.Event()
    assert rewinder is not None
    real, held = rewinder._brought, [True, False]

    def brought(to: UnixNanos, check: Callable[[], None]) -> module._Run:
        if held.pop(0):
            begun.set()
            assert go_on.wait(10.0)
        return real(to, check)

    monkeypatch.setattr(rewinder, "_brought", brought)
    first = asyncio.ensure_future(backend.day.turn(LATE - NANOS_PER_SECOND))
    await asyncio.to_thread(begun.wait, 10.0)
    steps = backend.node.events
    second = asyncio.ensure_future(backend.day.turn(EARLY))
    await settle(1)
    go_on.set()
    with pytest.raises(Superseded):
        await first
    assert backend.node.events == steps
    assert await second == EARLY
    assert shown(backend) == watch.seen[EARLY]
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


async def test_f56_a_session_that_is_over_can_be_taken_back(tmp_path: Path, recorded: Path) -> None:
    backend = backend_of(plan_session(recorded), tmp_path)
    watch = Watch(backend, END)
    backend.node.listeners.append(watch)
    playing = asyncio.ensure_future(backend.run())
    await watch.there.wait()
    at = await backend.day.turn(END - 1)
    assert at == END - NANOS_PER_SECOND
    assert not playing.done()
    assert await backend.day.turn(at_exchange("2026-03-24", "08:00")) is None
    assert backend.node.as_of == at
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


def test_newer_checkpoints_are_denser_and_there_are_never_too_many() -> None:
    shelf = Shelf()
    for minute in range(400):
        at = minute * NANOS_PER_MINUTE + 5
        assert shelf.due(at)
        shelf.put(at, str(minute).encode())
        assert not shelf.due(at + 1)
    assert DENSE < len(shelf) <= MOST
    for minute in range(400 - DENSE, 400):
        assert shelf.before(minute * NANOS_PER_MINUTE + 5) == str(minute).encode()
    assert shelf.before(25 * NANOS_PER_MINUTE) == b"20"
    assert shelf.before(0) is None
