"""The last state of a store: what a screen may paint, marked as old, before the first frame of its next run."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from spxcc.client.meta import ChannelMeta
from spxcc.client.store import Store
from spxcc.market.units import UnixMillis, UnixNanos
from spxcc.protocol.channel import Changes, Channel, DeltaChannel, EventChannel, StateChannel

VERSION = 1
MEMBERS, EVENTS = 160, 50
"""The newest of a collection, and of events: a screenful. More bars would cost the start of a run too much."""
CHANNEL_BYTES, TOTAL_BYTES = 1_000_000, 4_000_000


class KeptChannel(msgspec.Struct, frozen=True):
    """Payloads as the wire has them, and the instants of the newest value."""

    name: str
    as_of_ms: UnixMillis | None
    received_ns: UnixNanos
    payloads: tuple[msgspec.Raw, ...]


class LastState(msgspec.Struct, frozen=True):
    """mode: of the data (live, delayed, replay, sim). feed: what it came from, for the reader."""

    version: int
    mode: str
    feed: str
    channels: tuple[KeptChannel, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Values of one moment; none of them changes afterwards, so another thread may encode them."""

    mode: str
    feed: str
    channels: tuple[tuple[Channel, ChannelMeta, Any], ...]


def gather(store: Store, channels: Sequence[Channel], feed: str) -> Gathered | None:
    """What was received in this run; `None` before the first value. Values of an earlier run are not kept again."""
    if store.hello is None:
        return None
    found = []
    for channel in channels:
        meta, value = store.meta(channel.name), store.value(channel.name)
        if meta is not None and meta.received_ns is not None and not meta.restored and value:
            found.append((channel, meta, value))
    return Gathered(store.hello.mode, feed, tuple(found)) if found else None


def encode(gathered: Gathered) -> bytes:
    """Bounded: a channel over `CHANNEL_BYTES`, and what no longer fits in `TOTAL_BYTES`, is left out."""
    kept: list[KeptChannel] = []
    room = TOTAL_BYTES
    for channel, meta, value in gathered.channels:
        payloads = tuple(msgspec.Raw(msgspec.json.encode(one)) for one in _payloads(channel, value))
        size = sum(len(bytes(payload)) for payload in payloads)
        if meta.received_ns is not None and size <= min(room, CHANNEL_BYTES):
            kept.append(KeptChannel(channel.name, meta.as_of_ms, meta.received_ns, payloads))
            room -= size
    return msgspec.json.encode(LastState(VERSION, gathered.mode, gathered.feed, tuple(kept)))


def decode(text: bytes) -> LastState | None:
    """`None` for what another version wrote, or nobody."""
    try:
        found = msgspec.json.decode(text, type=LastState)
    except msgspec.MsgspecError:
        return None
    return found if found.version == VERSION else None


def restore(store: Store, last: LastState) -> None:
    """Put the values into `store`, each marked as restored; a server of another mode drops them all."""
    for one in last.channels:
        store.restore(one.name, one.payloads, one.as_of_ms, one.received_ns, last.mode)


def _payloads(channel: Channel, value: Any) -> Sequence[Any]:
    match channel:
        case StateChannel():
            return (value,)
        case DeltaChannel():
            items = tuple(islice(value.values(), max(len(value) - MEMBERS, 0), None))
            return tuple(channel.encode(Changes(added=items)))
        case EventChannel():
            return tuple(value[-EVENTS:])
