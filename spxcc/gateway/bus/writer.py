"""The engine's side: what its hub publishes goes to the bus, in order, and only while it holds the lease."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from spxcc.gateway.bus.interface import Bus, BusError
from spxcc.gateway.bus.messages import Beat, Kept, Live, Want, Whole, mark_of
from spxcc.gateway.hub import Hub
from spxcc.market.clock import Clock
from spxcc.market.units import UnixNanos

log = logging.getLogger(__name__)

BEAT_S = 0.5
WHOLE_S = 10.0
"""Between two whole values of a channel that changes: what a new follower has to ask for is not older."""
RETRY_S = 0.25


@dataclass(frozen=True, slots=True)
class Greeting:
    """What followers tell their clients of the engine."""

    mode: str
    server: str
    cadence: float


class HubWriter:
    """`run` writes until it is fenced off (raises Fenced) or cancelled. term: of the lease that is held."""

    def __init__(self, hub: Hub, bus: Bus, term: Callable[[], int], greeting: Greeting, clock: Clock) -> None:
        self._hub, self._bus, self._term, self._greeting, self._clock = hub, bus, term, greeting, clock
        self._waiting: deque[Live] = deque()
        self._dirty: dict[str, None] = {}
        self._wholes: dict[str, tuple[int, float]] = {}
        self._woken = asyncio.Event()
        self.written = 0

    async def run(self) -> None:
        """Begin with every channel, then all that is new."""
        await self._bus.on_want(self._wanted)
        await self._begin()
        self._dirty.update(dict.fromkeys(self._hub.names()))
        self._hub.observers.append(self._framed)
        self._hub.watchers.append(self._changed)
        beating = asyncio.ensure_future(self._beat())
        try:
            while True:
                await self._drain()
                self._woken.clear()
                if not self._waiting and not self._dirty:
                    await self._woken.wait()
        finally:
            self._hub.observers.remove(self._framed)
            self._hub.watchers.remove(self._changed)
            beating.cancel()

    def _framed(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        whole = self._hub.whole(channel)
        self._waiting.append(
            Live(
                term=self._term(), epoch=whole.epoch, channel=channel, seq=seq, as_of=whole.as_of,
                timestamp=whole.timestamp, stale=whole.stale, data=msgspec.Raw(data),
            )
        )  # fmt: skip
        self._woken.set()

    def _changed(self, channel: str) -> None:
        self._dirty[channel] = None
        self._woken.set()

    def _wanted(self, want: Want) -> None:
        known = set(self._hub.names())
        self._dirty.update((name, None) for name in want.channels if name in known)
        self._woken.set()

    async def _drain(self) -> None:
        while self._waiting:
            message = self._waiting[0]
            await self._put(message)
            self._waiting.popleft()
            put, at = self._wholes.get(message.channel, (0, 0.0))
            if message.seq > put and self._clock.monotonic() - at >= WHOLE_S:
                self._dirty[message.channel] = None
        for name in tuple(self._dirty):
            if self._waiting:
                # A whole value must not overtake the frames before it.
                return
            del self._dirty[name]
            whole = self._whole(name)
            self._wholes[name] = whole.seq, self._clock.monotonic()
            await self._put(whole)

    def _whole(self, name: str) -> Whole:
        found = self._hub.whole(name)
        return Whole(
            term=self._term(), epoch=found.epoch, channel=name, seq=found.seq, as_of=found.as_of,
            timestamp=found.timestamp, stale=found.stale, reason=found.reason,
            data=msgspec.Raw(b"null" if found.data is None else found.data),
        )  # fmt: skip

    async def _put(self, message: Kept) -> None:
        """Until it is known to have arrived; a second arrival is the same message and does no harm."""
        while True:
            try:
                await self._bus.put(message)
            except BusError as error:
                log.warning("%s is written again: %s", message.channel, error)
                await self._begin()
            else:
                self.written += 1
                return

    async def _begin(self) -> None:
        """Until the bus is there. Raises Fenced."""
        while True:
            try:
                await self._bus.begin_writing(self._term())
            except BusError as error:
                log.debug("the bus is not back: %s", error)
                await self._clock.sleep(RETRY_S)
            else:
                return

    async def _beat(self) -> None:
        hello = self._greeting
        while True:
            wholes = {name: self._hub.marks(name) for name in self._hub.names()}
            tops = {name: seq for name, (seq, _, _) in wholes.items()}
            marks = {name: mark for name, (_, stale, why) in wholes.items() if (mark := mark_of(stale, why))}
            beat = Beat(
                term=self._term(), epoch=self._hub.epoch, tops=tops, marks=marks, mode=hello.mode, server=hello.server,
                cadence=hello.cadence,
            )  # fmt: skip
            try:
                await self._bus.beat(beat)
            except BusError as error:
                log.debug("no beat: %s", error)
            await self._clock.sleep(BEAT_S)
