"""Whether what a stream says comes in time: late, ahead of the clock, after what is newer, or told again."""

from typing import Literal, TypeAlias

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

LATE_NS = int(1.9 * NANOS_PER_SECOND)
AHEAD_NS = 2 * NANOS_PER_SECOND
Word: TypeAlias = Literal["told again", "ahead of this clock", "late", "after a newer one"]


class StreamOrder:
    """The newest message of each symbol and kind. late_ns: how old a message may be, more on a delayed plan."""

    def __init__(self) -> None:
        self.late_ns = LATE_NS
        self._newest: dict[tuple[str, str], tuple[UnixNanos, object]] = {}

    def newest(self, kind: str, symbol: str) -> UnixNanos | None:
        """Time of the newest message, `None` before the first."""
        known = self._newest.get((kind, symbol))
        return None if known is None else known[0]

    def word(self, kind: str, symbol: str, ts: UnixNanos, now: UnixNanos, same: object) -> Word | None:
        """What is odd about the time of a message, `None` = nothing. same: equal where the same is told again."""
        newest = self._newest.get((kind, symbol))
        if newest == (ts, same):
            return "told again"
        if newest is None or ts >= newest[0]:
            self._newest[kind, symbol] = ts, same
        if ts > now + AHEAD_NS:
            return "ahead of this clock"
        if now - ts > self.late_ns:
            return "late"
        return "after a newer one" if newest is not None and ts < newest[0] else None
