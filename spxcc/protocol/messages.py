"""Every message of `spxcc.v1` as a struct: what clients say, what servers say, and the frame of a channel."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from spxcc.protocol.codes import Retry

ShortText: TypeAlias = Annotated[str, msgspec.Meta(max_length=64)]
RequestId: TypeAlias = ShortText | int

PROTOCOL_VERSION = 1
SUBPROTOCOL = "spxcc.v1"
PATH = "/ws/prices"


class Position(msgspec.Struct, frozen=True):
    """Where a reader stands in a channel."""

    epoch: str
    seq: int


class Subscribe(msgspec.Struct, frozen=True, tag="subscribe", omit_defaults=True):
    """Client: subscribe; entries are checked one by one.

    `interval_ms`: least time between two frames of a state channel.
    """

    symbols: list[Any] = []
    channels: list[Any] = []
    since: dict[str, Position] = {}
    interval_ms: int | None = None
    id: RequestId | None = None


class Unsubscribe(msgspec.Struct, frozen=True, tag="unsubscribe", omit_defaults=True):
    """Client: unsubscribe."""

    symbols: list[Any] = []
    channels: list[Any] = []
    id: RequestId | None = None


class ResyncRequest(msgspec.Struct, frozen=True, tag="resync", omit_defaults=True):
    """Client: a fresh snapshot of channels it is subscribed to."""

    channels: list[Any] = []
    id: RequestId | None = None


class Auth(msgspec.Struct, frozen=True, tag="auth", omit_defaults=True):
    """Client: first authentication, or renewal in place."""

    token: str
    id: RequestId | None = None

    def __repr__(self) -> str:
        return "Auth(token=***)"


class Ask(msgspec.Struct, frozen=True, tag="ask", omit_defaults=True):
    """Client: a question to the coach."""

    text: str
    id: RequestId | None = None


class Query(msgspec.Struct, frozen=True, tag="query", omit_defaults=True):
    """Client: a read by name."""

    name: str
    args: dict[str, Any] = {}
    id: RequestId | None = None


class Command(msgspec.Struct, frozen=True, tag="command", omit_defaults=True):
    """Client: a change by name."""

    name: str
    args: dict[str, Any] = {}
    id: RequestId | None = None


class Ping(msgspec.Struct, frozen=True, tag="ping", omit_defaults=True):
    """Client: application ping; `t` is given back."""

    t: ShortText | int | float | None = None
    id: RequestId | None = None


ClientMessage: TypeAlias = Subscribe | Unsubscribe | ResyncRequest | Auth | Ask | Query | Command | Ping


class WireLimits(msgspec.Struct, frozen=True):
    """Limits that the server announces."""

    symbols: int
    channels: int
    msg_bytes: int
    msg_per_s: int


class AuthInfo(msgspec.Struct, frozen=True):
    """`expires_at`: Unix seconds, `None` = never."""

    expires_at: float | None = None


class Hello(msgspec.Struct, frozen=True, tag="hello", kw_only=True):
    """Server: first frame. cadence_ms: time between two values that the source promises; 0 = it streams."""

    v: int = PROTOCOL_VERSION
    session: str
    server: str
    epoch: str
    mode: str
    user: str
    tier: str | None
    heartbeat_ms: int
    limits: WireLimits
    auth: AuthInfo
    cadence_ms: int = 0


class ChannelPosition(msgspec.Struct, frozen=True):
    """Top of a channel at the moment of subscribing."""

    epoch: str
    seq: int
    recovered: bool = False


class EntryError(msgspec.Struct, frozen=True):
    """A rejected entry of a subscribe; `entry` is cut to 64 characters."""

    entry: str
    code: str
    message: str
    retry: Retry


class Subscribed(msgspec.Struct, frozen=True, tag="subscribed"):
    """Server: what of a subscribe was accepted and rejected."""

    id: RequestId | None
    channels: dict[str, ChannelPosition]
    symbols: tuple[str, ...]
    errors: tuple[EntryError, ...]


class Unsubscribed(msgspec.Struct, frozen=True, tag="unsubscribed"):
    """Server: nothing of these after it."""

    id: RequestId | None
    channels: tuple[str, ...]
    symbols: tuple[str, ...]


class Synced(msgspec.Struct, frozen=True, tag="synced", omit_defaults=True):
    """Server: the snapshot of a channel is complete; `count` frames made it. stale: of an empty one, which has none."""

    channel: str
    epoch: str
    seq: int
    count: int
    stale: bool = False


class Heartbeat(msgspec.Struct, frozen=True, tag="heartbeat", omit_defaults=True):
    """Server: `tops` are the newest `seq` of the reader's own channels. `ts` ms. epoch: of all, if they share one."""

    ts: int
    tops: dict[str, int]
    epoch: str | None = None


class Resync(msgspec.Struct, frozen=True, tag="resync"):
    """Server: forget this channel, a snapshot follows."""

    channel: str
    reason: Literal["lag", "epoch", "gap"]


class Error(msgspec.Struct, frozen=True, tag="error", omit_defaults=True):
    """Server: something did not work; `retry_after_ms` with `retry` = after."""

    code: str
    message: str
    retry: Retry
    id: RequestId | None = None
    channel: str | None = None
    retry_after_ms: int | None = None


class AuthExpiring(msgspec.Struct, frozen=True, tag="auth_expiring"):
    """Server: the token ends in `in_ms`."""

    in_ms: int
    expires_at: float


class AuthOk(msgspec.Struct, frozen=True, tag="auth_ok"):
    """Server: renewed."""

    id: RequestId | None
    expires_at: float | None


class Shutdown(msgspec.Struct, frozen=True, tag="shutdown"):
    """Server: closes in `in_ms` with 1012; a client draws its pause from the range."""

    in_ms: int
    reconnect_after_ms: tuple[int, int]


class Pong(msgspec.Struct, frozen=True, tag="pong", omit_defaults=True):
    """Server: answer to `ping`; bare for a bare one. `ts` ms."""

    t: ShortText | int | float | None = None
    ts: int | None = None
    id: RequestId | None = None


class CoachAnswer(msgspec.Struct, frozen=True, tag="coach_answer", omit_defaults=True):
    """Server: a piece of the coach's answer, to the asker alone."""

    id: RequestId | None
    delta: str = ""
    done: bool = False


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """Server: `data` of a query, in `of` parts counted from 1."""

    id: RequestId | None
    name: str
    part: int
    of: int
    data: Any


class Done(msgspec.Struct, frozen=True, tag="done", omit_defaults=True):
    """Server: a command was carried out."""

    id: RequestId | None
    name: str
    data: Any = None


ControlMessage: TypeAlias = (
    Hello
    | Subscribed
    | Unsubscribed
    | Synced
    | Heartbeat
    | Resync
    | Error
    | AuthExpiring
    | AuthOk
    | Shutdown
    | Pong
    | CoachAnswer
    | Answer
    | Done
)


class ChannelFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A channel's frame as a client reads it; `data` is JSON that the channel's own type decodes.

    `seq`, `prev` and `epoch` are `None` on broadcast frames (`status`). `published`: time of publication where the flat
    fields of `data` use the name `timestamp` themselves. `as_of` ms.
    """

    type: str
    channel: str
    data: msgspec.Raw
    timestamp: str | None = None
    published: str | None = None
    epoch: str | None = None
    seq: int | None = None
    prev: int | None = None
    snapshot: bool = False
    part: int | None = None
    of: int | None = None
    as_of: int | None = None
    stale: bool = False


class UnknownFrame(msgspec.Struct, frozen=True):
    """A frame of a type this client does not know; to be ignored."""

    type: str


ServerMessage: TypeAlias = ControlMessage | ChannelFrame | UnknownFrame
