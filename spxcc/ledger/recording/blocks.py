"""Blocks of events as they stand in a file."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from spxcc.market.event_codec import decode_events, encode_events
from spxcc.market.events import FeedEvent
from spxcc.market.units import UnixNanos

FAST, SMALL = 1, 3
"""Levels of zlib for a batch that will be joined soon, and for a block that stays."""
WHOLE = 8_192
"""Events of a block from which on it is not joined with others."""


@dataclass(frozen=True, slots=True)
class Block:
    """raw: MessagePack of the events without the head of the array. until: latest `ts_recv` of them."""

    first: int
    events: int
    until: UnixNanos
    raw: bytes

    def body(self, level: int) -> bytes:
        """As it is written."""
        return zlib.compress(_head(self.events) + self.raw, level)


def block_of(first: int, events: Sequence[FeedEvent]) -> Block:
    """A block of these events, the first of which has the number `first`."""
    encoded = encode_events(events)
    return Block(first, len(events), max(event.ts_recv for event in events), encoded[len(_head(len(events))) :])


def joined(blocks: Sequence[Block]) -> Block:
    """One block of several that follow each other."""
    return Block(
        blocks[0].first,
        sum(block.events for block in blocks),
        max(block.until for block in blocks),
        b"".join(block.raw for block in blocks),
    )


def events_of(body: bytes) -> list[FeedEvent]:
    """Events of a written block. Raises ValueError."""
    try:
        return decode_events(zlib.decompress(body))
    except zlib.error as error:
        raise ValueError(f"expected a compressed block, found: {error}") from None


def _head(count: int) -> bytes:
    """How MessagePack begins an array of `count`."""
    if count < 16:
        return bytes((0x90 | count,))
    return b"\xdc" + count.to_bytes(2, "big") if count < 65_536 else b"\xdd" + count.to_bytes(4, "big")
