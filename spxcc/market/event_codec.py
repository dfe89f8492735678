"""Feed events as bytes and back: every field, to the bit."""

from collections.abc import Sequence

import msgspec

from spxcc.market.events import FeedEvent

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[FeedEvent])


def encode_events(events: Sequence[FeedEvent]) -> bytes:
    """MessagePack of the events in order; the names of the fields are in it, so that a later version can add some."""
    return _ENCODER.encode(events)


def decode_events(body: bytes) -> list[FeedEvent]:
    """What `encode_events` was given. Raises ValueError for bytes that are no events."""
    try:
        return _DECODER.decode(body)
    except msgspec.MsgspecError as error:
        raise ValueError(f"expected encoded events, found: {error}") from None
