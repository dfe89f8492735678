"""What went wrong with a question, and what that means for the next one."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["config", "denied", "unknown", "refused", "transient", "unreadable", "unreachable", "resting"]
"""config: the key is wrong. denied: not in the plan, for good. unknown: no such thing. refused: the question is wrong.
transient: asked again it may go well. unreadable: the answer makes no sense. unreachable: nobody answered.
resting: nobody was asked, after trouble in a row."""


class Trouble(Exception):
    """Why a question has no answer. `found` completes "expected …, found …"; no key stands in it.

    asked_s: the pause that the vendor asked for. status: of HTTP, 0 without an answer.
    """

    def __init__(self, kind: Kind, found: str, *, status: int = 0, asked_s: float | None = None) -> None:
        super().__init__(found)
        self.kind: Kind = kind
        self.found = found
        self.status = status
        self.asked_s = asked_s

    @property
    def again(self) -> bool:
        """Whether the same question may go well another time soon."""
        return self.kind in ("transient", "unreachable")


class _Said(msgspec.Struct, frozen=True):
    error: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers (names in lower case) and unpacked body of one answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def trouble_of(reply: Reply, asked_s: float | None) -> Trouble | None:
    """What a status other than 200 means; its text is shown, never read for meaning."""
    status = reply.status
    if status == HTTPStatus.OK:
        return None
    found = f"HTTP status {status}{_words(reply.body)}"
    if status == HTTPStatus.UNAUTHORIZED:
        return Trouble("config", found, status=status)
    if status == HTTPStatus.FORBIDDEN:
        return Trouble("denied", found, status=status)
    if status == HTTPStatus.NOT_FOUND:
        return Trouble("unknown", found, status=status)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT) or status >= 500:
        return Trouble("transient", found, status=status, asked_s=asked_s)
    return Trouble("refused", found, status=status)


def _words(body: bytes) -> str:
    """` (Unknown API Key)`: what the vendor said, one line of it."""
    try:
        said = msgspec.json.decode(body, type=_Said)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return ""
    text = " ".join((said.error or said.message).split())
    return f" ({text[:120]})" if text else ""
