"""From what channels hold to the minutes of a pack, and back."""

from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Any

import msgspec

from spxcc.ledger.packs.layout import Changed, Minute
from spxcc.market.units import UnixNanos
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel, difference, merge


class Sampler:
    """Makes minutes of what channels hold, each with what is new since the one before."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = {channel.name: channel for channel in channels}
        self._state: dict[str, bytes] = {}
        self._items: dict[str, Mapping[str, Any]] = {}
        self._events: dict[str, list[msgspec.Raw]] = {}
        self._reasons: dict[str, str] = {}

    def event(self, name: str, data: bytes) -> None:
        """An event was published; it belongs to the next minute."""
        if isinstance(self._channels.get(name), EventChannel):
            self._events.setdefault(name, []).append(msgspec.Raw(data))

    def minute(self, at: UnixNanos, held: Mapping[str, tuple[bytes, UnixNanos]], reasons: Mapping[str, str]) -> Minute:
        """held: JSON of the value of each channel (for collections of the list of all members) and its `as_of`."""
        state: dict[str, msgspec.Raw] = {}
        delta: dict[str, Changed] = {}
        for name, channel in self._channels.items():
            data = held[name][0] if name in held else None
            if data is None or (name in self._state and self._state[name] == data):
                continue
            if isinstance(channel, StateChannel):
                self._state[name] = data
                state[name] = msgspec.Raw(data)
            elif isinstance(channel, DeltaChannel):
                self._state[name] = data
                delta[name] = self._changed(channel, data)
        events = {name: tuple(found) for name, found in self._events.items() if found}
        self._events = {}
        # A value takes the reason away, so one that stands beside a new value is told again.
        new = {*state, *delta, *events}
        told = {name: why for name, why in reasons.items() if name in new or self._reasons.get(name) != why}
        told |= {name: "" for name in self._reasons if name not in reasons}
        self._reasons = dict(reasons)
        earlier = {name: held[name][1] for name in (*state, *delta, *events) if name in held and held[name][1] != at}
        return Minute(at, state, delta, events, told, earlier)

    def _changed(self, channel: DeltaChannel[Any], data: bytes) -> Changed:
        items = msgspec.json.decode(data, type=GenericAlias(list, (channel.item,)))
        after = {channel.key(item): item for item in items}
        before = self._items.get(channel.name, {})
        found = difference(before, after)
        self._items[channel.name] = after
        put = tuple(msgspec.Raw(msgspec.json.encode(item)) for item in (*found.added, *found.modified))
        order = () if list(merge(channel, before, found)) == list(after) else tuple(after)
        return Changed(put, tuple(channel.key(item) for item in found.removed), order)


class Player:
    """Turns minutes back into what a hub publishes. unread: by channel why its newest data could not be read."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = {channel.name: channel for channel in channels}
        self._items: dict[str, dict[str, Any]] = {}
        self._state: dict[str, Any] = {}
        self.unread: dict[str, str] = {}

    def published(self, minute: Minute) -> list[tuple[Channel, Any]]:
        """(channel, value) in the order of the channels: the value of a state, all members, the new events."""
        found: list[tuple[Channel, Any]] = []
        for name, channel in self._channels.items():
            try:
                value = self._value(channel, minute)
            except ValueError as error:
                self.unread[name] = str(error)
            else:
                if value is not None:
                    self.unread.pop(name, None)
                    found.append((channel, value))
        return found

    def _value(self, channel: Channel, minute: Minute) -> Any:
        name = channel.name
        # A reason that is gone is told by a value, be it the same as before.
        again = minute.reasons.get(name) == ""
        match channel:
            case StateChannel():
                if name in minute.state:
                    self._state[name] = decoded(minute.state[name], channel.type, name)
                return self._state.get(name) if name in minute.state or again else None
            case DeltaChannel():
                changed = minute.delta.get(name)
                return None if changed is None and not again else self._members(channel, changed or Changed())
            case EventChannel():
                told = minute.events.get(name)
                return None if told is None else [decoded(one, channel.item, name) for one in told]

    def _members(self, channel: DeltaChannel[Any], changed: Changed) -> list[Any]:
        items = self._items.setdefault(channel.name, {})
        for key in changed.gone:
            items.pop(key, None)
        for raw in changed.put:
            item = decoded(raw, channel.item, channel.name)
            items[channel.key(item)] = item
        if changed.order:
            if set(changed.order) != set(items):
                raise ValueError(f"expected the order of all members of {channel.name}, found another set")
            items = self._items[channel.name] = {key: items[key] for key in changed.order}
        return list(items.values())


def decoded(raw: msgspec.Raw, kind: Any, name: str) -> Any:
    """The struct of a value. Raises ValueError."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(f"expected a value of {name}, found: {error}") from None
