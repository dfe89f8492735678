"""What a server session wants done: values for the shell to carry out, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from spxcc.protocol.identity import Identity
from spxcc.protocol.messages import ControlMessage, EntryError, Position, RequestId


@dataclass(frozen=True, slots=True)
class Send:
    """Send this message."""

    message: ControlMessage


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Verify the token, then call `authenticated` or `auth_failed`."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Admitted:
    """First authentication is done: greet, then carry out what follows."""

    identity: Identity


@dataclass(frozen=True, slots=True)
class StartChannels:
    """Subscribe: acknowledge, then per name of `names` one snapshot and `synced`, in this order.

    `channels` and `symbols` are what the client asked for and gets; `names` their union as channels. All are canonical.
    """

    request_id: RequestId | None
    channels: tuple[str, ...]
    symbols: tuple[str, ...]
    names: tuple[str, ...]
    errors: tuple[EntryError, ...]
    since: Mapping[str, Position]
    interval_ms: int | None


@dataclass(frozen=True, slots=True)
class StopChannels:
    """Unsubscribe from `names` (those nothing else of this connection needs), then acknowledge."""

    request_id: RequestId | None
    channels: tuple[str, ...]
    symbols: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResendChannels:
    """A fresh snapshot of each."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskCoach:
    """A question; call `request_done` at the end of the answer."""

    request_id: RequestId | None
    text: str


@dataclass(frozen=True, slots=True)
class RunQuery:
    """A query; call `request_done` after the answer."""

    request_id: RequestId | None
    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunCommand:
    """A command; call `request_done` after the answer."""

    request_id: RequestId | None
    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection."""

    code: int
    reason: str


Effect: TypeAlias = (
    Send
    | Authenticate
    | Admitted
    | StartChannels
    | StopChannels
    | ResendChannels
    | AskCoach
    | RunQuery
    | RunCommand
    | Close
)
