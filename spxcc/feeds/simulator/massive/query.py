"""Requests: path, parameters, ranges, pages."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode

from spxcc.feeds.simulator.massive.answer import bad_request
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.plans import Plan

Params: TypeAlias = Mapping[str, str]
V = TypeVar("V", float, str)

BOUNDS = ("gte", "gt", "lte", "lt")
AFTER, UNTIL = "_after", "_until"
"""Of a cursor: rows already served, and market time of the first page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that has passed the door. now_ms, seen_ms: market time and the newest moment that the plan shows,
    milliseconds after the open. base: scheme and host for `next_url`.
    """

    market: Market
    plan: Plan
    path: str
    params: Params
    now_ms: int
    base: str

    @property
    def seen_ms(self) -> int:
        """Newest moment shown: on later pages that of the first."""
        now = self.now_ms - self.plan.delay_ms
        return min(now, int(self.params[UNTIL])) if UNTIL in self.params else now


def params_of(query: str) -> Params:
    """Parameters of a query; a cursor brings its own. Raises Refused for a cursor that is none."""
    found = dict(parse_qsl(query, keep_blank_values=True))
    cursor = found.pop("cursor", None)
    if cursor is None:
        return {key: value for key, value in found.items() if key not in (AFTER, UNTIL)}
    try:
        inner = dict(parse_qsl(base64.urlsafe_b64decode(cursor.encode()).decode(), keep_blank_values=True))
        int(inner[AFTER]), int(inner[UNTIL])
    except (ValueError, KeyError, binascii.Error, UnicodeError):
        raise bad_request("The cursor parameter is invalid or has expired.") from None
    return {**found, **inner}


def next_url(asked: Asked, after: int, until_ms: int | None = None) -> str:
    """Address of the page after `after` rows; until_ms: end of the window, if it has one."""
    until = asked.seen_ms if until_ms is None else min(asked.seen_ms, until_ms)
    inner = {**asked.params, AFTER: str(after), UNTIL: str(until)}
    inner.pop("apiKey", None)
    return f"{asked.base}{asked.path}?{urlencode({'cursor': cursor_of(inner)})}"


def cursor_of(inner: Params) -> str:
    """Opaque text of parameters."""
    return base64.urlsafe_b64encode(urlencode(inner).encode()).decode()


def limit_of(params: Params, name: str, default: int, largest: int) -> int:
    """Page size. name: of the structure that the vendor's message names. Raises Refused."""
    text = params.get("limit")
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        raise bad_request(
            f"Failed to parse query parameters from URL: strconv.ParseInt: parsing {text[:24]!r}"
        ) from None
    if not 1 <= value <= largest:
        tag = "max" if value > largest else "min"
        raise bad_request(
            f"Failed to parse query parameters from URL: Key: '{name}.Limit' Error:Field validation for 'Limit' failed "
            f"on the '{tag}' tag"
        )
    return value


def choice_of(params: Params, key: str, allowed: Sequence[str], default: str) -> str:
    """One of some words. Raises Refused."""
    value = params.get(key, default)
    if value not in allowed:
        field = key.title()
        raise bad_request(
            f"Failed to parse query parameters from URL: Key: '{field}' Error:Field validation for '{field}' failed on "
            "the 'oneof' tag"
        )
    return value


def flag_of(params: Params, key: str, default: bool) -> bool:
    """`true` or `false` in any case (clients write `True`). Raises Refused."""
    text = params.get(key)
    if text is None:
        return default
    if text.lower() not in ("true", "false", "1", "0"):
        raise bad_request(f"Failed to parse query parameters from URL: strconv.ParseBool: parsing {text[:24]!r}")
    return text.lower() in ("true", "1")


def ranges_of(params: Params, key: str) -> dict[str, str]:
    """Bounds of a parameter by kind: eq, gte, gt, lte, lt."""
    found = {bound: params[f"{key}.{bound}"] for bound in BOUNDS if f"{key}.{bound}" in params}
    if key in params:
        found["eq"] = params[key]
    return found


def within(value: V, bounds: Mapping[str, V]) -> bool:
    """Whether a value lies inside all bounds."""
    for kind, bound in bounds.items():
        less, equal = value < bound, value == bound
        fits = {"eq": equal, "gte": not less, "gt": not less and not equal, "lte": less or equal, "lt": less}
        if not fits[kind]:
            return False
    return True


def numbers_of(params: Params, key: str) -> dict[str, float]:
    """Numeric bounds of a parameter. Raises Refused."""
    try:
        return {kind: float(text) for kind, text in ranges_of(params, key).items()}
    except ValueError:
        raise bad_request(f"Failed to parse query parameters from URL: {key} is no number") from None
