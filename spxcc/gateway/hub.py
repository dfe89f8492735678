"""The hub: values in, numbered frames out to whoever is subscribed. No I/O; publish and subscribe exclude each other
because both are plain calls on one thread.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from spxcc.gateway.frame import Frame, check_channel
from spxcc.gateway.topic import LatestValue, Topic, topic_of
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.channel import Channel, EventChannel, Keep, StateChannel
from spxcc.protocol.names import private_name

Observer: TypeAlias = Callable[[str, int, UnixNanos, bytes], None]
"""Called with channel, seq, as_of and the bytes of `data` of every numbered frame."""


class Sink(Protocol):
    """A reader of the hub; no call may raise or wait."""

    def deliver(self, frame: Frame) -> None:
        """An update."""

    def resend(self, name: str, resync: bool) -> None:
        """Send the snapshot of `name` and `synced`, after a `resync` frame if the reader had the channel before."""

    def failed(self, name: str, reason: str) -> None:
        """The channel cannot be served for now."""


class Hub:
    """Topics by canonical name. `wall` gives the time of publication, `epoch` is new with every run."""

    def __init__(self, epoch: str, wall: Callable[[], UnixNanos]) -> None:
        self.epoch = epoch
        self.observers: list[Observer] = []
        self._wall = wall
        self._topics: dict[str, Topic] = {}
        self._sinks: dict[str, dict[Sink, None]] = {}
        self._waiting: dict[str, dict[Sink, None]] = {}
        self._everyone: dict[Sink, None] = {}

    def declare(self, channel: Channel) -> None:
        """Make a channel known before its first value.

        Raises:
            ValueError: the name is taken by another channel, or a flat field by the envelope.
        """
        self._topic(channel)

    def knows(self, name: str) -> bool:
        """Whether a canonical name can be subscribed to; private names always can, by their owner."""
        return name in self._topics or private_name(name) is not None

    def names(self) -> tuple[str, ...]:
        """Known names, in the order of declaration."""
        return tuple(self._topics)

    def publish(self, channel: Channel, value: Any, as_of: UnixNanos) -> None:
        """Send what is new: `value` is the value of a state channel, all items of a delta, the new ones of an event."""
        topic = self._topic(channel)
        impaired = topic.stale or topic.reason is not None
        sent = topic.publish(value, as_of, iso(self._wall()))
        for each in sent:
            for observer in self.observers:
                observer(channel.name, each.frame.seq, as_of, each.data)
        if isinstance(channel, StateChannel) or not impaired:
            self._deliver(topic, [each.frame for each in sent])
        else:
            self._resend(topic)
        self._serve_waiting(channel.name)

    def fail(self, name: str, reason: str) -> None:
        """The channel's maker failed: readers are told once per reason, the last value is served as stale."""
        topic = self._topics.get(name)
        if topic is None or topic.reason == reason:
            return
        topic.impair(stale=topic.exists, reason=reason)
        for sink in (*self._sinks.get(name, ()), *self._waiting.get(name, ())):
            sink.failed(name, reason)

    def mark_stale(self, name: str) -> None:
        """The input of a channel has stopped: its last value goes out again, marked, and stays served."""
        topic = self._topics.get(name)
        if topic is None or not topic.exists or topic.stale:
            return
        topic.impair(stale=True, reason=topic.reason)
        sent = topic.repeat(iso(self._wall()))
        for each in sent:
            for observer in self.observers:
                observer(name, each.frame.seq, topic.as_of or 0, each.data)
        if sent:
            self._deliver(topic, [each.frame for each in sent])
        else:
            self._resend(topic)

    def join(self, sink: Sink) -> list[Frame]:
        """An admitted reader gets all broadcasts from now on; the frames are what they said last."""
        self._everyone[sink] = None
        return [frame for topic in self._topics.values() if _broadcast(topic) for frame in topic.snapshot()]

    def leave(self, sink: Sink) -> None:
        """The reader is gone."""
        self._everyone.pop(sink, None)
        for name in [*self._sinks, *self._waiting]:
            self.unsubscribe(name, sink)

    def subscribe(self, name: str, sink: Sink) -> bool:
        """Take up a reader. True: there is a snapshot to send; false: it comes by `resend` with the first value.

        A name without a topic waits for one; whether it may be asked for was judged before.
        """
        topic = self._topics.get(name) or self._private(name)
        waits = topic is None or not topic.exists
        if topic is None or not _broadcast(topic):
            (self._waiting if waits else self._sinks).setdefault(name, {})[sink] = None
        return not waits

    def unsubscribe(self, name: str, sink: Sink) -> None:
        """No update of this channel to this reader any more."""
        for book in (self._sinks, self._waiting):
            readers = book.get(name)
            if readers is not None:
                readers.pop(sink, None)
                if not readers:
                    del book[name]
        topic = self._topics.get(name)
        if topic is not None and topic.seq == 0 and private_name(name) is not None and name not in self._sinks:
            del self._topics[name]

    def waits(self, name: str, sink: Sink) -> bool:
        """Whether the reader still waits for the first value."""
        return sink in self._waiting.get(name, ())

    def readers(self, name: str) -> int:
        """How many are subscribed."""
        return len(self._sinks.get(name, ())) + len(self._waiting.get(name, ()))

    def seq(self, name: str) -> int:
        """Top of a channel; 0 before its first frame."""
        topic = self._topics.get(name)
        return 0 if topic is None else topic.seq

    def reason(self, name: str) -> str | None:
        """Why the newest value of a channel is missing."""
        topic = self._topics.get(name)
        return None if topic is None else topic.reason

    def snapshot(self, name: str) -> list[Frame]:
        """Frames of the full value."""
        topic = self._topics.get(name)
        return [] if topic is None else topic.snapshot()

    def snapshot_frames(self, name: str) -> list[bytes]:
        """JSON of the frames of the full value."""
        return [frame.payload for frame in self.snapshot(name)]

    def keep(self, name: str) -> Keep:
        """Class of a known channel."""
        return self._topics[name].channel.keep

    def synced(self, name: str) -> bytes:
        """Wire bytes of the frame after a snapshot."""
        return self._topics[name].synced()

    def latest(self, name: str) -> LatestValue | None:
        """The last value of a channel, `None` before the first."""
        topic = self._topics.get(name)
        return None if topic is None else topic.latest()

    def _topic(self, channel: Channel) -> Topic:
        topic = self._topics.get(channel.name)
        if topic is None or (topic.seq == 0 and private_name(channel.name) and topic.channel != channel):
            check_channel(channel)
            topic = self._topics[channel.name] = topic_of(channel, self.epoch)
        elif topic.channel is not channel and topic.channel != channel:
            raise ValueError(f"{channel.name} is declared as another channel")
        return topic

    def _private(self, name: str) -> Topic | None:
        if private_name(name) is None:
            return None
        topic = self._topic(EventChannel(name, "private", object, str))
        topic.exists = True
        return topic

    def _deliver(self, topic: Topic, frames: list[Frame]) -> None:
        readers = self._everyone if _broadcast(topic) else self._sinks.get(topic.channel.name, {})
        for frame in frames:
            for sink in tuple(readers):
                sink.deliver(frame)

    def _resend(self, topic: Topic) -> None:
        for sink in tuple(self._sinks.get(topic.channel.name, ())):
            sink.resend(topic.channel.name, resync=True)

    def _serve_waiting(self, name: str) -> None:
        waiting = self._waiting.pop(name, None)
        if waiting:
            self._sinks.setdefault(name, {}).update(waiting)
            for sink in waiting:
                sink.resend(name, resync=False)


def _broadcast(topic: Topic) -> bool:
    return isinstance(topic.channel, StateChannel) and topic.channel.broadcast


def iso(instant: UnixNanos) -> str:
    """ISO 8601 in UTC with milliseconds."""
    whole, rest = divmod(instant, NANOS_PER_SECOND)
    return f"{_second(whole)}.{rest // 1_000_000:03d}Z"


@lru_cache(maxsize=16)
def _second(at: int) -> str:
    """Thousands of frames may leave within one."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}"
