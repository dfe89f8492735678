"""A feed that says what it was told to."""

from collections.abc import AsyncIterator, Sequence

from spxcc.market.events import FeedEvent, IndexTick, Watermark
from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos


class ScriptedFeed:
    """Plays `events`; afterwards raises `failure`, if there is one."""

    def __init__(self, events: Sequence[FeedEvent], mode: Mode = "sim", failure: Exception | None = None) -> None:
        self._events = events
        self._mode: Mode = mode
        self._failure = failure

    @property
    def name(self) -> str:
        """`scripted`."""
        return "scripted"

    @property
    def mode(self) -> Mode:
        """As given."""
        return self._mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """One after the other."""
        for event in self._events:
            yield event
        if self._failure is not None:
            raise self._failure


def ticks(start: UnixNanos, prices: Sequence[float], step_ns: UnixNanos, symbol: str = "SPX") -> list[FeedEvent]:
    """An index value and a step of the engines every `step_ns`."""
    made: list[FeedEvent] = []
    for at, price in enumerate(prices):
        ts = start + at * step_ns
        made.append(IndexTick(ts_event=ts, ts_recv=ts, source="scripted", symbol=symbol, price=price))
        made.append(Watermark(ts_event=ts, ts_recv=ts, source="scripted"))
    return made
