"""What the client session asks of its shell."""

from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from spxcc.protocol import messages as wire

Reply: TypeAlias = wire.CoachAnswer | wire.Answer | wire.Done | wire.Error | wire.AuthOk | wire.Pong


@dataclass(frozen=True, slots=True)
class Send:
    """Text to put on the wire."""

    text: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """Values of a channel, in order. snapshot: they replace what was there (none = the channel is empty).

    as_of_ms: data time of the newest. timestamp: ISO instant of publication.
    """

    channel: str
    payloads: tuple[msgspec.Raw, ...]
    snapshot: bool
    epoch: str | None
    seq: int | None
    as_of_ms: int | None
    timestamp: str | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Synced:
    """The subscription of `channel` is complete; elapsed_s since it was asked for."""

    channel: str
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Frames of `channel` are missing or were dropped; a new snapshot replaces them. reason: gap, epoch, lag, loss."""

    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server does not serve `channel` (now). final: it will not be asked again by itself."""

    channel: str
    code: str
    message: str
    final: bool


@dataclass(frozen=True, slots=True)
class Welcome:
    """The server said hello: the connection counts as open."""

    hello: wire.Hello


@dataclass(frozen=True, slots=True)
class Answer:
    """A frame that answers a request of this client by its id."""

    id: str
    frame: Reply


@dataclass(frozen=True, slots=True)
class Expiring:
    """The token expires soon: renew it in place."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The server will close: reconnect after a draw from jitter_ms."""

    jitter_ms: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error that concerns no request: text for the log, and how long to wait if the connection ends now."""

    code: str
    message: str
    retry_after_ms: int | None


@dataclass(frozen=True, slots=True)
class Dead:
    """Nothing was heard for too long: give the connection up."""

    reason: str


Effect: TypeAlias = Send | Deliver | Synced | Gap | Refused | Welcome | Answer | Expiring | Goodbye | Trouble | Dead
