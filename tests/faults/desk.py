"""The backend of a simulated morning whose input can be tampered with, on a clock that is moved by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import connect

from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.market.events import FeedEvent
from spxcc.market.feed import Feed, Mode
from spxcc.runtime.backend import Backend, BackendOptions
from tests.fakes.clock import ManualClock, settle
from tests.fakes.server import Client
from tests.runtime.runs import plain_config

STEP_S, TURNS = 0.25, 12

Change = Callable[[FeedEvent], Iterable[FeedEvent]]
"""What comes instead of an event."""


class Tampered:
    """A feed whose events are changed on their way. `held`: nothing comes until it is let go."""

    def __init__(self, feed: Feed, change: Change) -> None:
        self._feed, self._change = feed, change
        self._free = asyncio.Event()
        self._free.set()
        self.told = 0

    @property
    def name(self) -> str:
        """Of the feed below."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """Of the feed below."""
        return self._feed.mode

    def hold(self) -> None:
        """Nothing comes any more."""
        self._free.clear()

    def let_go(self) -> None:
        """It comes again, with all that was held."""
        self._free.set()

    async def events(self) -> AsyncIterator[FeedEvent]:
        """As changed."""
        async for event in self._feed.events():
            await self._free.wait()
            for changed in self._change(event):
                self.told += 1
                yield changed


def same(event: FeedEvent) -> Iterable[FeedEvent]:
    """No change."""
    return (event,)


def morning(at: str = "11:00", scenario: str = "flip-loss") -> PlannedFeed:
    """A simulated day from this time on."""
    return plan_feed(FeedRequest("sim", scenario, 7, at=at))


class Counted(ThreadPoolExecutor):
    """One thread, and how often it was given work."""

    def __init__(self) -> None:
        super().__init__(1)
        self.given = 0

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        """One more."""
        self.given += 1
        return super().submit(*args, **kwargs)


class Desk:
    """What runs, and how its time passes."""

    def __init__(self, backend: Backend, clock: ManualClock, feed: Tampered, url: str, thread: Counted) -> None:
        self.backend, self.clock, self.feed, self.url = backend, clock, feed, url
        self._thread = thread

    async def plays(self, seconds: float) -> None:
        """Let time pass, step by step."""
        for _ in range(round(seconds / STEP_S)):
            self.clock.shift(STEP_S)
            await self.worked()

    async def worked(self) -> None:
        """Until the thread that folds chains and computes has no work, and none of what was told waits for a step."""
        while True:
            await settle(TURNS)
            before = self._progress()
            await asyncio.to_thread(int)
            await settle(TURNS)
            if self._progress() == (before[0] + 1, *before[1:]):
                return

    def _progress(self) -> tuple[int, int, int | None]:
        return self._thread.given, self.feed.told, self.backend.node.as_of

    @asynccontextmanager
    async def visit(self, *channels: str) -> AsyncIterator[Client]:
        """A client that has the last value of each channel."""
        async with connect(self.url, ping_interval=None, proxy=None, max_size=2**24) as socket:
            reader = Client(socket)
            if channels:
                await reader.say(type="subscribe", channels=list(channels))
            for _ in channels:
                await reader.until("synced")
            yield reader


async def came(reader: Client) -> list[dict[str, Any]]:
    """Every frame up to the answer to a ping of now."""
    await reader.say(type="ping", t=-1)
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] != "pong":
        frames += await reader.read()
    return frames[:-1]


async def asked(reader: Client, kind: str, name: str, **args: Any) -> Any:
    """The data of a query's answer, or of a command's."""
    await reader.socket.send(json.dumps({"type": kind, "name": name, "args": args, "id": name}))
    parts: list[Any] = []
    while True:
        (frame,) = await reader.read()
        if frame.get("id") != name:
            continue
        assert frame["type"] in {"answer", "done"}, frame
        parts.append(frame.get("data", frame.get("result")))
        if frame["type"] == "done" or frame["part"] == frame["of"]:
            return parts if len(parts) > 1 else parts[0]


@asynccontextmanager
async def desk(
    change: Change = same,
    options: BackendOptions | None = None,
    plan: PlannedFeed | None = None,
    clock: ManualClock | None = None,
) -> AsyncIterator[Desk]:
    """Running, and caught up with its morning. plan: `None` = the simulated one. clock: `None` = its own."""
    thread = Counted()
    asyncio.get_running_loop().set_default_executor(thread)
    feeds: list[Tampered] = []
    planned, wall = plan or morning(), clock or ManualClock()

    def build(clock: Any) -> Feed:
        feeds.append(Tampered(planned.build(clock), change))
        return feeds[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spxcc.runtime.backend.SystemClock", lambda: wall)
        backend = Backend(replace(planned, build=build), plain_config(), options or BackendOptions(no_auth=True))
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    try:
        running = Desk(backend, wall, feeds[0], address.url, thread)
        if planned.start_at is not None:
            await backend.node.caught_up.wait()
        while not backend.node.caught_up.is_set():
            await running.plays(STEP_S)
        await running.plays(2.0)
        yield running
    finally:
        playing.cancel()
        await asyncio.wait({playing})
        await backend.stop()
