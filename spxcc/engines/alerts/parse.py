"""Alerts in words: `cross below 6880`, `sweep >= 1M`, `any setup READY`; one parser for everybody."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from spxcc.engines.alerts.result import Condition, Kind, Severity

LONGEST = 120
EXAMPLES = (
    "touch 6905", "touch 6905 each", "cross above 6900", "cross below 6880", "flip", "wall shift", "call wall shift",
    "regime", "regime trending", "setup ready", "setup triggered", "setup invalid", "sweep >= 1M", "block >= 500k",
    "print >= 250k", "flow above 65", "flow below 35", "basis z 2", "move 80%", "stale", "event 5m", "close 15m",
)  # fmt: skip
"""One of every kind."""
SEVERITIES: dict[str, Severity] = {"info": "info", "urgent": "critical", "critical": "critical"}
BY_KIND: dict[Kind, Severity] = {
    "flip": "critical", "stale": "critical", "event": "critical", "close": "critical", "setup": "setup",
}  # fmt: skip
ONCE: frozenset[Kind] = frozenset({"touch", "cross"})
"""Kinds that are done after the first time unless told otherwise."""
UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
NUMBER = r"(?P<value>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)"
AT_LEAST = r"(?:>=|≥|over|from)?\s*\$?"


class NotUnderstood(ValueError):
    """The words are no alert; the text says which are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the words ask for. minutes: how long it lives, `None` = until removed. words: as they are kept."""

    condition: Condition
    once: bool
    severity: Severity
    minutes: float | None
    words: str


Reader = Callable[[re.Match[str]], Condition]


def parse(text: str) -> Wish:
    """The alert that `text` asks for; `each`, `once`, `critical`, `info` and `for 30m` may follow.

    Raises NotUnderstood.
    """
    words = re.sub(r"\s+", " ", text.strip().lower()).removeprefix("alert: ").removeprefix("price ")
    if not words or len(words) > LONGEST:
        raise NotUnderstood(f"expected an alert such as {_examples()}, found {'nothing' if not words else 'too much'}")
    words, minutes = _lifetime(words)
    words, often = _last(words, {"each": "each", "once": "once"})
    words, severity = _last(words, dict(SEVERITIES))
    if often is None:
        words, often = _last(words, {"each": "each", "once": "once"})
    condition = _condition(words)
    once = condition.kind in ONCE if often is None else often == "once"
    chosen = SEVERITIES[severity] if severity is not None else BY_KIND.get(condition.kind, "info")
    if condition.kind == "print" and condition.value is None:
        raise NotUnderstood("expected the least premium in USD, such as sweep >= 1M, found none")
    return Wish(condition, once, chosen, minutes, words_of(condition))


def words_of(condition: Condition) -> str:
    """A condition in the words that `parse` reads."""
    kind, word, value = condition.kind, condition.word, condition.value
    number = "" if value is None else _number(value)
    texts: dict[Kind, str] = {
        "touch": f"touch {number}", "cross": f"cross {word} {number}", "flip": "flip", "wall": f"{word} wall shift",
        "regime": f"regime {word}", "setup": f"setup {word}",
        "print": f"{word or 'print'} >= {_dollars(value or 0.0)}", "flow": f"flow {word} {number}",
        "basis": f"basis z {number}", "move": f"move {number}%", "stale": "stale", "event": f"event {number}m",
        "close": f"close {number}m",
    }  # fmt: skip
    return texts[kind].strip()


def _condition(words: str) -> Condition:
    for pattern, reader in GRAMMAR:
        match = pattern.fullmatch(words)
        if match is not None:
            return reader(match)
    raise NotUnderstood(f"expected an alert such as {_examples()}, found {_shown(words)}")


def _examples() -> str:
    return ", ".join(EXAMPLES[at] for at in (0, 3, 4, 9, 12))


def _shown(words: str) -> str:
    return repr("".join(one if one.isprintable() else "?" for one in words[:40]))


def _lifetime(words: str) -> tuple[str, float | None]:
    match = re.fullmatch(r"(.+) for (\d{1,4}) ?(m|min|h)", words)
    if match is None:
        return words, None
    minutes = float(match[2]) * (60.0 if match[3] == "h" else 1.0)
    if minutes <= 0:
        raise NotUnderstood(f"expected a lifetime such as for 30m, found {match[2]}{match[3]}")
    return match[1], minutes


def _last(words: str, known: dict[str, str]) -> tuple[str, str | None]:
    head, _, tail = words.rpartition(" ")
    return (head, tail) if head and tail in known else (words, None)


def _value(match: re.Match[str], least: float, most: float, what: str) -> float:
    unit = match.groupdict().get("unit") or ""
    value = round(float(match["value"].replace(",", "")) * UNITS[unit], 2)
    if not (math.isfinite(value) and least <= value <= most):
        raise NotUnderstood(f"expected {what} from {_number(least)} to {_number(most)}, found {match['value']}{unit}")
    return value


def _price(match: re.Match[str]) -> float:
    return _value(match, 100.0, 100_000.0, "a price in index points")


def _sided(kind: Kind, least: float, most: float, what: str) -> Reader:
    def read(match: re.Match[str]) -> Condition:
        up = match["side"] in ("above", "over", "up", ">", ">=")
        return Condition(kind=kind, value=_value(match, least, most, what), word="above" if up else "below")

    return read


def _valued(kind: Kind, least: float, most: float, what: str) -> Reader:
    return lambda match: Condition(kind=kind, value=_value(match, least, most, what))


def _setup(match: re.Match[str]) -> Condition:
    word = match["word"] or ""
    return Condition(kind="setup", word="invalid" if word.startswith("invalid") else word)


def _print(match: re.Match[str]) -> Condition:
    word = "" if match["word"] == "print" else match["word"]
    return Condition(kind="print", word=word, value=_value(match, 1_000.0, 1e10, "a premium in USD"))


GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (f"(?:touch(?:es)?|at) {NUMBER}", lambda match: Condition(kind="touch", value=_price(match))),
        (
            f"cross(?:es)? (?P<side>above|below|over|under|up|down) {NUMBER}",
            _sided("cross", 100.0, 100_000.0, "a price"),
        ),
        (f"(?P<side>[<>]=?) ?{NUMBER}", _sided("cross", 100.0, 100_000.0, "a price")),
        ("(?:zero.gamma )?flip(?: crossed)?", lambda match: Condition(kind="flip")),
        (
            "(?:(?P<word>call|put) )?wall(?: shift| moves)?",
            lambda match: Condition(kind="wall", word=match["word"] or ""),
        ),
        (
            "regime(?: change)?(?: (?P<word>trending|ranging|compression|breakout))?",
            lambda match: Condition(kind="regime", word=match["word"] or ""),
        ),
        ("(?:any )?setup(?: (?P<word>ready|triggered|invalid(?:ated)?))?", _setup),
        (f"(?P<word>sweep|block|print) ?{AT_LEAST}{NUMBER} ?(?P<unit>[kmb]?)", _print),
        (f"flow (?P<side>above|below|>=?|<=?) ?{NUMBER}", _sided("flow", 1.0, 99.0, "a score")),
        (f"basis z? ?{AT_LEAST}{NUMBER}", _valued("basis", 0.5, 10.0, "a z score")),
        (f"(?:expected )?move {AT_LEAST}{NUMBER} ?%?", _valued("move", 1.0, 500.0, "a percentage")),
        ("(?:feed )?stale", lambda match: Condition(kind="stale")),
        (f"(?:event|macro)(?: in)? {NUMBER} ?(?:m|min)?", _valued("event", 1.0, 240.0, "minutes")),
        (f"close(?: in)? {NUMBER} ?(?:m|min)?", _valued("close", 1.0, 390.0, "minutes")),
    )
)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _dollars(value: float) -> str:
    for unit, size in (("B", 1e9), ("M", 1e6), ("k", 1e3)):
        if value >= size and value % (size / 100) == 0:
            return f"{value / size:.10g}{unit}"
    return _number(value)
