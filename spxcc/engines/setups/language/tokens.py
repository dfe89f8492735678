"""Characters to tokens."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.units import Unit

Sort: TypeAlias = Literal["number", "name", "sign", "end"]
SCALES: dict[str, tuple[Unit, float]] = {
    "pts": (Unit.POINTS, 1.0),
    "pt": (Unit.POINTS, 1.0),
    "%": (Unit.PERCENT, 0.01),
    "s": (Unit.SECONDS, 1.0),
    "min": (Unit.SECONDS, 60.0),
    "m": (Unit.SECONDS, 60.0),
    "h": (Unit.SECONDS, 3600.0),
    "bars": (Unit.BARS, 1.0),
    "bar": (Unit.BARS, 1.0),
    "R": (Unit.RISK, 1.0),
}
"""What may stand behind a number, with its unit and its size in it; percent are kept as a fraction."""
SIGNS = ("<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?![\w:])")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)")
_SCALE = re.compile(r"\s*(pts|pt|%|min|bars|bar|s|m|h|R)(?![A-Za-z0-9_])|\s*(%)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Token:
    """One word. value and unit: of numbers only. whole: written without a point and without a unit."""

    sort: Sort
    text: str
    at: int
    value: float = 0.0
    unit: Unit = Unit.RATIO
    whole: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text`, closed by one of sort `end`. Raises LanguageError for a character that belongs nowhere."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _next(text, at)
        found.append(token)
    return [*found, Token("end", "the end", len(text))]


def _next(text: str, at: int) -> tuple[Token, int]:
    if clock := _CLOCK.match(text, at):
        return _time_of_day(clock), clock.end()
    if number := _NUMBER.match(text, at):
        return _number(text, number)
    if name := _NAME.match(text, at):
        return Token("name", name[0], at), name.end()
    sign = next((each for each in SIGNS if text.startswith(each, at)), None)
    if sign is None:
        raise LanguageError(f"expected a name, a number or an operator, found {text[at]!r}", at)
    return Token("sign", sign, at), at + len(sign)


def _time_of_day(match: re.Match[str]) -> Token:
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        raise LanguageError(f"expected a time of day, found {match[0]}", match.start())
    return Token("number", match[0], match.start(), 60.0 * (60 * hour + minute), Unit.CLOCK)


def _number(text: str, match: re.Match[str]) -> tuple[Token, int]:
    value, end = float(match[0]), match.end()
    scale = _SCALE.match(text, end)
    if scale is None:
        if end < len(text) and (text[end].isalnum() or text[end] == "_"):
            raise LanguageError(
                f"expected a unit of {', '.join(SCALES)} behind {match[0]}, found {text[end:].split()[0]!r}", end
            )
        return Token("number", match[0], match.start(), value, Unit.RATIO, "." not in match[0]), end
    unit, size = SCALES[scale[1] or scale[2]]
    return Token("number", text[match.start() : scale.end()], match.start(), value * size, unit), scale.end()
