"""The feed that replays a session file: the recorded events and steps, each as it came."""

from collections.abc import AsyncIterator

from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


class SessionFeed:
    """Paced by `clock` from `start_at` on; what was before comes at once. first: number of the first event."""

    def __init__(self, session: SessionFile, clock: Clock, start_at: UnixNanos, first: int = 0) -> None:
        self._session, self._clock, self._start_at, self._first = session, clock, start_at, first

    @property
    def name(self) -> str:
        """That of the feed that was recorded."""
        return self._session.info.feed

    @property
    def mode(self) -> Mode:
        """Always `replay`; the engines are given the recorded one."""
        return "replay"

    async def events(self) -> AsyncIterator[FeedEvent]:
        """In the order in which they were recorded, each step when its time has come."""
        for block in self._session.blocks(self._first):
            for event in block:
                if isinstance(event, Watermark) and event.ts_event > self._start_at:
                    ahead = event.ts_event - self._clock.now()
                    if ahead > 0:
                        await self._clock.sleep(ahead / NANOS_PER_SECOND)
                yield event
