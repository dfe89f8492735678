"""One channel at the client: which frames are accepted (guarantee G2)."""

from dataclasses import dataclass, field

import msgspec

from spxcc.protocol.channel import Keep
from spxcc.protocol.client_effects import Deliver, Effect, Gap
from spxcc.protocol.messages import ChannelFrame, Position, Synced


@dataclass(slots=True)
class _Parts:
    """A snapshot that is arriving."""

    at: Position
    of: int
    found: dict[int, msgspec.Raw] = field(default_factory=dict)


class ChannelTracker:
    """Accepts, drops or asks for a snapshot; position is kept over reconnects, everything else is not.

    keep: class of the channel (`state` frames are full values, the others continue `prev`). needs_snapshot: updates are
    useless until one has come. asked_at: monotonic seconds of the newest subscribe. recovered: its answer said that the
    position is continued.
    """

    def __init__(self, name: str, keep: Keep) -> None:
        self.name = name
        self.keep = keep
        self.position: Position | None = None
        self.needs_snapshot = False
        self.synced = False
        self.recovered = False
        self.asked_at: float | None = None
        self._parts: _Parts | None = None
        self._stale_and_empty = False

    def opened(self, now: float) -> None:
        """A subscribe was sent at `now`: snapshot or replay, then `synced`, will follow."""
        self.asked_at = now
        self.synced = False
        self.recovered = False
        self.needs_snapshot = False
        self._parts = None

    def forget(self) -> None:
        """The position is worthless (refused by the server)."""
        self.position = None

    def frame(self, frame: ChannelFrame) -> list[Effect]:
        """Apply the rule; a `Gap` among the effects asks for a resync. A frame without a position is no update."""
        if frame.epoch is None or frame.seq is None:
            return []
        at = Position(frame.epoch, frame.seq)
        if frame.snapshot:
            return self._snapshot(frame, at)
        if self.needs_snapshot:
            return []
        if self.position is None:
            return self._first(frame, at)
        if at.epoch != self.position.epoch:
            return self.lost("epoch")
        if at.seq <= self.position.seq:
            return []
        if self.keep != "state" and (frame.prev or 0) != self.position.seq:
            return self.lost("gap")
        return self._accept(frame, at)

    def end_of_subscribe(self, frame: Synced) -> list[Effect]:
        """`synced`: with nothing before it an empty snapshot, unless the position was continued."""
        self.synced = True
        recovered, self.recovered = self.recovered, False
        if self._parts is not None:
            return self.lost("gap")
        if self._stands_at(frame) and not (frame.stale or self._stale_and_empty):
            return []
        if frame.count == 0 and not recovered:
            return self._empty(frame)
        return [] if self.needs_snapshot else self.lost("gap")

    def lost(self, reason: str) -> list[Effect]:
        """The copy is out of step: only a snapshot helps."""
        self.needs_snapshot = True
        self._parts = None
        return [Gap(self.name, reason)]

    def behind(self, top: int, epoch: str | None, overdue: bool) -> bool:
        """Whether this copy has missed in silence what the server says it sent: all up to `top`.

        epoch: the server's, `None` where it does not say. overdue: the answer to the subscribe should have come long
        ago. Parts of a snapshot that are here do not count: the server says nothing between two of them.
        """
        if self.needs_snapshot or not (self.synced or overdue):
            return False
        here = self.position
        return not self.synced or here is None or here.seq < top or epoch not in (None, here.epoch)

    def _stands_at(self, frame: Synced) -> bool:
        """Whether the copy is as new as the position that `synced` names."""
        here = self.position
        return not self.needs_snapshot and here is not None and here.epoch == frame.epoch and here.seq >= frame.seq

    def _first(self, frame: ChannelFrame, at: Position) -> list[Effect]:
        """An update before any snapshot: a full value is welcome, a change to nothing is not."""
        if self.keep == "state":
            return self._accept(frame, at)
        return self.lost("gap") if self.synced else []

    def _accept(self, frame: ChannelFrame, at: Position) -> list[Effect]:
        self.position, self._stale_and_empty = at, False
        return [_deliver(self.name, (frame.data,), frame, snapshot=False)]

    def _snapshot(self, frame: ChannelFrame, at: Position) -> list[Effect]:
        of = frame.of or 1
        if of == 1:
            return self._replace((frame.data,), frame, at)
        parts = self._parts
        if parts is None or (parts.at, parts.of) != (at, of):
            parts = self._parts = _Parts(at, of)
        if frame.part is not None:
            parts.found[frame.part] = frame.data
        if len(parts.found) < of:
            return []
        return self._replace(tuple(parts.found[part] for part in sorted(parts.found)), frame, at)

    def _empty(self, frame: Synced) -> list[Effect]:
        self.needs_snapshot = False
        self.position, self._stale_and_empty = Position(frame.epoch, frame.seq), frame.stale
        return [Deliver(self.name, (), True, frame.epoch, frame.seq, None, None, frame.stale)]

    def _replace(self, payloads: tuple[msgspec.Raw, ...], frame: ChannelFrame, at: Position) -> list[Effect]:
        self._parts = None
        self.needs_snapshot = False
        self.position, self._stale_and_empty = at, False
        return [_deliver(self.name, payloads, frame, snapshot=True)]


def _deliver(name: str, payloads: tuple[msgspec.Raw, ...], frame: ChannelFrame, snapshot: bool) -> Deliver:
    return Deliver(
        channel=name,
        payloads=payloads,
        snapshot=snapshot,
        epoch=frame.epoch,
        seq=frame.seq,
        as_of_ms=frame.as_of,
        timestamp=frame.published or frame.timestamp,
        stale=frame.stale,
    )
