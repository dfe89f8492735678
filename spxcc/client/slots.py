"""One channel's value at the client: how frames become it."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Protocol, TypeVar

import msgspec

from spxcc.protocol.channel import Changes, Channel, DeltaChannel, EventChannel, StateChannel, merge

EVENTS_KEPT = 500
T = TypeVar("T")


class Undecodable(ValueError):
    """Data that is not what its channel promises."""


class Slot(Protocol):
    """Value of a channel."""

    channel: Channel
    value: Any

    def take(self, payloads: Sequence[msgspec.Raw], snapshot: bool) -> Sequence[Any]:
        """Fold frames in, a snapshot replaces; the items they brought. All or nothing.

        Raises:
            Undecodable: and the value stays as it was.
        """
        ...

    def count(self) -> int:
        """Members."""
        ...


class StateSlot:
    """The newest full value."""

    def __init__(self, channel: StateChannel[Any]) -> None:
        self.channel: Channel = channel
        self.value: Any = None
        self._decoder = msgspec.json.Decoder(channel.type)

    def take(self, payloads: Sequence[msgspec.Raw], snapshot: bool) -> Sequence[Any]:
        """The last payload counts."""
        if payloads:
            self.value = _decode(self._decoder, payloads[-1], self.channel.name)
        elif snapshot:
            self.value = None
        return () if self.value is None else (self.value,)

    def count(self) -> int:
        """Members."""
        return 0 if self.value is None else 1


class DeltaSlot:
    """A keyed collection."""

    def __init__(self, channel: DeltaChannel[Any]) -> None:
        self.channel: Channel = channel
        self.value: Mapping[str, Any] = {}
        self._token = channel
        self._decoder = msgspec.json.Decoder(channel.wire)

    def take(self, payloads: Sequence[msgspec.Raw], snapshot: bool) -> Sequence[Any]:
        """Changes in order."""
        changes = [self._changes(payload) for payload in payloads]
        value: Mapping[str, Any] = {} if snapshot else self.value
        for change in changes:
            value = merge(self._token, value, change)
        self.value = value
        return [item for change in changes for item in (*change.added, *change.modified)]

    def count(self) -> int:
        """Members."""
        return len(self.value)

    def _changes(self, payload: msgspec.Raw) -> Changes[Any]:
        return self._token.decode(_decode(self._decoder, payload, self.channel.name))


class EventSlot:
    """The newest events, each once, oldest first."""

    def __init__(self, channel: EventChannel[Any]) -> None:
        self.channel: Channel = channel
        self.value: Sequence[Any] = ()
        self._token = channel
        self._kept: dict[str, Any] = {}
        self._decoder = msgspec.json.Decoder(channel.item)

    def take(self, payloads: Sequence[msgspec.Raw], snapshot: bool) -> Sequence[Any]:
        """New ones only; a known key is no news."""
        items = [_decode(self._decoder, payload, self.channel.name) for payload in payloads]
        if snapshot:
            self._kept = {}
        new = []
        for item in items:
            key = self._token.key(item)
            if key not in self._kept:
                self._kept[key] = item
                new.append(item)
        for key in list(islice(self._kept, max(len(self._kept) - EVENTS_KEPT, 0))):
            del self._kept[key]
        self.value = tuple(self._kept.values())
        return new

    def count(self) -> int:
        """Members."""
        return len(self.value)


def slot_for(channel: Channel) -> Slot:
    """An empty slot for `channel`."""
    match channel:
        case StateChannel():
            return StateSlot(channel)
        case DeltaChannel():
            return DeltaSlot(channel)
        case EventChannel():
            return EventSlot(channel)


def _decode(decoder: msgspec.json.Decoder[T], payload: msgspec.Raw, name: str) -> T:
    try:
        return decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise Undecodable(f"a frame of {name} cannot be read: {error}; client and server differ in version") from None
