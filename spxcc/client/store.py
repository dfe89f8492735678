"""The newest values by channel, decoded and merged, and what changed since the last look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

import msgspec

from spxcc.client.latency import HopLatency, LatencyBook
from spxcc.client.meta import ChannelMeta
from spxcc.client.reconnect import State
from spxcc.client.series import Book, SeriesFeeder, SeriesSource
from spxcc.client.slots import Slot, Undecodable, slot_for
from spxcc.client.view import ConnectionView, describe
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis, UnixNanos
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, Keep, StateChannel
from spxcc.protocol.client_effects import Deliver, Effect, Gap, Refused, Synced, Welcome
from spxcc.protocol.messages import Hello

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
STATUS = "status"
CONNECTION = "connection"


class Store:
    """Fed by the client, read by the screen. Everything happens in one thread; reading never waits.

    channels: tokens of what may be received; frames of others are ignored. new_book: makes an empty candle book.
    on_hello, on_frame: called when a server greets, and after a frame of a channel by name.
    """

    def __init__(
        self,
        clock: Clock,
        channels: Sequence[Channel],
        series: Sequence[SeriesSource] = (),
        new_book: Callable[[], Book] | None = None,
    ) -> None:
        self._clock = clock
        self._slots: dict[str, Slot] = {}
        self._metas: dict[str, ChannelMeta] = {}
        self._dirty: set[str] = set()
        self._latency = LatencyBook()
        self._connection = State()
        self._where = "the server"
        self._series = SeriesFeeder(series, new_book if new_book is not None else _no_book)
        self.hello: Hello | None = None
        self._restored_mode: str | None = None
        self.on_hello: Callable[[Hello], None] | None = None
        self.on_frame: dict[str, Callable[[], None]] = {}
        for channel in channels:
            self.register(channel)

    def register(self, channel: Channel) -> None:
        """From now on frames of `channel` are kept."""
        self._slots.setdefault(channel.name, slot_for(channel))

    @property
    def keeps(self) -> Mapping[str, Keep]:
        """Class of every registered channel, by name."""
        return {name: slot.channel.keep for name, slot in self._slots.items()}

    def get(self, channel: StateChannel[T]) -> T | None:
        """Newest value, `None` before the first."""
        slot = self._slots.get(channel.name)
        return None if slot is None else cast("T | None", slot.value)

    def items(self, channel: DeltaChannel[I]) -> Mapping[str, I]:
        """The collection by key. A later change makes another mapping."""
        slot = self._slots.get(channel.name)
        return {} if slot is None else cast("Mapping[str, I]", slot.value)

    def events(self, channel: EventChannel[I]) -> Sequence[I]:
        """The newest 500 at most, oldest first."""
        slot = self._slots.get(channel.name)
        return () if slot is None else cast("Sequence[I]", slot.value)

    def meta(self, name: str) -> ChannelMeta | None:
        """What is known about the frames of a channel, `None` before anything was heard of it."""
        return self._metas.get(name)

    def count(self, name: str) -> int:
        """Members of a delta or event channel; of a state channel 1 with a value, else 0."""
        slot = self._slots.get(name)
        return 0 if slot is None else slot.count()

    def value(self, name: str) -> Any:
        """What a channel holds, untyped: for tools that know channels by name only."""
        slot = self._slots.get(name)
        return None if slot is None else slot.value

    def book(self, symbol: str) -> Book:
        """Candles of a symbol in every timeframe."""
        return self._series.book(symbol)

    @property
    def cadence_ms(self) -> int:
        """Time between two values that the server's source promises; 0 = it streams, or nothing is known yet."""
        return 0 if self.hello is None else self.hello.cadence_ms

    @property
    def mode(self) -> str:
        """How the server labels this run (live, delayed, replay, sim); "" before it greeted."""
        return "" if self.hello is None else self.hello.mode

    @property
    def status(self) -> Any:
        """Newest value of the `status` broadcast."""
        return self.value(STATUS)

    @property
    def connection(self) -> ConnectionView:
        """The connection in words, as of now."""
        return describe(self._connection, self._clock.monotonic(), self._where)

    @property
    def latency(self) -> Mapping[str, HopLatency]:
        """By hop, over the newest frames."""
        return self._latency.summary()

    def take_dirty(self) -> frozenset[str]:
        """Names of channels (and `connection`, `status`) that changed since the last call."""
        dirty = frozenset(self._dirty)
        self._dirty.clear()
        return dirty

    def mark_dirty(self, name: str) -> None:
        """Something changed that the screen shows and that is not the value of a channel."""
        self._dirty.add(name)

    def painted(self, milliseconds: float) -> None:
        """The screen showed what it took `milliseconds` after it was received."""
        self._latency.add("paint", milliseconds)

    def connected(self, state: State, where: str) -> None:
        """The scheduler's state changed."""
        self._connection, self._where = state, where
        self._dirty.add(CONNECTION)

    def apply(self, effect: Effect) -> None:
        """Take in what the session says; what does not concern values is ignored."""
        match effect:
            case Deliver():
                self._deliver(effect)
            case Synced(channel, elapsed_s):
                self._note(channel, snapshot_ms=elapsed_s * 1_000)
            case Gap(channel):
                meta = self._metas.get(channel, ChannelMeta())
                self._note(channel, gaps=meta.gaps + 1)
            case Refused(channel, _, message):
                self._forget(channel)
                self._note(channel, error=message)
            case Welcome(hello):
                self.hello = hello
                self._dirty.add(CONNECTION)
                if hello.mode != self._restored_mode:
                    for name in tuple(self._metas):
                        self._forget(name)
                if self.on_hello is not None:
                    self.on_hello(hello)

    def restore(
        self,
        channel: str,
        payloads: Sequence[msgspec.Raw],
        as_of_ms: UnixMillis | None,
        received_ns: UnixNanos,
        mode: str,
    ) -> None:
        """Take a value of an earlier run, stale from the start. A server of another mode than `mode` drops it.

        What cannot be read any more, and channels that were heard already, are left as they are.
        """
        slot = self._slots.get(channel)
        if slot is None or self.hello is not None or channel in self._metas:
            return
        try:
            news = slot.take(payloads, True)
        except Undecodable:
            self._slots[channel] = slot_for(slot.channel)
            return
        if self._series.symbol_of(channel) is not None and slot.channel.keep == "delta":
            self._series.bars(channel, news, True)
        self._restored_mode = mode
        self._metas[channel] = ChannelMeta(as_of_ms=as_of_ms, received_ns=received_ns, stale=True, restored=True)
        self._dirty.add(channel)

    def _forget(self, channel: str) -> None:
        """Drop a value of an earlier run; one of this run stays."""
        meta = self._metas.get(channel)
        if meta is None or not meta.restored:
            return
        slot = self._slots[channel] = slot_for(self._slots[channel].channel)
        if slot.channel.keep == "delta":
            self._series.bars(channel, (), True)
        del self._metas[channel]
        self._dirty.add(channel)

    def _note(self, channel: str, **changes: Any) -> None:
        self._metas[channel] = replace(self._metas.get(channel, ChannelMeta()), **changes)
        self._dirty.add(channel)

    def _deliver(self, frame: Deliver) -> None:
        slot = self._slots.get(frame.channel)
        if slot is None:
            return
        before = self._metas.get(frame.channel, ChannelMeta())
        again = _repeats(before, frame)
        meta = replace(
            before,
            seq=frame.seq,
            epoch=frame.epoch,
            as_of_ms=frame.as_of_ms if frame.as_of_ms is not None else before.as_of_ms,
            received_ns=before.received_ns if again else self._clock.now(),
            stale=frame.stale,
            frames=before.frames + max(len(frame.payloads), 1),
            error=before.error if _still_broken(slot, before, frame) else None,
            undecodable=0 if frame.snapshot else before.undecodable,
            restored=False,
        )
        try:
            news = slot.take(frame.payloads, frame.snapshot)
        except Undecodable as error:
            meta = replace(meta, error=str(error), undecodable=meta.undecodable + 1)
        else:
            self._feed_series(slot, news, frame, anew=frame.snapshot and before.epoch != frame.epoch)
        self._metas[frame.channel] = meta
        self._dirty.add(frame.channel)
        if not again:
            self._time(frame, meta)
        if frame.channel in self.on_frame:
            self.on_frame[frame.channel]()

    def _feed_series(self, slot: Slot, news: Sequence[Any], frame: Deliver, anew: bool) -> None:
        """In a replay no tick is folded: a bar becomes visible at its end, whole."""
        symbol = self._series.symbol_of(frame.channel)
        if symbol is None:
            return
        if slot.channel.keep == "delta":
            self._series.bars(frame.channel, news, anew)
            return
        replayed = self.hello is not None and self.hello.mode == "replay"
        tick = self._series.price(frame.channel, slot.value, fold=not replayed)
        if not replayed:
            self._dirty.add(f"bars:{symbol}")
        if tick is not None and frame.as_of_ms is not None:
            self._latency.add("feed", frame.as_of_ms - tick[1] / NANOS_PER_MILLI)

    def _time(self, frame: Deliver, meta: ChannelMeta) -> None:
        """A snapshot repeats an old publication, so only updates say how long the way takes."""
        if frame.snapshot or frame.timestamp is None or meta.received_ns is None:
            return
        published = _instant_ms(frame.timestamp)
        if published is None:
            return
        self._latency.add("wire", meta.received_ns / NANOS_PER_MILLI - published)
        live = self.hello is not None and self.hello.mode in ("live", "delayed")
        if live and frame.as_of_ms is not None:
            self._latency.add("publish", published - frame.as_of_ms)


def _repeats(before: ChannelMeta, frame: Deliver) -> bool:
    """Whether the value that is here already came again because its source is silent: it is no newer for that."""
    known = before.received_ns is not None and not before.restored
    return known and frame.stale and frame.as_of_ms == before.as_of_ms


def _still_broken(slot: Slot, before: ChannelMeta, frame: Deliver) -> bool:
    """A collection that missed a change is wrong until a snapshot replaces it."""
    return slot.channel.keep == "delta" and before.undecodable > 0 and not frame.snapshot


def _instant_ms(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp() * 1_000
    except ValueError:
        return None


def _no_book() -> Book:
    raise ValueError("expected new_book where series are given; hand the store a candle book factory")
