"""What the reconnect scheduler hears and what it asks for."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Phase: TypeAlias = Literal["idle", "waiting", "connecting", "open", "locked"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A connection is wanted, or no longer. token: hash of the token that would be used."""

    wanted: bool
    token: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The timer has come."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """The user asked for an attempt now."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """The token function was asked: this is what it gives now."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The server said hello."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Failed:
    """No connection came about. status: of the HTTP answer, if there was one."""

    attempt: int
    reason: str
    status: int | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection ended. code 1006: without a close frame; jitter_ms: as announced by `shutdown`."""

    attempt: int
    code: int
    reason: str = ""
    retry_after_s: float | None = None
    jitter_ms: tuple[int, int] | None = None


Event: TypeAlias = Wanted | Due | Retry | TokenSeen | Opened | Failed | Closed


@dataclass(frozen=True, slots=True)
class Connect:
    """Start attempt number `attempt`."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Disconnect:
    """End the connection or the attempt under way."""

    code: int
    reason: str


Action: TypeAlias = Connect | Disconnect
