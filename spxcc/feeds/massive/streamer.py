"""One cluster's connection, kept: nobody else opens one, and after its end it stays away as long as the end asks."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.feeds.massive.frames import Message
from spxcc.feeds.massive.params import Cluster, StreamRules
from spxcc.feeds.massive.reconnect import Backoff, Ending
from spxcc.feeds.massive.session import StreamSession
from spxcc.feeds.massive.wire import Closed, Connect, Wire
from spxcc.market.clock import Clock

WATCH_S = 0.25
SILENCE_MAX_S = 120.0
"""Longest silence that is borne where each new connection was as silent as the one before, as in a halt."""
State: TypeAlias = Literal["waiting", "connecting", "ready"]


@dataclass(frozen=True, slots=True)
class Hooks:
    """What a streamer tells. data: messages in their order. ready: logged in, and the instant (monotonic) since when
    nothing was heard, `None` the first time. missing: parameters without acknowledgement. ended: why, and the pause.
    silence_s: longest silence of data at this moment, `None` = it may be silent."""

    data: Callable[[list[Message]], None]
    ready: Callable[[float | None], None]
    missing: Callable[[tuple[str, ...]], None]
    ended: Callable[[Ending, float], None]
    silence_s: Callable[[], float | None]


class Streamer:
    """`run` connects to `url` again and again. `want` may be called at any time."""

    def __init__(
        self, cluster: Cluster, url: str, key: str, connect: Connect, clock: Clock, rules: StreamRules, hooks: Hooks
    ) -> None:
        self.url = f"{url.rstrip('/')}/{cluster}"
        self._key = key
        self._connect = connect
        self._clock = clock
        self._rules = rules
        self._hooks = hooks
        self._backoff = Backoff(cluster)
        self._wanted: frozenset[str] = frozenset()
        self._session: StreamSession | None = None
        self._lost_at: float | None = None
        self._silent = 0
        self.state: State = "waiting"
        self.connections = 0
        self.endings: Counter[str] = Counter()
        self.bad: Counter[str] = Counter()

    @property
    def acked(self) -> frozenset[str]:
        """Parameters that the server confirmed on the present connection."""
        return frozenset() if self._session is None else self._session.acked

    @property
    def up(self) -> bool:
        """Whether it is logged in."""
        return self.state == "ready"

    @property
    def left_out(self) -> Counter[str]:
        """What could not be read of all connections so far, by reason."""
        return self.bad if self._session is None else self.bad + self._session.bad

    def quiet_s(self, now: float) -> float:
        """Seconds since data were heard on the present connection, 0 while none can be expected."""
        return 0.0 if self._session is None else self._session.quiet_s(now)

    def want(self, params: Iterable[str]) -> None:
        """All that shall be subscribed from now on."""
        self._wanted = frozenset(params)
        if self._session is not None:
            self._session.want(self._wanted)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            begun = self._clock.monotonic()
            session = StreamSession(self._key, self._rules, begun)
            session.want(self._wanted)
            self._session, self.state = session, "connecting"
            ending = await self._live(session)
            now = self._clock.monotonic()
            pause = self._backoff.pause_s(ending, stable=session.stable(now), lasted_s=now - begun)
            if session.ready_at is not None:
                self._lost_at = now
            self._session, self.state = None, "waiting"
            self.endings[ending.kind] += 1
            self._silent += ending.kind == "silent"
            self.bad += session.bad
            self._hooks.ended(ending, pause)
            await self._clock.sleep(pause)

    async def _live(self, session: StreamSession) -> Ending:
        """One connection to its end."""
        try:
            wire = await self._connect(self.url)
        except Closed as closed:
            return closed.ending
        self.connections += 1
        reader = asyncio.ensure_future(self._read(wire, session))
        watch = asyncio.ensure_future(self._watch(wire, session))
        try:
            await asyncio.wait({reader, watch}, return_when=asyncio.FIRST_COMPLETED)
            # What the server said before it closed tells more than how it closed.
            first = session.ending or next(task.result() for task in (watch, reader) if task.done())
        finally:
            for task in (reader, watch):
                task.cancel()
            try:
                await asyncio.gather(reader, watch, return_exceptions=True)
            finally:
                with suppress(Closed, OSError):
                    await wire.close()
        return first

    async def _read(self, wire: Wire, session: StreamSession) -> Ending:
        while session.ending is None:
            try:
                frame = await wire.receive()
            except Closed as closed:
                return session.ending or closed.ending
            data = session.heard(frame, self._clock.monotonic())
            if data:
                self._silent = 0
                self._hooks.data(data)
            if not self.up and session.ready_at is not None:
                self.state = "ready"
                self._hooks.ready(self._lost_at)
            if not session.acked or not data:
                await self._send(wire, session)
        return session.ending

    async def _watch(self, wire: Wire, session: StreamSession) -> Ending:
        while True:
            await self._clock.sleep(WATCH_S)
            now = self._clock.monotonic()
            ending = session.check(now, self._borne_s())
            if ending is not None:
                return ending
            missing = session.missing(now)
            if missing:
                self._hooks.missing(missing)
            await self._send(wire, session)

    def _borne_s(self) -> float | None:
        """The silence that ends a connection: longer each time that a new connection was no better."""
        silence_s = self._hooks.silence_s()
        return None if silence_s is None else max(silence_s, min(SILENCE_MAX_S, silence_s * 2.0**self._silent))

    async def _send(self, wire: Wire, session: StreamSession) -> None:
        with suppress(Closed):  # the reader learns of it and says why
            for text in session.outgoing(self._clock.monotonic()):
                await wire.send(text)
