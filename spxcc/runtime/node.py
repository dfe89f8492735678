"""The node: drives a feed through the pipeline and publishes what the engines say."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from spxcc.engines.engine import Run
from spxcc.engines.graph import StepResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.supervisor import Supervised
from spxcc.market.clock import Clock
from spxcc.market.events import ChainSnapshot, FeedEvent, LedgerFact, Watermark
from spxcc.market.feed import Feed
from spxcc.market.units import UnixNanos
from spxcc.runtime.pipeline import Pipeline

log = logging.getLogger(__name__)

SILENCE_S = 2.5
"""Longest time without a step before what was said last is marked stale; minute bars have a longer one of their own."""
WATCH_S = 0.5


class Listener(Protocol):
    """Told on the loop's thread, after the channels."""

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """A step was published."""

    def silent(self, why: str) -> None:
        """The feed failed or sends nothing."""


class Node:
    """`run` plays the feed to its end; no failure of a stage ends it.

    wall: the machine's clock, for the watch over a silent feed. cadence_s: wall seconds between two steps that the
    feed promises; three of them without a step are silence. pace: what `cadence_s` is now where that changes, `None`
    while nothing is meant to come.
    """

    def __init__(
        self, feed: Feed, pipeline: Pipeline, hub: Hub, wall: Clock, cadence_s: float = 0.0,
        pace: Callable[[], float | None] | None = None,
    ) -> None:  # fmt: skip
        self._feed = feed
        self.pipeline = pipeline
        self._hub = hub
        self._wall = wall
        self._pace = pace if pace is not None else lambda: cadence_s
        self._stepped = wall.monotonic()
        self._stale = self._busy = False
        self.publishing = False
        self._playing: asyncio.Future[None] | None = None
        self._turned: asyncio.Event | None = None
        self._wanted = asyncio.Event()
        self.caught_up = asyncio.Event()
        self.results: Mapping[str, Any] = {}
        self.runs: Mapping[str, Run[Any, Any]] = {}
        self.as_of: UnixNanos | None = None
        self.failure: str | None = None
        self.finished = False
        self.listeners: list[Listener] = []
        self.lingers = self.revives = False
        self.stage = Supervised("feed", self._once, wall)
        self.events = 0
        self.facts_count = True

    async def run(self) -> None:
        """Play the feed; afterwards its last state stays served, and `halt` may still take it back if it `lingers`."""
        watch = asyncio.ensure_future(self._watch())
        try:
            while True:
                self._playing = asyncio.ensure_future(self._play())
                await asyncio.wait({self._playing})
                self.finished = self._turned is None
                if self._turned is None and self.lingers:
                    await self._wanted.wait()
                if self._turned is None:
                    return
                await self._turned.wait()
                self._turned = None
                self._wanted.clear()
        finally:
            if self._playing is not None:
                self._playing.cancel()
            self.finished = True
            self.caught_up.set()
            watch.cancel()

    async def halt(self) -> None:
        """Stop playing, between two events, until `resume`."""
        self._turned = asyncio.Event()
        self._wanted.set()
        if self._playing is not None and not self._playing.done():
            self._playing.cancel()
            await asyncio.wait({self._playing})
        self._busy = self.publishing = False

    def stand(self, pipeline: Pipeline, step: StepResult | None, as_of: UnixNanos, events: int) -> None:
        """While it is halted: it is at another place, where `events` have been taken and `step` was the last."""
        self.pipeline, self.as_of, self.events = pipeline, as_of, events
        if step is not None:
            self.results, self.runs = step.results, step.runs

    def resume(self, feed: Feed) -> None:
        """Go on with `feed`."""
        self._feed = feed
        self._stepped, self._stale, self.finished = self._wall.monotonic(), False, False
        if self._turned is not None:
            self._turned.set()

    async def _play(self) -> None:
        if self.revives:
            await self.stage.run()
            return
        with suppress(Exception):
            await self._once()

    async def _once(self) -> None:
        """The feed to its end. What ends it early is told, and raised."""
        try:
            async for event in self._feed.events():
                await self._take(event)
        except Exception as error:
            log.exception("the feed %s failed", self._feed.name)
            self.failure = f"the feed {self._feed.name} failed: {type(error).__name__}: {error}"
            self._busy = False
            self._mark_stale(self.failure, self.failure)
            raise

    async def _take(self, event: FeedEvent) -> None:
        self.events += self.facts_count or not isinstance(event, LedgerFact)
        if isinstance(event, ChainSnapshot):
            # A whole chain takes a tenth of a second the first time; the readers must not wait for it.
            await asyncio.to_thread(self.pipeline.fold, event)
        else:
            self.pipeline.fold(event)
        if not isinstance(event, Watermark):
            return
        as_of = event.ts_event
        self._busy = True
        heavy = self.pipeline.heavy(as_of)
        # A price must not wait for the engines that take long.
        self._publish(self.pipeline.begin(as_of), as_of)
        if heavy:
            await self._wall.sleep(0)
            result = await asyncio.to_thread(self.pipeline.finish)
        else:
            result = self.pipeline.finish()
        self._busy = False
        self.results, self.runs, self.as_of = result.results, result.runs, as_of
        self._stepped, self._stale = self._wall.monotonic(), False
        self.failure = None
        self._publish(result, as_of)
        for listener in self.listeners:
            self._call(listener.stepped, result, as_of)
        self.caught_up.set()
        # A feed that runs as fast as it can would starve the readers without a turn of the loop after each step.
        await self._wall.sleep(0)

    def _publish(self, step: StepResult, as_of: UnixNanos) -> None:
        self.publishing = True
        publish_step(self._hub, self.pipeline, step, as_of)
        self.publishing = False

    async def _watch(self) -> None:
        while True:
            await self._wall.sleep(WATCH_S)
            cadence_s = self._pace()
            if cadence_s is None or self.finished or self._turned is not None:
                self._stepped = self._wall.monotonic()
                continue
            silent = self._wall.monotonic() - self._stepped > max(SILENCE_S, 3.0 * cadence_s)
            if silent and not self._stale and not self._busy:
                self._mark_stale(f"the feed {self._feed.name} is silent")

    def _mark_stale(self, why: str, reason: str | None = None) -> None:
        self._stale = True
        log.warning("%s", why)
        for name in self._hub.names():
            self._hub.mark_stale(name, reason)
        for listener in self.listeners:
            self._call(listener.silent, why)

    def _call(self, told: Callable[..., None], *news: Any) -> None:
        """A listener that fails ends nothing but itself."""
        try:
            told(*news)
        except Exception:
            log.exception("a listener of the steps failed")


def publish_step(hub: Hub, pipeline: Pipeline, step: StepResult, as_of: UnixNanos) -> None:
    """Send what the engines say, and which of them failed; a value that cannot be sent harms no other."""
    for item in step.publications:
        try:
            hub.publish(item.channel, item.value, as_of)
        except Exception as error:
            log.exception("%s could not be published", item.channel.name)
            hub.fail(item.channel.name, f"its value could not be published: {type(error).__name__}")
    for engine in pipeline.graph.engines:
        outcome = step.outcomes.get(engine.key.name)
        if outcome is not None and outcome.state == "failed" and engine.key.name in step.ran:
            for channel in engine.channels:
                hub.fail(channel.name, outcome.reason or f"the {engine.key.name} engine failed")
