"""A published frame: JSON bytes with their websocket header, made once and shared by all readers."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

import msgspec

from spxcc.gateway.deflate import deflate
from spxcc.market.units import UnixNanos, to_millis
from spxcc.protocol.channel import Channel, Keep, StateChannel

_ENVELOPE = frozenset({"type", "channel", "data", "epoch", "seq", "prev", "snapshot", "part", "of", "as_of", "stale"})


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """`payload` is the JSON text, `wire` the same with its websocket header."""

    channel: str
    keep: Keep
    seq: int
    payload: bytes
    wire: bytes
    _deflated: list[bytes] = field(default_factory=list, init=False, repr=False)

    @property
    def deflated(self) -> bytes:
        """The same compressed (RSV1), made when it is first asked for; plain where that is shorter."""
        if not self._deflated:
            packed = framed(0xC1, deflate(self.payload))
            self._deflated.append(packed if len(packed) < len(self.wire) else self.wire)
        return self._deflated[0]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the frames of one publication have in common. `timestamp`: ISO; `prev` and `seq` are added per frame."""

    epoch: str
    timestamp: str
    as_of: UnixNanos | None
    stale: bool


def text_frame(payload: bytes) -> bytes:
    """An unmasked final text frame (RFC 6455, section 5.2)."""
    return framed(0x81, payload)


def framed(first: int, payload: bytes) -> bytes:
    """An unmasked frame; first: its first byte (FIN, RSV and opcode)."""
    size = len(payload)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def payload_of(wire: bytes) -> bytes:
    """What stands in an unmasked frame."""
    return wire[{126: 4, 127: 10}.get(wire[1], 2) :]


def check_channel(channel: Channel) -> None:
    """A flat channel may not use the names of the envelope, save `timestamp` (the envelope's becomes `published`).

    Raises:
        ValueError: it does.
    """
    if isinstance(channel, StateChannel) and channel.flat:
        clash = _ENVELOPE & {field.encode_name for field in msgspec.structs.fields(channel.type)}
        if clash:
            raise ValueError(f"{channel.name}: flat fields may not be called {', '.join(sorted(clash))}")


def channel_payload(
    channel: Channel, data: bytes, stamp: Stamp, *, seq: int, snapshot: bool = False, part: int = 1, of: int = 1
) -> bytes:
    """JSON of one channel frame. Broadcast frames carry no `epoch`, `seq` and `prev`."""
    flat = isinstance(channel, StateChannel) and channel.flat
    top: dict[str, Any] = {"published" if flat and _own_timestamp(channel) else "timestamp": stamp.timestamp}
    if not (isinstance(channel, StateChannel) and channel.broadcast):
        top |= {"epoch": stamp.epoch, "seq": seq, "prev": max(0, seq - 1)}
        if snapshot:
            top["snapshot"] = True
    if of > 1:
        top |= {"part": part, "of": of}
    if stamp.as_of is not None:
        top["as_of"] = to_millis(stamp.as_of)
    if stamp.stale:
        top["stale"] = True
    head = msgspec.json.encode({"type": channel.frame, "channel": channel.name})[:-1]
    fields = b"," + data[1:-1] if flat and len(data) > 2 else b""
    return b"".join((head, fields, b',"data":', data, b",", msgspec.json.encode(top)[1:]))


def _own_timestamp(channel: Channel) -> bool:
    if not isinstance(channel, StateChannel):
        return False
    return _has_timestamp(cast(Hashable, channel.type))


@lru_cache(maxsize=256)
def _has_timestamp(kind: Any) -> bool:
    """Looking at the fields of a struct takes longer than encoding a price."""
    return any(field.encode_name == "timestamp" for field in msgspec.structs.fields(kind))
