"""The filter of `--where`: `premium>=250000 and type==sweep`. A small grammar of its own; nothing is evaluated as code.

any    = all { "or" all }
all    = one { "and" one }
one    = "not" one | "(" any ")" | PATH [ op value ]
op     = == != >= <= > < ~        (~ = contains, case ignored)
value  = number (250k, 1.5M) | "text" | word | true | false | null
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from spxcc.runtime.errors import UserError

Test: TypeAlias = Callable[[Any], bool]
LIMIT = 400
DEPTH = 24
TOKEN = re.compile(
    r"\s*(?:(?P<op>==|!=|>=|<=|>|<|~|=)|(?P<paren>[()])|(?P<text>\"[^\"]*\"|'[^']*')|(?P<word>[^\s()=!<>~\"']+))"
)
NUMBER = re.compile(r"(?P<size>[+-]?\d[\d,_]*(?:\.\d+)?|[+-]?\.\d+)(?P<unit>[kKmMbB]?)")
UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "null": None}
MISSING = object()
EXAMPLE = "write it as premium>=250k and type==sweep"


def where(text: str) -> Test:
    """The test that `text` describes, for values as JSON has them. Raises UserError with the place of a mistake."""
    if len(text) > LIMIT:
        raise UserError(f"expected a filter of at most {LIMIT} characters, found {len(text)}; make it shorter")
    return _Parser(_tokens(text)).whole()


class _Parser:
    def __init__(self, tokens: list[tuple[str, str, int]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Test:
        found = self._any()
        kind, text, place = self._peek()
        if kind != "end":
            raise _mistake("the end or a word such as and", text, place)
        return found

    def _any(self) -> Test:
        tests = [self._all()]
        while self._word("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._word("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        self._depth += 1
        if self._depth > DEPTH:
            raise UserError(f"expected a filter nested at most {DEPTH} deep, found a deeper one; make it simpler")
        try:
            return self._unnested()
        finally:
            self._depth -= 1

    def _unnested(self) -> Test:
        if self._word("not"):
            inner = self._one()
            return lambda row: not inner(row)
        kind, text, place = self._next()
        if (kind, text) == ("paren", "("):
            found = self._any()
            kind, text, place = self._next()
            if (kind, text) != ("paren", ")"):
                raise _mistake("a closing parenthesis", text, place)
            return found
        if kind != "word":
            raise _mistake("the name of a field", text, place)
        return self._compared(text)

    def _compared(self, path: str) -> Test:
        if self._peek()[0] != "op":
            return lambda row: field(row, path) not in (MISSING, None, False)
        _, op, _ = self._next()
        kind, text, place = self._next()
        if kind not in ("word", "text"):
            raise _mistake(f"a value after {op}", text, place)
        return _comparison(path, op, text[1:-1] if kind == "text" else _value(text))

    def _word(self, name: str) -> bool:
        kind, text, _ = self._peek()
        if kind == "word" and text.lower() == name:
            self._at += 1
            return True
        return False

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._at]

    def _next(self) -> tuple[str, str, int]:
        found = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return found


def field(row: Any, path: str) -> Any:
    """The value at `a.b.0` in plain data; `MISSING` where there is none."""
    for name in path.split("."):
        if isinstance(row, Mapping):
            row = row.get(name, MISSING)
        elif isinstance(row, list | tuple) and name.isdecimal() and int(name) < len(row):
            row = row[int(name)]
        else:
            return MISSING
    return row


def _comparison(path: str, op: str, wanted: object) -> Test:
    if op in ("==", "="):
        return lambda row: _equal(field(row, path), wanted)
    if op == "!=":
        return lambda row: not _equal(field(row, path), wanted)
    if op == "~":
        return lambda row: str(wanted).lower() in _text(field(row, path)).lower()
    return lambda row: _ordered(field(row, path), op, wanted)


def _equal(found: object, wanted: object) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return found.lower() == wanted.lower()
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return found == wanted or (isinstance(found, str) and _value(found) == wanted and wanted is not None)


def _ordered(found: object, op: str, wanted: object) -> bool:
    """Numbers by size, texts by letters (dates and ISO times sort that way); what cannot be compared is false."""
    if _is_number(found) and _is_number(wanted):
        left, right = float(str(found)), float(str(wanted))
        return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[op]
    if isinstance(found, str) and isinstance(wanted, str):
        return {">=": found >= wanted, "<=": found <= wanted, ">": found > wanted, "<": found < wanted}[op]
    return False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    return "" if value is MISSING or value is None else str(value)


def _value(text: str) -> object:
    if text.lower() in CONSTANTS:
        return CONSTANTS[text.lower()]
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    return float(match["size"].replace(",", "").replace("_", "")) * UNITS[match["unit"].lower()]


def _tokens(text: str) -> list[tuple[str, str, int]]:
    tokens: list[tuple[str, str, int]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _mistake("a name, a comparison or a value", text[at:].strip()[:1], at + 1)
        tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        at = match.end()
    return [*tokens, ("end", "the end", end + 1)]


def _mistake(expected: str, found: str, place: int) -> UserError:
    return UserError(f"--where: expected {expected} at character {place}, found {found[:24]!r}; {EXAMPLE}")
