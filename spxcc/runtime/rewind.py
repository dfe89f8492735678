"""Takes a played session to any instant of it: what stands there is computed anew, from the nearest checkpoint on.

What is shown is exactly what was shown, or would have been, when the session came to that instant by itself.
"""

import asyncio
import secrets
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from spxcc.engines.catalog import CHANNELS
from spxcc.engines.engine import Publication
from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import PlannedFeed
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.feed import SessionFeed
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.names import private_name
from spxcc.runtime.checkpoint import ENGINES, Kept, NotACheckpoint, code, freeze, kept_of, thaw
from spxcc.runtime.clock import LeapingClock
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recorded import SessionPlan, market_mode
from spxcc.runtime.seek import stood_at

DENSE, SPARSE = 20, 10
"""So many of the newest checkpoints in memory are a minute apart, and older ones so many minutes."""
MOST = 90
NEAR = 40
"""Steps from a checkpoint that are taken before anybody misses them; on a longer way the market is shown ahead."""


@dataclass(slots=True)
class _Run:
    """A run that is being brought to an instant."""

    pipeline: Pipeline
    hub: Hub
    events: int = 0
    as_of: UnixNanos | None = None
    step: StepResult | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of an instant before its engines are. kept: the checkpoint they are computed from.

    hub: as of `kept`, but with what the prompt engines, which remember nothing, say at the instant on the channels
    `fresh`; `None` where it is not worth showing.
    """

    kept: Kept | None
    hub: Hub | None = None
    fresh: frozenset[str] = frozenset()


class Shelf:
    """Checkpoints of this run in memory, by instant."""

    def __init__(self) -> None:
        self._at: list[UnixNanos] = []
        self._bodies: dict[UnixNanos, bytes] = {}

    def __len__(self) -> int:
        return len(self._at)

    def put(self, at: UnixNanos, body: bytes) -> None:
        """Keep one, and thin out the older ones."""
        if at not in self._bodies:
            self._at.insert(bisect_right(self._at, at), at)
        self._bodies[at] = body
        old = self._at[:-DENSE]
        for each in [one for one in old if one // NANOS_PER_MINUTE % SPARSE] + old[: max(0, len(self._at) - MOST)]:
            if each in self._bodies:
                del self._bodies[each]
                self._at.remove(each)

    def before(self, at: UnixNanos) -> bytes | None:
        """The newest at or before `at`."""
        place = bisect_right(self._at, at)
        return self._bodies[self._at[place - 1]] if place else None

    def due(self, at: UnixNanos) -> bool:
        """Whether `at` is the first step of a minute that has none."""
        place = bisect_right(self._at, at)
        return not place or self._at[place - 1] // NANOS_PER_MINUTE < at // NANOS_PER_MINUTE


class Rewinder:
    """For a feed that is played by `node` and spoken of on `hub`."""

    def __init__(self, plan: PlannedFeed, hub: Hub, node: Node, wall: Clock) -> None:
        self._plan, self._hub, self._node, self._wall = plan, hub, node, wall
        self._engines = node.pipeline.graph.engines
        self._mode: Mode = market_mode(plan)
        self._shelf = Shelf()

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: keep a checkpoint every minute, where somebody may want to go back."""
        if self._node.lingers and self._shelf.due(as_of):
            self._shelf.put(as_of, freeze(kept_of(self._node.pipeline, self._hub, as_of, self._node.events)))

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def saves(self, to: UnixNanos) -> bool:
        """Whether a jump is quicker than the way: the market of a recording is shown at once, and of any other feed
        where a checkpoint lies between here and `to`."""
        at = self._node.as_of
        if at is None or to <= at + NANOS_PER_MINUTE:
            return False
        if session_of(self._plan) is not None and self._node.lingers:
            return True
        found = self._nearest(to)
        return found is not None and found.as_of > at + NANOS_PER_MINUTE

    async def turn(self, to: UnixNanos, paced: Callable[[Feed], Feed], clock: Clock) -> UnixNanos | None:
        """Bring the run to its last step at or before `to`; the instant of that step, `None` where there is none.

        Where that takes long, prices, candles and session of `to` are shown first; the rest says of when it is until
        it is computed. paced: wraps the feed that goes on from there, on `clock`.
        """
        node = self._node
        await node.halt()
        try:
            ahead = await asyncio.to_thread(self.ahead, to)
            self._show(ahead, to)
            run = await asyncio.to_thread(self._brought, ahead.kept, to)
            if run.as_of is not None:
                self._adopt(run.hub)
                node.stand(run.pipeline, run.step, run.as_of, run.events)
        finally:
            node.resume(paced(self._onward(clock, node.events, node.as_of)))
        return run.as_of

    def ahead(self, to: UnixNanos) -> Ahead:
        """From where to compute, and, where that is a long way in a recording, what can be shown before. It waits:
        for a thread of its own."""
        kept, session = self._nearest(to), session_of(self._plan)
        way_ns = None if kept is None else to - kept.as_of
        if session is None or (way_ns is not None and way_ns <= NEAR * self._plan.cadence_s * NANOS_PER_SECOND):
            return Ahead(kept)
        with SessionFile(session.path) as own:
            market, as_of = stood_at(own, to)
        if as_of is None:
            return Ahead(kept)
        hub = self._begun(kept).hub
        pipeline = Pipeline(self._engines, self._mode)
        pipeline.state = market
        said = pipeline.begin(as_of).publications
        self._publish(hub, said, as_of)
        return Ahead(kept, hub, frozenset(item.channel.name for item in said))

    def _show(self, ahead: Ahead, to: UnixNanos) -> None:
        """What stands there already; all else as of its checkpoint, marked, until it is computed."""
        if ahead.hub is None:
            return
        self._adopt(ahead.hub)
        for name in ahead.hub.names():
            if name not in ahead.fresh and private_name(name) is None:
                self._hub.fail(name, _awaited(ahead.hub, name, to))

    def _adopt(self, hub: Hub) -> None:
        self._hub.adopt(hub, lambda name: not hub.knows(name) or private_name(name) is not None)

    def _brought(self, kept: Kept | None, to: UnixNanos) -> _Run:
        """A run of its own that has come to `to`. On a thread of its own."""
        run = self._begun(kept)
        run = asyncio.run(self._rolled(run, to))
        if run.as_of is not None:
            self._keep(run)
        return run

    def _nearest(self, to: UnixNanos) -> Kept | None:
        bodies = [self._shelf.before(to)]
        session = session_of(self._plan)
        if session is not None:
            # A connection of its own: this is another thread than the feed's.
            with SessionFile(session.path) as own:
                found = own.checkpoint(ENGINES, to, code())
            bodies.append(None if found is None else found.body)
        kept: list[Kept] = []
        for body in bodies:
            try:
                kept += [] if body is None else [thaw(body)]
            except NotACheckpoint:
                continue
        return max(kept, key=lambda each: each.as_of, default=None)

    def _begun(self, kept: Kept | None) -> _Run:
        run = _Run(Pipeline(self._engines, self._mode), Hub(secrets.token_hex(6), self._wall.now))
        for channel in CHANNELS:
            run.hub.declare(channel)
        if kept is None or kept.engines is None:
            return run
        run.pipeline.state = kept.market
        said = run.pipeline.graph.restore(kept.engines)
        run.hub.seed_events(kept.sent)
        for item in said:
            run.hub.publish(item.channel, item.value, kept.said_at.get(item.channel.name, kept.as_of))
        run.hub.seed_instants(kept.said_at)
        run.events, run.as_of = kept.events, kept.as_of
        run.step = StepResult(kept.engines.results, kept.engines.outcomes, said)
        return run

    async def _rolled(self, run: _Run, to: UnixNanos) -> _Run:
        """Step by step until the next one would be after `to`; its events are not taken."""
        waiting: list[FeedEvent] = []
        async for event in self._feed(LeapingClock(run.as_of or self._plan.start_at or 0), run.events, to):
            waiting.append(event)
            if not isinstance(event, Watermark):
                continue
            if event.ts_event > to:
                break
            for each in waiting:
                run.pipeline.fold(each)
            run.events += len(waiting)
            waiting.clear()
            run.as_of, run.step = event.ts_event, run.pipeline.step(event.ts_event)
            self._publish(run.hub, run.step.publications, event.ts_event)
            if self._shelf.due(event.ts_event) and to - event.ts_event < DENSE * NANOS_PER_MINUTE:
                self._keep(run)
        return run

    def _publish(self, hub: Hub, said: tuple[Publication, ...], as_of: UnixNanos) -> None:
        for item in said:
            hub.publish(item.channel, item.value, as_of)

    def _feed(self, clock: Clock, first: int, start_at: UnixNanos) -> AsyncIterator[FeedEvent]:
        session = session_of(self._plan)
        if session is not None:
            own = SessionFile(session.path)
            return SessionFeed(own, clock, start_at, first).events()
        return _Later(self._plan.build(clock), first).events()

    def _onward(self, clock: Clock, first: int, as_of: UnixNanos | None) -> Feed:
        session = session_of(self._plan)
        if session is None:
            return _Later(self._plan.build(clock), first)
        return SessionFeed(session, clock, as_of or self._plan.start_at or 0, first)

    def _keep(self, run: _Run) -> None:
        assert run.as_of is not None, "a run that has come somewhere"
        self._shelf.put(run.as_of, freeze(kept_of(run.pipeline, run.hub, run.as_of, run.events)))


def _awaited(hub: Hub, name: str, to: UnixNanos) -> str:
    latest = hub.latest(name)
    at = None if latest is None else latest.as_of
    shown = "" if at is None else f"; this is of {to_exchange(at):%H:%M:%S}"
    return f"being computed for {to_exchange(to):%H:%M:%S}{shown}"


def session_of(plan: PlannedFeed) -> SessionFile | None:
    """The session file that is played, `None` for another feed."""
    return plan.session if isinstance(plan, SessionPlan) else None


class _Later:
    """A feed without its first events."""

    def __init__(self, feed: Feed, first: int) -> None:
        self._feed, self._first = feed, first

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """From the number `first` on."""
        left = self._first
        async for event in self._feed.events():
            if left:
                left -= 1
            else:
                yield event
