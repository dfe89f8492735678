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
from spxcc.runtime.checkpoint import ENGINES, Kept, NotACheckpoint, code, freeze, kept_of, loose, packed, restored, thaw
from spxcc.runtime.clock import LeapingClock
from spxcc.runtime.later_feed import LaterFeed
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recorded import SessionPlan, market_mode
from spxcc.runtime.seek import stood_at
from spxcc.runtime.shown import SHOWN, put_on, shown_at

DENSE, SPARSE = 20, 10
"""So many of the newest checkpoints in memory are a minute apart, and older ones so many minutes."""
MOST = 90
NEAR = 40
"""Steps from a checkpoint that are taken before anybody misses them; on a longer way the market is shown ahead."""
LOOK_S = 0.3
"""Wall time in which what is shown ahead reaches the screens, before anything is computed."""


@dataclass(slots=True)
class _Run:
    """A run that is being brought to an instant."""

    pipeline: Pipeline
    hub: Hub
    events: int = 0
    as_of: UnixNanos | None = None
    step: StepResult | None = None


class Superseded(Exception):
    """Somebody wants to go elsewhere before this turn has ended."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of an instant before its engines are computed. hub: what can be shown; `None` where that is not
    worth it. fresh: channels that are of the instant; the others are as of a minute, or a checkpoint, before it.
    """

    hub: Hub | None = None
    fresh: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Minute:
    """What was shown after a step that was recorded. until: the next step, `None` at the end."""

    at: UnixNanos
    hub: Hub
    until: UnixNanos | None

    def whole(self) -> Ahead:
        """Every channel is of that step."""
        return Ahead(self.hub, frozenset(self.hub.names()))


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

    def at(self, to: UnixNanos) -> UnixNanos | None:
        """When the newest at or before `to` was."""
        place = bisect_right(self._at, to)
        return self._at[place - 1] if place else None

    def before(self, to: UnixNanos) -> bytes | None:
        """The newest at or before `to`."""
        at = self.at(to)
        return None if at is None else self._bodies[at]

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
        self._shelving: set[asyncio.Task[None]] = set()
        self._turning = asyncio.Lock()
        self._wanted: object = None
        self._held = False

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: keep a checkpoint every minute, where somebody may want to go back."""
        if self._node.lingers and not self._shelving and self._shelf.due(as_of):
            body = loose(kept_of(self._node.pipeline, self._hub, as_of, self._node.events))
            task = asyncio.ensure_future(self._shelve(as_of, body))
            self._shelving.add(task)
            task.add_done_callback(self._shelving.discard)

    async def _shelve(self, at: UnixNanos, body: bytes) -> None:
        """The half that frames need not wait for."""
        self._shelf.put(at, await asyncio.to_thread(packed, body))

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

        Where that takes long, what stood there is shown first, as it was recorded; the run catches up behind it.
        paced: wraps the feed that goes on from there, on `clock`. Raises Superseded where another turn is asked for
        meanwhile.
        """
        mine = self._wanted = object()
        async with self._turning:
            self._go_on_for(mine)
            if not self._held:
                self._held = True
                await self._node.halt()
            try:
                at = await self._turned(to, lambda: self._go_on_for(mine))
            except Superseded:
                # The other turn goes on from here; the market stays held for it.
                raise
            except BaseException:
                self._release(paced, clock)
                raise
            self._release(paced, clock)
            return at

    async def _turned(self, to: UnixNanos, check: Callable[[], None]) -> UnixNanos | None:
        if self._shelving:
            await asyncio.wait(tuple(self._shelving))
        ahead = await asyncio.to_thread(self.ahead, to)
        check()
        if self._show(ahead, to):
            # Computing would take the interpreter from those who read and paint this.
            await self._wall.sleep(LOOK_S)
            check()
        run = await asyncio.to_thread(self._brought, to, check)
        check()
        if run.as_of is not None:
            self._adopt(run.hub)
            self._node.stand(run.pipeline, run.step, run.as_of, run.events)
        return run.as_of

    def _go_on_for(self, mine: object) -> None:
        if self._wanted is not mine:
            raise Superseded

    def _release(self, paced: Callable[[Feed], Feed], clock: Clock) -> None:
        self._held = False
        self._node.resume(paced(self._onward(clock, self._node.events, self._node.as_of)))

    def ahead(self, to: UnixNanos) -> Ahead:
        """What can be shown of a recording before the engines are computed. It waits: for a thread of its own.

        All channels where the minute was kept; else prices, candles and session, and the rest as of before.
        """
        session = session_of(self._plan)
        if session is None:
            return Ahead()
        with SessionFile(session.path) as own:
            minute = self._minute(own, to)
            if minute is not None and (minute.until is None or to < minute.until):
                return minute.whole()
            kept_at = self._nearest_at(own, to)
            if kept_at is not None and to - kept_at <= NEAR * self._plan.cadence_s * NANOS_PER_SECOND:
                return Ahead()
            market, as_of = stood_at(own, to)
        if as_of is None:
            return Ahead()
        newer = minute is not None and (kept_at is None or minute.at > kept_at)
        hub = minute.hub if minute is not None and newer else self._begun(self._nearest(to)).hub
        pipeline = Pipeline(self._engines, self._mode)
        pipeline.state = market
        said = pipeline.begin(as_of).publications
        self._publish(hub, said, as_of)
        return Ahead(hub, frozenset(item.channel.name for item in said))

    def _minute(self, own: SessionFile, to: UnixNanos) -> "_Minute | None":
        found, shown, hub = own.checkpoint(SHOWN, to, code()), shown_at(own, to), self._empty()
        if found is None or shown is None:
            return None
        try:
            put_on(hub, shown)
        except NotACheckpoint:
            return None
        return _Minute(shown.at, hub, _next_step(own, found.first))

    def _empty(self) -> Hub:
        hub = Hub(secrets.token_hex(6), self._wall.now)
        for channel in CHANNELS:
            hub.declare(channel)
        return hub

    def _show(self, ahead: Ahead, to: UnixNanos) -> bool:
        """What stands there already, if anything; all else as of before, marked, until it is computed."""
        if ahead.hub is None:
            return False
        self._adopt(ahead.hub)
        for name in ahead.hub.names():
            if name not in ahead.fresh and private_name(name) is None:
                self._hub.fail(name, _awaited(ahead.hub, name, to))
        return True

    def _adopt(self, hub: Hub) -> None:
        self._hub.adopt(hub, lambda name: not hub.knows(name) or private_name(name) is not None)

    def _brought(self, to: UnixNanos, check: Callable[[], None]) -> _Run:
        """A run of its own that has come to `to`, on this thread; `check` raises where nobody waits any more."""
        run = asyncio.run(self._rolled(self._begun(self._nearest(to)), to, check))
        if run.as_of is not None:
            self._keep(run)
        return run

    def _nearest_at(self, own: SessionFile, to: UnixNanos) -> UnixNanos | None:
        """When the checkpoint was from which the engines are computed."""
        found, shelved = own.checkpoint(ENGINES, to, code()), self._shelf.at(to)
        return shelved if found is None else max(found.at, shelved if shelved is not None else found.at)

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
        run = _Run(Pipeline(self._engines, self._mode), self._empty())
        if kept is not None and kept.engines is not None:
            run.step = restored(kept, kept.engines, run.pipeline, run.hub)
            run.events, run.as_of = kept.events, kept.as_of
        return run

    async def _rolled(self, run: _Run, to: UnixNanos, check: Callable[[], None]) -> _Run:
        """Step by step until the next one would be after `to`; its events are not taken."""
        waiting: list[FeedEvent] = []
        async for event in self._feed(LeapingClock(run.as_of or self._plan.start_at or 0), run.events, to):
            waiting.append(event)
            if not isinstance(event, Watermark):
                continue
            if event.ts_event > to:
                break
            check()
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
        return LaterFeed(self._plan.build(clock), first).events()

    def _onward(self, clock: Clock, first: int, as_of: UnixNanos | None) -> Feed:
        session = session_of(self._plan)
        if session is None:
            return LaterFeed(self._plan.build(clock), first)
        return SessionFeed(session, clock, as_of or self._plan.start_at or 0, first)

    def _keep(self, run: _Run) -> None:
        assert run.as_of is not None, "a run that has come somewhere"
        self._shelf.put(run.as_of, freeze(kept_of(run.pipeline, run.hub, run.as_of, run.events)))


def _awaited(hub: Hub, name: str, to: UnixNanos) -> str:
    latest = hub.latest(name)
    at = None if latest is None else latest.as_of
    shown = "" if at is None else f"; this is of {to_exchange(at):%H:%M:%S}"
    return f"being computed for {to_exchange(to):%H:%M:%S}{shown}"


def _next_step(own: SessionFile, first: int) -> UnixNanos | None:
    """The first step among the events from the number `first` on."""
    return next((event.ts_event for event in own.events(first) if isinstance(event, Watermark)), None)


def session_of(plan: PlannedFeed) -> SessionFile | None:
    """The session file that is played, `None` for another feed."""
    return plan.session if isinstance(plan, SessionPlan) else None
