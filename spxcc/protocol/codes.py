"""Close codes and error codes of `spxcc.v1`, and what a client does about them."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Literal, TypeAlias


class CloseCode(IntEnum):
    """Codes of a websocket close frame: the standard ones in use, then ours."""

    NORMAL = 1000
    GOING_AWAY = 1001
    FRAME_ERROR = 1002
    BINARY = 1003
    ABNORMAL = 1006
    BAD_UTF8 = 1007
    TOO_BIG = 1009
    INTERNAL = 1011
    RESTART = 1012
    TRY_LATER = 1013
    PROTOCOL_ERRORS = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    AUTH_TIMEOUT = 4408
    REPLACED = 4409
    SLOW_READER = 4420
    BAD_POSITION = 4421
    CAPACITY = 4429


Reaction: TypeAlias = Literal["draw", "backoff", "stop", "lock", "now", "fresh", "wait"]
"""draw: reconnect after a drawn jitter. backoff: as after any failure. stop: not by itself. lock: not with this token.
now: at once, with `since`. fresh: at once, without `since`. wait: after `retry_after_ms` of the error before it."""

REACTIONS: Mapping[int, Reaction] = MappingProxyType(
    {
        CloseCode.NORMAL: "draw",
        CloseCode.GOING_AWAY: "draw",
        CloseCode.RESTART: "draw",
        CloseCode.PROTOCOL_ERRORS: "stop",
        CloseCode.UNAUTHORIZED: "lock",
        CloseCode.FORBIDDEN: "stop",
        CloseCode.AUTH_TIMEOUT: "backoff",
        CloseCode.REPLACED: "stop",
        CloseCode.SLOW_READER: "now",
        CloseCode.BAD_POSITION: "fresh",
        CloseCode.CAPACITY: "wait",
    }
)


def reaction(code: int) -> Reaction:
    """What a client does after a close with `code`; an unlisted code is a failure like any other."""
    return REACTIONS.get(code, "backoff")


TERMINAL: frozenset[int] = frozenset(code for code, what in REACTIONS.items() if what in {"stop", "lock"})
"""Codes after which a client must not reconnect by itself."""

ErrorCode: TypeAlias = Literal[
    "bad_json",
    "bad_request",
    "unknown_type",
    "unknown_symbol",
    "unknown_channel",
    "forbidden_channel",
    "limit_reached",
    "rate_limited",
    "unavailable",
    "too_long",
    "internal",
    "token_missing",
    "token_invalid",
    "token_expired",
    "forbidden",
]
"""`code` of an error frame; the last four stand before a 4401 or 4403."""

AuthCode: TypeAlias = Literal["token_missing", "token_invalid", "token_expired", "forbidden"]

Retry: TypeAlias = Literal["never", "after", "refresh"]

RETRIES: Mapping[str, Retry] = MappingProxyType(
    {
        "rate_limited": "after",
        "unavailable": "after",
        "internal": "after",
        "token_missing": "refresh",
        "token_invalid": "refresh",
        "token_expired": "refresh",
    }
)


def retry_of(code: str) -> Retry:
    """Whether the same request may succeed: `never`, `after` a while, or after a `refresh` of the token."""
    return RETRIES.get(code, "never")
