"""The value of one channel and its numbering: what a publication sends, what a late joiner gets."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spxcc.gateway.frame import Frame, Stamp, channel_payload, text_frame
from spxcc.market.units import UnixNanos
from spxcc.protocol.channel import Changes, Channel, DeltaChannel, EventChannel, StateChannel, difference, merge
from spxcc.protocol.codec import decode_items, decode_value, encode, encode_data, raw_items
from spxcc.protocol.messages import Synced

REMEMBERED_EVENTS = 4_096
"""Keys of events a channel has sent, so that none goes out twice."""


@dataclass(frozen=True, slots=True)
class LatestValue:
    """Last value of a channel: JSON of its `data`; for delta and event channels of the list of all (recent) items."""

    data_bytes: bytes
    seq: int
    epoch: str
    as_of: UnixNanos | None
    stale: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A frame and what of it the digest covers."""

    frame: Frame
    data: bytes


@dataclass(frozen=True, slots=True)
class KeptEvents:
    """Of an event channel: JSON of the recent events, the keys of those that were sent, and when the last was."""

    recent: tuple[bytes, ...]
    seen: tuple[str, ...]
    as_of: UnixNanos | None = None


@dataclass(frozen=True, slots=True)
class WholeValue:
    """A channel as another hub numbered it. data: as in `LatestValue`, `None` before the first value."""

    data: bytes | None
    seq: int
    epoch: str
    as_of: UnixNanos | None
    timestamp: str
    stale: bool
    reason: str | None


class Topic(ABC):
    """Common part. `exists`: there is something to say, be it an empty collection. `reason`: why the newest is missing.

    A value that comes after an impaired one (stale, or with a reason) makes it fresh again.
    """

    def __init__(self, channel: Channel, epoch: str) -> None:
        self.channel: Channel = channel
        self.epoch = epoch
        self.seq = 0
        self.exists = False
        self.stale = False
        self.reason: str | None = None
        self.as_of: UnixNanos | None = None
        self._timestamp = ""
        self._snapshot: list[Frame] | None = None

    def publish(self, value: Any, as_of: UnixNanos, timestamp: str) -> list[Sent]:
        """The frames that this value causes: none if it says nothing new."""
        impaired = self.stale or self.reason is not None
        if impaired:
            self.impair(stale=False, reason=None)
        return self._number(self._take(value, impaired), as_of, timestamp)

    def repeat(self, timestamp: str) -> list[Sent]:
        """The same value again after a change of `stale`; only state channels have such a frame."""
        return self._number(self._again(), self.as_of, timestamp)

    def snapshot(self) -> list[Frame]:
        """Frames of the full value; all parts carry the top's `seq`."""
        if self._snapshot is None:
            self._snapshot = self._full()
        return self._snapshot

    def impair(self, stale: bool, reason: str | None) -> None:
        """The value is no longer fresh."""
        self.stale, self.reason, self._snapshot = stale, reason, None

    def renew(self, epoch: str) -> None:
        """The same value, numbered on, in another epoch."""
        self.epoch, self._snapshot = epoch, None

    def synced(self, count: int | None = None) -> bytes:
        """The frame after a snapshot, or after `count` others."""
        frames = len(self.snapshot()) if count is None else count
        stale = self.stale and count is None and frames == 0
        return text_frame(encode(Synced(self.channel.name, self.epoch, self.seq, frames, stale)))

    def latest(self) -> LatestValue | None:
        """The last value."""
        data = self._data() if self.exists else None
        if data is None:
            return None
        return LatestValue(data, self.seq, self.epoch, self.as_of, self.stale, self.reason)

    def whole(self) -> WholeValue:
        """As it stands, for the hub of another process."""
        data = self._data() if self.exists else None
        return WholeValue(data, self.seq, self.epoch, self.as_of, self._timestamp, self.stale, self.reason)

    def become(self, whole: WholeValue) -> None:
        """Stand as in another hub. Raises ValueError for data that are none of this channel."""
        if whole.data is not None:
            self._put(whole.data)
        self.seq, self.epoch, self.as_of, self._timestamp = whole.seq, whole.epoch, whole.as_of, whole.timestamp
        self.stale, self.reason = whole.stale, whole.reason
        self.exists, self._snapshot = whole.data is not None, None

    def follow(self, data: bytes, seq: int, as_of: UnixNanos | None, timestamp: str, stale: bool) -> Sent:
        """The next frame, as another hub numbered it. Raises ValueError for data that are none of this channel."""
        self._add(data)
        self.seq, self.as_of, self._timestamp = seq, as_of, timestamp
        self.stale, self.reason = stale, self.reason if stale else None
        self.exists, self._snapshot = True, None
        return Sent(self._frame(data), data)

    def _number(self, datas: Iterable[bytes], as_of: UnixNanos | None, timestamp: str) -> list[Sent]:
        sent: list[Sent] = []
        for data in datas:
            self.seq += 1
            self.as_of, self._timestamp = as_of, timestamp
            sent.append(Sent(self._frame(data), data))
        if sent or not self.exists:
            self._snapshot = None
        self.exists = True
        return sent

    def _frame(self, data: bytes, snapshot: bool = False, part: int = 1, of: int = 1) -> Frame:
        stamp = Stamp(self.epoch, self._timestamp, self.as_of, self.stale)
        payload = channel_payload(self.channel, data, stamp, seq=self.seq, snapshot=snapshot, part=part, of=of)
        return Frame(self.channel.name, self.channel.keep, self.seq, payload, text_frame(payload))

    def _full(self) -> list[Frame]:
        datas = self._parts()
        return [self._frame(data, True, part, len(datas)) for part, data in enumerate(datas, 1)]

    @abstractmethod
    def _take(self, value: Any, impaired: bool) -> list[bytes]:
        """Keep `value`; `data` of the frames it causes."""

    @abstractmethod
    def _parts(self) -> Sequence[bytes]:
        """`data` of the frames of the full value."""

    @abstractmethod
    def _data(self) -> bytes | None:
        """JSON of the value."""

    @abstractmethod
    def _put(self, data: bytes) -> None:
        """The inverse of `_data`."""

    @abstractmethod
    def _add(self, data: bytes) -> None:
        """Take in what a frame of another hub says."""

    def _again(self) -> list[bytes]:
        return []


class StateTopic(Topic):
    """Full value each time; equal values are sent once."""

    def __init__(self, channel: StateChannel[Any], epoch: str) -> None:
        super().__init__(channel, epoch)
        self._value: Any = None
        self._bytes: bytes | None = None

    def _take(self, value: Any, impaired: bool) -> list[bytes]:
        if self._bytes is not None and not impaired and value == self._value:
            return []
        self._value, self._bytes = value, encode_data(value)
        return [self._bytes]

    def _parts(self) -> Sequence[bytes]:
        return [] if self._bytes is None else [self._bytes]

    def _data(self) -> bytes | None:
        return self._bytes

    def _put(self, data: bytes) -> None:
        self._value, self._bytes = None, data

    def _add(self, data: bytes) -> None:
        self._put(data)

    def _again(self) -> list[bytes]:
        return list(self._parts())


class DeltaTopic(Topic):
    """A keyed collection; what changed is sent."""

    def __init__(self, channel: DeltaChannel[Any], epoch: str) -> None:
        super().__init__(channel, epoch)
        self._delta = channel
        self._items: tuple[Any, ...] = ()

    def _take(self, value: Any, impaired: bool) -> list[bytes]:
        before, after = self._items, tuple(value)
        self._items = after
        # A long collection changes at its end: what is the same up to there need not be compared by key.
        same = _same_beginning(before, after)
        key = self._delta.key
        changes = difference({key(item): item for item in before[same:]}, {key(item): item for item in after[same:]})
        return [encode_data(data) for data in self._delta.encode(changes)] if changes else []

    def _parts(self) -> Sequence[bytes]:
        changes: Changes[Any] = Changes(added=self._items)
        return [encode_data(data) for data in self._delta.encode(changes)] if changes else []

    def _data(self) -> bytes | None:
        return encode_data(self._items)

    def _put(self, data: bytes) -> None:
        self._items = decode_items(data, self._delta.item)

    def _add(self, data: bytes) -> None:
        changes = self._delta.decode(decode_value(data, self._delta.wire))
        before = {self._delta.key(item): item for item in self._items}
        self._items = tuple(merge(self._delta, before, changes).values())


def _same_beginning(before: tuple[Any, ...], after: tuple[Any, ...]) -> int:
    """How many items from the start on are equal in both. Whole slices are compared: what is the same object costs
    next to nothing there, and mostly all but the last one is.
    """
    same, most = 0, min(len(before), len(after))
    middle = most - 1
    while same < most:
        if before[same:middle] == after[same:middle]:
            if middle == most:
                return most
            same = middle
        else:
            most = middle - 1
        middle = (same + most + 1) // 2
    return same


class EventTopic(Topic):
    """Each item is sent once, however often it is published; the recent ones are kept for late joiners."""

    def __init__(self, channel: EventChannel[Any], epoch: str) -> None:
        super().__init__(channel, epoch)
        self._event = channel
        self._recent: deque[bytes] = deque(maxlen=channel.recent)
        self._seen: dict[str, None] = {}

    def kept(self) -> "KeptEvents":
        """What `seed` needs to go on from here."""
        return KeptEvents(tuple(self._recent), tuple(self._seen), self.as_of)

    def seed(self, kept: "KeptEvents") -> None:
        """Begin as if these events had been sent before."""
        self._recent.extend(kept.recent)
        self._seen.update(dict.fromkeys(kept.seen))
        self.exists, self._snapshot, self.as_of = True, None, kept.as_of

    def _take(self, value: Any, impaired: bool) -> list[bytes]:
        fresh: list[bytes] = []
        for item in value:
            key = self._event.key(item)
            if key not in self._seen:
                self._seen[key] = None
                fresh.append(encode_data(item))
        while len(self._seen) > REMEMBERED_EVENTS:
            del self._seen[next(iter(self._seen))]
        self._recent.extend(fresh)
        return fresh

    def _parts(self) -> Sequence[bytes]:
        return list(self._recent)

    def _data(self) -> bytes | None:
        return b"[" + b",".join(self._recent) + b"]"

    def _put(self, data: bytes) -> None:
        self._recent.clear()
        self._recent.extend(raw_items(data))

    def _add(self, data: bytes) -> None:
        self._recent.append(data)


def topic_of(channel: Channel, epoch: str) -> Topic:
    """The topic that fits the class of a channel."""
    match channel:
        case StateChannel():
            return StateTopic(channel, epoch)
        case DeltaChannel():
            return DeltaTopic(channel, epoch)
        case EventChannel():
            return EventTopic(channel, epoch)
