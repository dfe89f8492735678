"""What goes over the bus."""

from typing import TypeAlias
from zlib import crc32

import msgspec

from spxcc.market.units import UnixNanos


class Live(msgspec.Struct, frozen=True, kw_only=True, tag="live"):
    """One numbered frame: `data` as its JSON, the rest as in the envelope of the protocol. term: of who wrote it."""

    term: int
    epoch: str
    channel: str
    seq: int
    as_of: UnixNanos | None
    timestamp: str
    stale: bool
    data: msgspec.Raw


class Whole(msgspec.Struct, frozen=True, kw_only=True, tag="whole"):
    """The value of a channel after its frame `seq`: of collections and events the list of all (recent) items.

    data: `null` where there is no value yet. reason: why the newest one is missing.
    """

    term: int
    epoch: str
    channel: str
    seq: int
    as_of: UnixNanos | None
    timestamp: str
    stale: bool
    reason: str | None
    data: msgspec.Raw


class Beat(msgspec.Struct, frozen=True, kw_only=True, tag="beat"):
    """The writer lives. tops: number of the last frame by channel. marks: checksum of what is wrong with a channel's
    value, of those that have something. mode, server, cadence: for the greeting."""

    term: int
    epoch: str
    tops: dict[str, int]
    marks: dict[str, int] = {}
    mode: str = ""
    server: str = ""
    cadence: float = 0.0


class Want(msgspec.Struct, frozen=True, kw_only=True, tag="want"):
    """A follower has a hole in these channels."""

    channels: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True, tag="question"):
    """A request that only the engine can answer. kind: `query`, `command`, `ask` or `price`; args: JSON of its own."""

    kind: str
    name: str
    sub: str
    tier: str | None
    args: msgspec.Raw


class Piece(msgspec.Struct, frozen=True, kw_only=True, tag="piece"):
    """A part of an answer; the last one has `last`, and `code` and `message` where it failed."""

    last: bool = False
    parts: int = 1
    value: msgspec.Raw = msgspec.Raw(b"null")
    code: str = ""
    message: str = ""


Kept: TypeAlias = Live | Whole
"""The bus remembers the newest of each kind and channel."""
_ENCODER = msgspec.json.Encoder()
_KEPT: msgspec.json.Decoder[Kept] = msgspec.json.Decoder(Kept)


def mark_of(stale: bool, reason: str | None) -> int:
    """Checksum of what is wrong with a value; 0 = nothing."""
    return crc32(f"{stale} {reason}".encode()) if stale or reason is not None else 0


def packed(message: msgspec.Struct) -> bytes:
    """As bytes."""
    return _ENCODER.encode(message)


def kept_from(body: bytes) -> Kept:
    """Raises ValueError for anything else."""
    try:
        found: Kept = _KEPT.decode(body)
    except msgspec.MsgspecError as error:
        raise ValueError(f"expected a message of the bus, found: {error}") from None
    return found
