"""JSON schemas of the frames of each channel, made of the structs that encode and decode them."""

from typing import Any

import msgspec

from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
POSITION = {
    "epoch": {"type": "string", "description": "Names the stream; another one is worth nothing to a copy of this."},
    "seq": {"type": "integer", "minimum": 0},
    "prev": {"type": "integer", "minimum": 0, "description": "The seq that this frame continues."},
}
ENVELOPE: dict[str, Any] = {
    "snapshot": {"const": True, "description": "Replaces what was there."},
    "part": {"type": "integer", "minimum": 1},
    "of": {"type": "integer", "minimum": 2},
    "as_of": {"type": "integer", "description": "Time of the data, milliseconds since 1970."},
    "stale": {"const": True, "description": "The source is silent."},
}
REFS = "#/$defs/{name}"


def payload_type(channel: Channel) -> Any:
    """The struct in `data` of a frame."""
    match channel:
        case StateChannel():
            return channel.type
        case DeltaChannel():
            return channel.wire
        case EventChannel():
            return channel.item


def frame_schema(channel: Channel) -> dict[str, Any]:
    """JSON schema (draft 2020-12) of a frame; of a flat channel the fields of `data` stand beside it too."""
    (data,), defs = msgspec.json.schema_components([payload_type(channel)], ref_template=REFS)
    flat = isinstance(channel, StateChannel) and channel.flat
    broadcast = isinstance(channel, StateChannel) and channel.broadcast
    fields = _fields(channel) if flat else {}
    published = "published" if "timestamp" in fields else "timestamp"
    properties = {
        **fields,
        "type": {"const": channel.frame},
        "channel": {"const": channel.name},
        "data": data,
        published: {"type": "string", "description": "Publication, ISO 8601 in UTC."},
        **({} if broadcast else POSITION),
        **ENVELOPE,
    }
    required = ["type", "channel", "data", published, *([] if broadcast else POSITION)]
    return {
        "$schema": DIALECT,
        "title": channel.name,
        "description": f"A frame of {channel.name}, a {channel.keep} channel of spxcc.v1.",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": defs,
    }


def _fields(channel: Channel) -> dict[str, Any]:
    _, defs = msgspec.json.schema_components([payload_type(channel)], ref_template=REFS)
    found: dict[str, Any] = defs[payload_type(channel).__name__]["properties"]
    return found
