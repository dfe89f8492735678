"""The transport of a replayed or simulated session: market time that can be paused, hurried and stepped.

It changes when the feed's events come, never which ones nor the instants of the steps, so what is computed is the same
however it was driven.
"""

import asyncio
from collections.abc import AsyncIterator

from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

LEAST_SLEEP_S = 1e-6
"""A shorter one would round to none and never end."""


class Transport:
    """The `Clock` that paces one feed from `start` to `end`, and the controls of it.

    speed: market seconds a second of `wall`, `None` = as fast as it goes. `paced` wraps the feed that was built with
    this clock. Everything happens on one event loop.
    """

    def __init__(self, start: UnixNanos, end: UnixNanos, speed: float | None, wall: Clock) -> None:
        _check(speed)
        self.start, self.end = start, end
        self.speed = speed
        self.playing = True
        self.finished = False
        self.seen: UnixNanos = start
        self.target: UnixNanos | None = None
        self._wall = wall
        self._steps = 0
        self._base, self._origin = start, wall.monotonic()
        self._changed = asyncio.Event()

    @property
    def held(self) -> bool:
        """Whether nothing moves until somebody says so."""
        return not (self.playing or self._steps or self.target is not None) or self.finished

    def now(self) -> UnixNanos:
        """Market time."""
        if self.held or self._leaping or self.speed is None:
            return self._base
        return self._base + int((self._wall.monotonic() - self._origin) * self.speed * NANOS_PER_SECOND)

    def monotonic(self) -> float:
        """Market seconds since the start."""
        return (self.now() - self.start) / NANOS_PER_SECOND

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of market time, through pauses and changes of speed."""
        deadline = self.now() + int(max(0.0, seconds) * NANOS_PER_SECOND)
        await self._wall.sleep(0)
        while (left := deadline - self.now()) > 0:
            if self.held:
                await self._changed.wait()
            elif self._leaping or self.speed is None:
                self._leap(deadline)
            else:
                await self._either(max(left / NANOS_PER_SECOND / self.speed, LEAST_SLEEP_S))

    def cadence(self, market_s: float) -> float | None:
        """Wall seconds between two steps that are `market_s` of market time apart; `None` while it is held."""
        if self.held:
            return None
        return 0.0 if self._leaping or self.speed is None else market_s / self.speed

    def play(self) -> None:
        """Go on."""
        self._set(playing=True)

    def pause(self) -> None:
        """Hold after the step under way."""
        self.target, self._steps = None, 0
        self._set(playing=False)

    def at_speed(self, speed: float | None) -> None:
        """Another pace. Raises ValueError for one that is not above 0."""
        _check(speed)
        self._rebase()
        self.speed = speed
        self._notify()

    def step(self) -> None:
        """One step of the engines, then hold."""
        self._rebase()
        self.playing, self._steps = False, self._steps + 1
        self._notify()

    def step_bar(self) -> None:
        """To the end of the minute, then hold."""
        self._rebase()
        self.playing = False
        self.target = min((self.seen // NANOS_PER_MINUTE + 1) * NANOS_PER_MINUTE, self.end)
        self._notify()

    def turn_to(self, instant: UnixNanos) -> None:
        """The session stands at `instant` now, and goes on from there as before."""
        self._rebase()
        self.target, self._steps, self.finished = None, 0, False
        self.seen = self._base = instant
        self._notify()

    def go_to(self, instant: UnixNanos) -> None:
        """Hurry to `instant`, then as before. Raises ValueError for one behind or beyond the end."""
        if instant < self.seen:
            raise ValueError(
                "expected a later time: a replay goes forward only, because what stands was computed on the way; "
                "start it again with --at to see an earlier one"
            )
        if instant > self.end:
            raise ValueError("expected a time within the session")
        self._rebase()
        self.target = instant if instant > self.seen else None
        self._notify()

    def paced(self, feed: Feed) -> Feed:
        """`feed`, held at its steps while this is held."""
        return _Paced(feed, self)

    async def gate(self, ts: UnixNanos) -> None:
        """Wait until the step at `ts` may run; the morning before the start always may."""
        while ts > self.start and self.held:
            await self._changed.wait()

    def passed(self, ts: UnixNanos) -> None:
        """The step at `ts` was taken."""
        if ts <= self.start:
            return
        self.seen = max(self.seen, ts)
        if self._steps:
            self._rebase()
            self._steps -= 1
            self._base = max(self._base, ts)
            self._notify()
        if self.target is not None and ts >= self.target:
            self._arrive()

    def end_of_feed(self) -> None:
        """There is nothing more to pace."""
        self._rebase()
        self.finished = True
        self._notify()

    @property
    def _leaping(self) -> bool:
        return self._steps > 0 or self.target is not None

    def _leap(self, deadline: UnixNanos) -> None:
        """To the deadline at once, but not past where it hurries to."""
        if self.target is not None and not self._steps and deadline > self.target:
            self._arrive()
        else:
            self._base = max(self._base, deadline)

    def _arrive(self) -> None:
        assert self.target is not None
        self._base, self.target = max(self._base, self.target), None
        self._origin = self._wall.monotonic()
        self._notify()

    def _set(self, playing: bool) -> None:
        self._rebase()
        self.playing = playing
        self._notify()

    def _rebase(self) -> None:
        self._base, self._origin = self.now(), self._wall.monotonic()

    def _notify(self) -> None:
        self._origin = self._wall.monotonic()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _either(self, seconds: float) -> None:
        """So long, or until something was changed."""
        waiting = [asyncio.ensure_future(self._wall.sleep(seconds)), asyncio.ensure_future(self._changed.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()


class _Paced:
    """A feed whose steps pass the gate of a transport."""

    def __init__(self, feed: Feed, transport: Transport) -> None:
        self._feed, self._transport = feed, transport

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's own, every one."""
        async for event in self._feed.events():
            if isinstance(event, Watermark):
                await self._transport.gate(event.ts_event)
                yield event
                self._transport.passed(event.ts_event)
            else:
                yield event
        self._transport.end_of_feed()


def _check(speed: float | None) -> None:
    if speed is not None and not speed > 0:
        raise ValueError(f"expected a speed above 0, found {speed}")
