"""What leaves one connection, in order.

While its reader lags, state keeps the latest frame, a delta channel one snapshot to come, events and answers wait up to
a bound; beyond it, or after `max_lag` seconds without catching up, the reader is cut off and told to come back. A frame
never overtakes the snapshot before it, and after `drop` no update of that channel leaves.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from spxcc.gateway.frame import Frame, text_frame
from spxcc.protocol.channel import Keep
from spxcc.protocol.codec import encode
from spxcc.protocol.codes import CloseCode
from spxcc.protocol.messages import ControlMessage, Resync

MAX_FRAMES = 1_000
MAX_BYTES = 4 * 1024 * 1024
MAX_LAG = 30.0

Reason: TypeAlias = Literal["lag", "epoch", "gap"]


class Pipe(Protocol):
    """The way to the reader; no call waits or raises."""

    @property
    def lagging(self) -> bool:
        """Whether the reader has not taken what was written so far."""
        ...

    def write(self, wire: bytes) -> None:
        """Hand bytes over; may make it lag."""

    def offer(self, frame: Frame) -> bool:
        """Hand a frame over unless the reader lags; whether it was."""
        ...

    def wire(self, frame: Frame) -> bytes:
        """The bytes of a frame as this reader takes it."""
        ...

    def end(self, code: int, reason: str) -> None:
        """Close the connection after what was written."""


class Source(Protocol):
    """Where snapshots come from."""

    def snapshot(self, name: str) -> list[Frame]:
        """Frames of the full value."""
        ...

    def synced(self, name: str) -> bytes:
        """The frame after them."""
        ...

    def keep(self, name: str) -> Keep:
        """Class of the channel."""
        ...


@dataclass(frozen=True, slots=True)
class _Update:
    """A state frame, to be replaced by a newer one."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A snapshot to be taken when its turn comes."""

    name: str
    resync: Reason | None


@dataclass(frozen=True, slots=True)
class _Missed:
    """Frames that a reader missed while it was away."""

    wires: tuple[bytes, ...]
    size: int


_Entry: TypeAlias = bytes | _Update | _Snapshot | _Missed


class Outbox:
    """`source` gives snapshots, `pipe` takes bytes. `dropped` counts frames a lagging reader did not get."""

    def __init__(
        self,
        pipe: Pipe,
        source: Source,
        max_frames: int = MAX_FRAMES,
        max_bytes: int = MAX_BYTES,
        max_lag: float = MAX_LAG,
    ) -> None:
        self.dropped = 0
        self._pipe = pipe
        self._source = source
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._max_lag = max_lag
        self._lag_since: float | None = None
        self._queue: OrderedDict[object, _Entry] = OrderedDict()
        self._frames = 0
        self._bytes = 0
        self._count = 0
        self._snapshots: Counter[str] = Counter()
        self._intervals: dict[str, float] = {}
        self._held: dict[str, Frame] = {}
        self._sent_at: dict[str, float] = {}
        self._now = 0.0
        self._closed = False
        self._directed: Callable[[Callable[[Frame], bool] | None], None] = _nobody

    def watch(self, directed: Callable[[Callable[[Frame], bool] | None], None]) -> None:
        """From now on `directed` is told what takes an update at once; `None` while something stands before it."""
        self._directed = directed
        self._settle()

    def _settle(self) -> None:
        self._directed(None if self._queue or self._intervals or self._closed else self._pipe.offer)

    @property
    def idle(self) -> bool:
        """Nothing waits for the reader."""
        return not self._queue and not self._pipe.lagging

    def holds(self, name: str) -> bool:
        """Whether a newer frame of a channel is held back by its interval."""
        return name in self._held

    def send(self, message: ControlMessage) -> None:
        """An answer or a notice, after everything before it."""
        self._push(text_frame(encode(message)))

    def deliver(self, frame: Frame) -> None:
        """An update of a channel."""
        if frame.keep != "state" or not self._hold(frame):
            self._emit(frame)

    def _emit(self, frame: Frame) -> None:
        if self.idle:
            self._write(self._pipe.wire(frame))
        elif frame.keep == "event":
            self._push(self._pipe.wire(frame))
        elif self._snapshots[frame.channel]:
            self.dropped += 1
        elif frame.keep == "state":
            self.dropped += self._queue.pop(frame.channel, None) is not None
            self._queue[frame.channel] = _Update(frame)
            self._settle()
        else:
            self.dropped += 1
            self._push_snapshot(frame.channel, "lag")

    def snapshot(self, name: str, resync: Reason | None = None) -> None:
        """The full value and `synced`, after a `resync` frame where the reader had the channel."""
        self._held.pop(name, None)
        self._sent_at[name] = self._now
        if self.idle:
            self._write_snapshot(_Snapshot(name, resync))
        elif self._source.keep(name) == "event":
            for wire in self._snapshot_wires(_Snapshot(name, resync)):
                self._push(wire)
        else:
            self.dropped += self._queue.pop(name, None) is not None
            self._push_snapshot(name, resync)

    def catch_up(self, name: str, frames: Sequence[Frame], synced: bytes) -> None:
        """What the reader of `name` missed and `synced`; a snapshot where that would fill half of the room."""
        wires = [*map(self._pipe.wire, frames), synced]
        size = sum(map(len, wires))
        if self.idle:
            for wire in wires:
                self._write(wire)
        elif self._bytes + size > self._max_bytes // 2:
            self.snapshot(name, "lag")
        else:
            self._enqueue(_Missed(tuple(wires), size), size)

    def pace(self, name: str, interval: float | None, now: float) -> None:
        """At least `interval` seconds between two frames of a state channel; `None` = as they come."""
        self._now = now
        if interval:
            self._intervals[name] = interval
            self._settle()
        elif self._intervals.pop(name, None):
            self._release(name)
            self._settle()

    def tick(self, now: float) -> None:
        """Time has passed: what was held back long enough leaves; a reader that lags too long goes."""
        self._now = now
        if not self._pipe.lagging:
            self._lag_since = None
        elif self._lag_since is None:
            self._lag_since = now
        elif now - self._lag_since >= self._max_lag:
            self.close(CloseCode.SLOW_READER, "slow reader")
        if self._held:
            intervals, sent_at = self._intervals, self._sent_at
            for name in [name for name in self._held if now - sent_at[name] >= intervals.get(name, 0.0)]:
                self._release(name)

    def drop(self, name: str) -> None:
        """Nothing more of this channel."""
        self._intervals.pop(name, None)
        self._held.pop(name, None)
        self._sent_at.pop(name, None)
        self._queue.pop(name, None)
        for key in [key for key, entry in self._queue.items() if isinstance(entry, _Snapshot) and entry.name == name]:
            del self._queue[key]
        del self._snapshots[name]
        self._settle()

    def resumed(self) -> None:
        """The reader has caught up: what waits leaves, until it lags again."""
        self._lag_since = None
        while self._queue and not self._pipe.lagging and not self._closed:
            entry = self._queue.popitem(last=False)[1]
            match entry:
                case bytes():
                    self._frames -= 1
                    self._bytes -= len(entry)
                    self._write(entry)
                case _Missed():
                    self._frames -= 1
                    self._bytes -= entry.size
                    for wire in entry.wires:
                        self._write(wire)
                case _Update():
                    self._write(self._pipe.wire(entry.frame))
                case _Snapshot():
                    self._snapshots[entry.name] -= 1
                    self._write_snapshot(entry)
        self._settle()

    def close(self, code: int, reason: str) -> None:
        """Close after what was written; what waits is lost."""
        if not self._closed:
            self._closed = True
            self._queue.clear()
            self._settle()
            self._pipe.end(code, reason)

    def _write(self, wire: bytes) -> None:
        if not self._closed:
            self._pipe.write(wire)

    def _push(self, wire: bytes) -> None:
        if self.idle:
            self._write(wire)
            return
        self._enqueue(wire, len(wire))

    def _enqueue(self, entry: bytes | _Missed, size: int) -> None:
        self._count += 1
        self._queue[self._count] = entry
        self._settle()
        self._frames += 1
        self._bytes += size
        if self._frames > self._max_frames or self._bytes > self._max_bytes:
            self.close(CloseCode.SLOW_READER, "slow reader")

    def _push_snapshot(self, name: str, resync: Reason | None) -> None:
        self._count += 1
        self._queue[self._count] = _Snapshot(name, resync)
        self._snapshots[name] += 1
        self._settle()

    def _write_snapshot(self, entry: _Snapshot) -> None:
        for wire in self._snapshot_wires(entry):
            self._write(wire)

    def _snapshot_wires(self, entry: _Snapshot) -> list[bytes]:
        resync = [text_frame(encode(Resync(entry.name, entry.resync)))] if entry.resync else []
        frames = [self._pipe.wire(frame) for frame in self._source.snapshot(entry.name)]
        return [*resync, *frames, self._source.synced(entry.name)]

    def _hold(self, frame: Frame) -> bool:
        interval = self._intervals.get(frame.channel)
        if interval is None:
            return False
        last = self._sent_at.get(frame.channel)
        if last is not None and self._now - last < interval:
            self.dropped += frame.channel in self._held
            self._held[frame.channel] = frame
            return True
        self._sent_at[frame.channel] = self._now
        return False

    def _release(self, name: str) -> None:
        frame = self._held.pop(name, None)
        if frame is not None:
            self._sent_at[name] = self._now
            self._emit(frame)


def _nobody(direct: Callable[[Frame], bool] | None) -> None:
    """Nobody asked."""
