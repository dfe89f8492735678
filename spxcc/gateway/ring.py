"""The newest frames of a channel, so that who was away a moment hears what was missed and no more."""

from collections import deque
from dataclasses import dataclass

from spxcc.gateway.frame import Frame
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.channel import Keep


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far back a ring reaches: whichever of the three ends first."""

    frames: int
    seconds: float
    size: int = 2 * 1024 * 1024


BOUNDS: dict[Keep, Bounds] = {"delta": Bounds(256, 60.0), "event": Bounds(512, 900.0)}
"""State channels need none: their latest value is all there is."""


@dataclass(frozen=True, slots=True)
class _Kept:
    frame: Frame
    as_of: UnixNanos
    sent: UnixNanos


@dataclass(frozen=True, slots=True)
class Reach:
    """Where to start in order to hear everything from an instant on: after `seq`.

    complete: nothing of that time is missing; else `oldest` is the data time from which on it is (`None`: of nothing).
    """

    seq: int
    complete: bool
    oldest: UnixNanos | None


class Ring:
    """Frames in the order of `seq`, without a hole. top: the newest number, be it that of a frame before this ring."""

    def __init__(self, bounds: Bounds, top: int = 0) -> None:
        self.top = top
        self._bounds = bounds
        self._kept: deque[_Kept] = deque()
        self._size = 0
        self._impaired_at: int | None = None

    def add(self, frame: Frame, as_of: UnixNanos, now: UnixNanos) -> None:
        """The next frame, published at `now`."""
        self._kept.append(_Kept(frame, as_of, now))
        self._size += len(frame.wire)
        self.top = frame.seq
        self._prune(now)

    def impair(self) -> None:
        """The value went stale, which no frame says: until the next one only a snapshot tells."""
        self._impaired_at = self.top

    def after(self, seq: int, now: UnixNanos) -> tuple[Frame, ...] | None:
        """What a reader who stands at `seq` has missed; `None` where that is not all here."""
        self._prune(now)
        if self._impaired_at == self.top or seq < self._before():
            return None
        return tuple(kept.frame for kept in self._kept if kept.frame.seq > seq)

    def reach(self, since: UnixNanos, now: UnixNanos) -> Reach:
        """Where that begins which became known at `since` (data time) or later."""
        self._prune(now)
        seq = next((kept.frame.seq - 1 for kept in self._kept if kept.as_of >= since), self.top)
        oldest = self._kept[0].as_of if self._kept else None
        return Reach(seq, self._before() == 0 or (oldest is not None and oldest < since), oldest)

    def _before(self) -> int:
        """The position before the oldest frame here."""
        return self._kept[0].frame.seq - 1 if self._kept else self.top

    def _prune(self, now: UnixNanos) -> None:
        oldest = now - round(self._bounds.seconds * NANOS_PER_SECOND)
        while self._kept and (
            len(self._kept) > self._bounds.frames or self._size > self._bounds.size or self._kept[0].sent < oldest
        ):
            self._size -= len(self._kept.popleft().frame.wire)
