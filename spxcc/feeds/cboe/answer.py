"""What the vendor's answer means, before its body is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*(\d{1,9})", re.IGNORECASE | re.ASCII)
_SECONDS = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in lower case) and the unpacked body of one HTTP answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Trouble(Exception):
    """Why there are no new quotes: `code` is short and stable; "expected `expected`, found `found`" says it.

    answered: the vendor was reached. asked_s: the pause that it asked for.
    """

    def __init__(
        self, code: str, found: str, *, expected: str = "quotes", answered: bool = True, asked_s: float | None = None
    ) -> None:
        super().__init__(found)
        self.code = code
        self.found = found
        self.expected = expected
        self.answered = answered
        self.asked_s = asked_s


def conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """Request headers that ask for news only, from the headers of the last good answer."""
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {request: headers[name] for name, request in names.items() if headers.get(name)}


def has_news(answer: Answer, asked_for_news: bool, now: UnixNanos) -> bool:
    """Whether the answer has a body to read. Raises Trouble for every status but 200 and an expected 304."""
    if answer.status == HTTPStatus.OK:
        return True
    if answer.status == HTTPStatus.NOT_MODIFIED and asked_for_news:
        return False
    raise Trouble(f"http_{answer.status}", _said(answer), asked_s=retry_after_s(answer.headers, now))


def retry_after_s(headers: Mapping[str, str], now: UnixNanos) -> float | None:
    """Seconds that `Retry-After` asks for, given as such or as a date; `None` without one that can be understood."""
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, aware.timestamp() - now / NANOS_PER_SECOND)
    except (ValueError, OverflowError):
        return None


def good_for_s(headers: Mapping[str, str]) -> float:
    """Seconds for which asking again brings nothing new: `max-age` less the `Age` of a cached answer."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    if found is None:
        return 0.0
    age = headers.get("age", "").strip()
    return max(0.0, float(found[1]) - (float(age) if _SECONDS.fullmatch(age) else 0.0))


def _said(answer: Answer) -> str:
    """`HTTP status 503 (Service Unavailable)`, and where to if it is a redirection."""
    try:
        phrase = f" ({HTTPStatus(answer.status).phrase})"
    except ValueError:
        phrase = ""
    place = answer.headers.get("location", "")
    to = f" to {place[:60]}" if place and 300 <= answer.status < 400 else ""
    return f"HTTP status {answer.status}{phrase}{to}"
