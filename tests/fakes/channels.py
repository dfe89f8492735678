"""One channel of each class, with small structs, and the frames a server would send on them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from spxcc.protocol.channel import Changes, DeltaChannel, EventChannel, StateChannel


class Quote(msgspec.Struct, frozen=True):
    """A state value."""

    symbol: str
    price: float


class Mark(msgspec.Struct, frozen=True):
    """A member of a collection."""

    id: str
    price: float


class MarksFrame(msgspec.Struct, frozen=True):
    """`data` of a frame of marks; `removed` are ids."""

    added: tuple[Mark, ...] = ()
    removed: tuple[str, ...] = ()
    modified: tuple[Mark, ...] = ()


class Alert(msgspec.Struct, frozen=True):
    """An event."""

    id: str
    text: str


class State(msgspec.Struct, frozen=True):
    """The broadcast."""

    status: str


def _encode(changes: Changes[Mark]) -> Iterable[MarksFrame]:
    if changes:
        yield MarksFrame(changes.added, tuple(mark.id for mark in changes.removed), changes.modified)


def _decode(frame: MarksFrame) -> Changes[Mark]:
    return Changes(frame.added, tuple(Mark(gone, 0.0) for gone in frame.removed), frame.modified)


def mark_id(mark: Mark) -> str:
    """Identity."""
    return mark.id


def alert_id(alert: Alert) -> str:
    """Identity."""
    return alert.id


PRICE: StateChannel[Quote] = StateChannel("price:SPX", "price", Quote, flat=True)
MARKS: DeltaChannel[Mark] = DeltaChannel("levels:update", "spx_levels", Mark, mark_id, MarksFrame, _encode, _decode)
ALERTS: EventChannel[Alert] = EventChannel("flow:alert", "spx_flow", Alert, alert_id)
STATUS: StateChannel[State] = StateChannel("status", "status", State, flat=True, broadcast=True)
CHANNELS = (PRICE, MARKS, ALERTS, STATUS)


def frame(channel: str, seq: int, data: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A channel frame of epoch "e1", the one after `seq` − 1."""
    return {"type": "x", "channel": channel, "data": data, "epoch": "e1", "seq": seq, "prev": seq - 1} | more


def snapshot(
    channel: str, seq: int, data: Mapping[str, Any], part: int = 1, of: int = 1, **more: Any
) -> dict[str, Any]:
    """Part of a snapshot."""
    return frame(channel, seq, data, snapshot=True, part=part, of=of) | more


def synced(channel: str, seq: int, count: int = 1, epoch: str = "e1") -> dict[str, Any]:
    """End of a subscribe."""
    return {"type": "synced", "channel": channel, "epoch": epoch, "seq": seq, "count": count}


def hello(mode: str = "sim", epoch: str = "e1") -> dict[str, Any]:
    """First frame."""
    return {
        "type": "hello",
        "v": 1,
        "session": "s1",
        "server": "spxcc/test",
        "epoch": epoch,
        "mode": mode,
        "user": "u",
        "tier": None,
        "heartbeat_ms": 15_000,
        "limits": {"symbols": 64, "channels": 64, "msg_bytes": 16_384, "msg_per_s": 20},
        "auth": {"expires_at": None},
    }


def subscribed(request: Mapping[str, Any], seq: int = 0, recovered: bool = False, **more: Any) -> dict[str, Any]:
    """The answer to a subscribe."""
    channels = {name: {"epoch": "e1", "seq": seq, "recovered": recovered} for name in request.get("channels", [])}
    return {"type": "subscribed", "id": request["id"], "channels": channels, "symbols": [], "errors": []} | more
