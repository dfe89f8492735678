"""The hub: values in, numbered frames out to whoever is subscribed. No I/O; publish and subscribe exclude each other
because both are plain calls on one thread.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from spxcc.gateway.frame import Frame, check_channel
from spxcc.gateway.iso import iso
from spxcc.gateway.ring import BOUNDS, Reach, Ring
from spxcc.gateway.topic import EventTopic, KeptEvents, LatestValue, Topic, WholeValue, topic_of
from spxcc.market.units import UnixNanos
from spxcc.protocol.channel import Channel, EventChannel, Keep, StateChannel
from spxcc.protocol.messages import Position
from spxcc.protocol.names import private_name

Observer: TypeAlias = Callable[[str, int, UnixNanos, bytes], None]
"""Called with channel, seq, as_of and the bytes of `data` of every numbered frame."""


class Sink(Protocol):
    """A reader of the hub; no call may raise or wait.

    direct: takes an update if nothing stands before it and says whether it did; `None` where something does.
    """

    @property
    def direct(self) -> Callable[[Frame], bool] | None: ...

    def deliver(self, frame: Frame) -> None:
        """An update."""

    def resend(self, name: str, resync: bool) -> None:
        """Send the snapshot of `name` and `synced`, after a `resync` frame if the reader had the channel before."""

    def failed(self, name: str, reason: str) -> None:
        """The channel cannot be served for now."""


class Hub:
    """Topics by canonical name. `wall` gives the time of publication, `epoch` is new with every run.

    watchers: told of a channel that changed in another way than by a frame; the observers are told of those.
    """

    def __init__(self, epoch: str, wall: Callable[[], UnixNanos]) -> None:
        self.epoch = epoch
        self.observers: list[Observer] = []
        self.watchers: list[Callable[[str], None]] = []
        self._wall = wall
        self._topics: dict[str, Topic] = {}
        self._rings: dict[str, Ring] = {}
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
        now = self._wall()
        sent = topic.publish(value, as_of, iso(now))
        ring = self._rings.get(channel.name)
        for each in sent:
            if ring is not None:
                ring.add(each.frame, as_of, now)
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
        self._impair(topic, stale=topic.exists, reason=reason)
        self._tell_failed(name, reason)

    def mark_stale(self, name: str, reason: str | None = None) -> None:
        """The input of a channel has stopped (`reason`): its last value goes out again, marked, and stays served."""
        topic = self._topics.get(name)
        if topic is None or not topic.exists or topic.stale:
            return
        self._impair(topic, stale=True, reason=reason or topic.reason)
        if reason is not None:
            self._tell_failed(name, reason)
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
            del self._topics[name], self._rings[name]

    def waits(self, name: str, sink: Sink) -> bool:
        """Whether the reader still waits for the first value."""
        return sink in self._waiting.get(name, ())

    def readers(self, name: str) -> int:
        """How many are subscribed."""
        return len(self._sinks.get(name, ())) + len(self._waiting.get(name, ()))

    def missed(self, name: str, position: Position, sink: Sink) -> tuple[Frame, ...] | None:
        """What a new reader who stands at `position` has missed; `None` where only a snapshot brings it up to date.

        Raises:
            ValueError: no reader of this epoch can stand there.
        """
        topic = self._topics.get(name)
        if topic is None or not topic.exists or position.epoch != self.epoch or sink in self._sinks.get(name, ()):
            return None
        if not 0 <= position.seq <= topic.seq:
            raise ValueError(f"{name} is at {topic.seq}, not at {position.seq}")
        ring = self._ring(topic)
        if ring is not None:
            return ring.after(position.seq, self._wall())
        whole = not topic.stale and topic.reason is None
        return () if whole and position.seq == topic.seq else None

    def reach(self, name: str, since: UnixNanos) -> Reach | None:
        """Where a reader must start to hear what became known at `since` or later; `None`: nothing is remembered."""
        topic = self._topics.get(name)
        ring = None if topic is None else self._ring(topic)
        return None if ring is None else ring.reach(since, self._wall())

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

    def synced(self, name: str, count: int | None = None) -> bytes:
        """Wire bytes of the frame after a snapshot, or after `count` frames that were missed."""
        return self._topics[name].synced(count)

    def latest(self, name: str) -> LatestValue | None:
        """The last value of a channel, `None` before the first."""
        topic = self._topics.get(name)
        return None if topic is None else topic.latest()

    def kept_events(self) -> dict[str, KeptEvents]:
        """The public event channels as they stand, for `seed_events` of another hub."""
        return {
            name: topic.kept()
            for name, topic in self._topics.items()
            if isinstance(topic, EventTopic) and private_name(name) is None and topic.exists
        }

    def instants(self) -> dict[str, UnixNanos]:
        """`as_of` of the last frame of each channel."""
        return {name: topic.as_of for name, topic in self._topics.items() if topic.as_of is not None}

    def seed_events(self, kept: Mapping[str, KeptEvents]) -> None:
        """Begin the declared event channels as if these had been sent."""
        for name, events in kept.items():
            topic = self._topics.get(name)
            if isinstance(topic, EventTopic):
                topic.seed(events)

    def seed_instants(self, instants: Mapping[str, UnixNanos]) -> None:
        """Take over `as_of` where a collection is empty, so that nothing was sent."""
        for name, as_of in instants.items():
            topic = self._topics.get(name)
            if topic is not None and topic.as_of is None:
                topic.as_of = as_of

    def marks(self, name: str) -> tuple[int, bool, str | None]:
        """Top of a channel, whether its value is stale, and why the newest is missing."""
        topic = self._topics.get(name)
        return (0, False, None) if topic is None else (topic.seq, topic.stale, topic.reason)

    def epoch_of(self, name: str) -> str:
        """That of a channel's last frame; of the hub for one without any."""
        topic = self._topics.get(name)
        return self.epoch if topic is None else topic.epoch

    def mark_stale_here(self, name: str, reason: str) -> None:
        """What numbers the frames is silent: readers are told, and get the last value marked, under its own number."""
        topic = self._topics.get(name)
        if topic is None or topic.reason == reason:
            return
        self._impair(topic, stale=topic.exists, reason=reason)
        self._tell_failed(name, reason)
        if topic.exists:
            if _broadcast(topic):
                self._deliver(topic, topic.snapshot())
            else:
                self._resend(topic)

    def whole(self, name: str) -> WholeValue:
        """A known channel as it stands, for the hub of another process. Raises KeyError."""
        return self._topics[name].whole()

    def become(self, channel: Channel, whole: WholeValue) -> None:
        """Let a channel stand as in the hub of another process; its readers get a snapshot. Raises ValueError."""
        topic = self._topic(channel)
        before = (topic.epoch, topic.seq, topic.stale, topic.reason)
        if topic.exists and before == (whole.epoch, whole.seq, whole.stale, whole.reason):
            return
        moved = not topic.exists or before[:2] != (whole.epoch, whole.seq)
        topic.become(whole)
        self.epoch = whole.epoch
        if moved and channel.name in self._rings:
            self._rings[channel.name] = Ring(BOUNDS[channel.keep], whole.seq)
        if topic.exists:
            if _broadcast(topic):
                self._deliver(topic, topic.snapshot())
            else:
                self._resend(topic)
                self._serve_waiting(channel.name)
        else:
            # Who reads it hears of the new epoch with its first value.
            self._waiting.setdefault(channel.name, {}).update(self._sinks.pop(channel.name, {}))
        if whole.reason is not None and whole.reason != before[3]:
            self._tell_failed(channel.name, whole.reason)

    def follow(
        self, channel: Channel, data: bytes, seq: int, as_of: UnixNanos | None, timestamp: str, stale: bool
    ) -> None:
        """Hand on the next frame as the hub of another process numbered it. Raises ValueError."""
        topic = self._topic(channel)
        impaired = topic.stale or topic.reason is not None
        sent = topic.follow(data, seq, as_of, timestamp, stale)
        ring = self._rings.get(channel.name)
        if ring is not None:
            ring.add(sent.frame, as_of or 0, self._wall())
        if isinstance(channel, StateChannel) or not impaired:
            self._deliver(topic, [sent.frame])
        else:
            self._resend(topic)
        self._serve_waiting(channel.name)

    def adopt(self, other: "Hub", keeps: Callable[[str], bool]) -> None:
        """Become what `other` is, under its epoch: every reader gets snapshots. keeps: names whose own value stays."""
        self.epoch = other.epoch
        own = {name: topic for name, topic in self._topics.items() if keeps(name)}
        for topic in own.values():
            topic.renew(self.epoch)
        self._topics = {**other._topics, **own}
        renewed = {name: Ring(BOUNDS[own[name].channel.keep]) for name in own if name in self._rings}
        self._rings = {**other._rings, **renewed}
        for name, sinks in tuple(self._sinks.items()):
            found = self._topics.get(name)
            if found is None or not found.exists:
                self._waiting.setdefault(name, {}).update(self._sinks.pop(name))
            else:
                for sink in tuple(sinks):
                    sink.resend(name, resync=True)
        for topic in self._topics.values():
            self._watched(topic)
            if _broadcast(topic):
                self._deliver(topic, topic.snapshot())
            elif topic.exists:
                self._serve_waiting(topic.channel.name)

    def _tell_failed(self, name: str, reason: str) -> None:
        for sink in (*self._sinks.get(name, ()), *self._waiting.get(name, ())):
            sink.failed(name, reason)

    def _watched(self, topic: Topic) -> None:
        for watcher in self.watchers:
            watcher(topic.channel.name)

    def _topic(self, channel: Channel) -> Topic:
        topic = self._topics.get(channel.name)
        if topic is None or (topic.seq == 0 and private_name(channel.name) and topic.channel != channel):
            check_channel(channel)
            topic = self._topics[channel.name] = topic_of(channel, self.epoch)
            bounds = BOUNDS.get(channel.keep)
            if bounds is not None:
                self._rings[channel.name] = Ring(bounds)
        elif topic.channel is not channel and topic.channel != channel:
            raise ValueError(f"{channel.name} is declared as another channel")
        return topic

    def _private(self, name: str) -> Topic | None:
        if private_name(name) is None:
            return None
        topic = self._topic(EventChannel(name, "private", object, str))
        topic.exists = True
        return topic

    def _impair(self, topic: Topic, stale: bool, reason: str | None) -> None:
        topic.impair(stale=stale, reason=reason)
        ring = self._ring(topic)
        if ring is not None:
            ring.impair()
        self._watched(topic)

    def _ring(self, topic: Topic) -> Ring | None:
        """What is remembered of a channel; where it was numbered before (events of an earlier part), nothing is."""
        name = topic.channel.name
        ring = self._rings.get(name)
        if ring is not None and ring.top < topic.seq:
            ring = self._rings[name] = Ring(BOUNDS[topic.channel.keep], topic.seq)
        return ring

    def _deliver(self, topic: Topic, frames: list[Frame]) -> None:
        readers = self._everyone if _broadcast(topic) else self._sinks.get(topic.channel.name, {})
        for frame in frames:
            for sink in tuple(readers):
                direct = sink.direct
                if direct is None or not direct(frame):
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
