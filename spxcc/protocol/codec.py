"""JSON in and out: client text to messages or typed errors, server messages to bytes, server text to frames."""

from types import GenericAlias
from typing import Any, TypeVar, get_args

import msgspec

from spxcc.protocol.codes import ErrorCode
from spxcc.protocol.messages import ChannelFrame, ClientMessage, ControlMessage, ServerMessage, UnknownFrame

ECHO_LIMIT = 64
"""Characters of a client's input that an answer may repeat."""

Value = TypeVar("Value")
_encoder = msgspec.json.Encoder()
_client: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_channel_frame = msgspec.json.Decoder(ChannelFrame)
_client_types = frozenset(kind.__struct_config__.tag for kind in get_args(ClientMessage))


class _Head(msgspec.Struct, frozen=True):
    type: str
    channel: Any = None
    id: Any = None


_head = msgspec.json.Decoder(_Head)
_control: dict[Any, msgspec.json.Decoder[ControlMessage]] = {
    kind.__struct_config__.tag: msgspec.json.Decoder(kind) for kind in get_args(ControlMessage)
}


class BadMessage(Exception):
    """A client's frame that is no message. `id` is the request's own, if it could be read."""

    def __init__(self, code: ErrorCode, message: str, request_id: str | int | None = None) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.request_id = request_id


class BadFrame(Exception):
    """A server's frame that is no message."""


def clip(text: object) -> str:
    """At most 64 characters of foreign input, for answers and logs."""
    shown = text if isinstance(text, str) else type(text).__name__
    return shown if len(shown) <= ECHO_LIMIT else shown[: ECHO_LIMIT - 1] + "…"


def decode_client(text: str | bytes) -> ClientMessage:
    """The message in a client's frame; unknown fields are ignored.

    Raises:
        BadMessage: `bad_json` no JSON object, `unknown_type`, or `bad_request` wrong fields.
    """
    try:
        return _client.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _explain(text, str(error)) from None


def _explain(text: str | bytes, found: str) -> BadMessage:
    try:
        head = _head.decode(text)
    except msgspec.ValidationError:
        return BadMessage("bad_request", "expected a JSON object with a string `type`")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return BadMessage("bad_json", "expected one JSON object per frame")
    request_id = head.id if usable_id(head.id) else None
    if head.type not in _client_types:
        return BadMessage("unknown_type", f"no such type: {clip(head.type)}", request_id)
    return BadMessage("bad_request", f"wrong fields: {clip(found)}", request_id)


def usable_id(value: object) -> bool:
    """Whether `value` can be echoed as a request id: a short string or a machine integer."""
    if isinstance(value, str):
        return len(value) <= ECHO_LIMIT
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def encode(message: ControlMessage | ClientMessage) -> bytes:
    """One JSON text frame."""
    return _encoder.encode(message)


def encode_data(value: object) -> bytes:
    """`data` of a channel frame; results are finite, so no NaN turns into null here."""
    return _encoder.encode(value)


def decode_value(data: bytes, kind: type[Value]) -> Value:
    """`data` of a channel frame. Raises ValueError for another value."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(f"expected {kind}, found: {clip(str(error))}") from None


def decode_items(data: bytes, item: type[Any]) -> tuple[Any, ...]:
    """A list of members. Raises ValueError for another value."""
    return tuple(decode_value(data, GenericAlias(list, (item,))))  # type: ignore[arg-type]


def raw_items(data: bytes) -> tuple[bytes, ...]:
    """The JSON of each member of a list. Raises ValueError for another value."""
    return tuple(bytes(one) for one in decode_value(data, list[msgspec.Raw]))


def decode_server(text: str | bytes) -> ServerMessage:
    """The message in a server's frame; a type this code does not know is an `UnknownFrame`.

    Raises:
        BadFrame: no JSON object, or a known type with wrong fields.
    """
    try:
        head = _head.decode(text)
        control = _control.get(head.type)
        if control is not None:
            return control.decode(text)
        if head.channel is None:
            return UnknownFrame(head.type)
        return _channel_frame.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadFrame(f"expected a frame of spxcc.v1, found: {clip(str(error))}") from None
