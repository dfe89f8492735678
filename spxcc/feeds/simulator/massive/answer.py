"""What comes back: answers, refusals, and the vendor's envelope."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

Row: TypeAlias = dict[str, Any]
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers beside the usual ones, body."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


class Refused(Exception):
    """Ends a request. word: of the envelope ("ERROR", "NOT_AUTHORIZED"…); the text stands under `key`."""

    def __init__(self, status: int, word: str, key: str, text: str) -> None:
        super().__init__(text)
        self.status, self.word, self.key = status, word, key


def bad_request(text: str) -> Refused:
    """400."""
    return Refused(400, "ERROR", "error", text)


def not_found(text: str = "Data not found.") -> Refused:
    """404."""
    return Refused(404, "NOT_FOUND", "message", text)


def not_entitled() -> Refused:
    """403: the plan lacks the product."""
    text = "You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing"
    return Refused(403, "NOT_AUTHORIZED", "message", text)


def too_recent() -> Refused:
    """403: the plan lacks the time frame."""
    text = "Your plan doesn't include this data timeframe. Please upgrade your plan at https://massive.com/pricing"
    return Refused(403, "NOT_AUTHORIZED", "message", text)


def unknown_key(given: bool) -> Refused:
    """401."""
    return Refused(401, "ERROR", "error", "Unknown API Key" if given else "API Key was not provided")


def over_limit() -> Refused:
    """429."""
    text = (
        "You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue. "
        "https://massive.com/pricing"
    )
    return Refused(429, "ERROR", "error", text)


def refusal(refused: Refused, request_id: str) -> Answer:
    """The answer to a refused request."""
    body = {"status": refused.word, "request_id": request_id, refused.key: str(refused)}
    return Answer(refused.status, msgspec.json.encode(body))


def bare(body: Any) -> Answer:
    """200 without an envelope."""
    return Answer(200, msgspec.json.encode(body))
