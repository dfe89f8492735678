"""How long to wait, and what an ending means: constants and the table of close codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from spxcc.client.reconnect_events import Closed, Failed
from spxcc.protocol.codes import CloseCode, reaction

RESTART_JITTER_MS = (0, 8_000)
LockKind: TypeAlias = Literal["token", "stop"]
STOPS: Mapping[int, str] = {
    CloseCode.PROTOCOL_ERRORS: "the server saw too many protocol errors from here",
    CloseCode.FORBIDDEN: "not allowed",
    CloseCode.REPLACED: "replaced by a newer connection of this user",
}
TOKEN_WORDS = {
    "token_missing": "no token",
    "token_invalid": "token not accepted",
    "token_expired": "token expired",
}


class Draw(Protocol):
    """Source of randomness; a seeded `numpy.random.Generator` is one."""

    def random(self) -> float:
        """Uniform in [0, 1)."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """Seconds and counts of the reconnect scheduler; all are settings.

    base_s, cap_s: full-jitter back-off. min_interval_s: between attempt starts. failures_to_pause: failed attempts or
    flaps (dropped within stable_s of opening) before each further attempt waits pause_s. healthy_s: a connection that
    lasted so long may be tried again without the least interval.
    """

    connect_timeout_s: float = 10.0
    base_s: float = 1.0
    cap_s: float = 30.0
    min_interval_s: float = 15.0
    failures_to_pause: int = 3
    pause_s: float = 60.0
    stable_s: float = 30.0
    healthy_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Lock:
    """No attempt with this token. strict: not even by hand."""

    token: str
    reason: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an ending asks for: a lock, a wait as told, a draw, or (none of them) back-off."""

    reason: str
    lock: LockKind | None = None
    wait_s: float | None = None
    draw_s: tuple[float, float] | None = None
    restart: bool = False


def judge(ending: Failed | Closed) -> Verdict:
    """The row of the close-code table that applies to `ending`."""
    if isinstance(ending, Failed):
        return _judge_failure(ending)
    reason = _because(f"closed with {ending.code}", ending.reason)
    match reaction(ending.code):
        case "lock":
            return Verdict(TOKEN_WORDS.get(ending.reason, ending.reason or "token not accepted"), lock="token")
        case "stop":
            return Verdict(_because(STOPS.get(ending.code, f"closed with {ending.code}"), ending.reason), lock="stop")
        case "draw":
            low, high = ending.jitter_ms or RESTART_JITTER_MS
            restart = ending.code == CloseCode.RESTART
            return Verdict(reason, draw_s=(low / 1_000, high / 1_000), restart=restart)
        case "now" | "fresh":
            return Verdict(reason, wait_s=0.0)
        case "wait" | "backoff":
            return Verdict(reason, wait_s=ending.retry_after_s)


def _judge_failure(failure: Failed) -> Verdict:
    if failure.status == 401:
        return Verdict("token not accepted (HTTP 401)", lock="token")
    if failure.status == 403:
        return Verdict(_because("not allowed (HTTP 403)", failure.reason), lock="stop")
    return Verdict(failure.reason, wait_s=failure.retry_after_s)


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason}" if reason else what
