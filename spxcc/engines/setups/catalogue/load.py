"""A TOML text to definitions, or to the list of what is wrong with it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

import msgspec

from spxcc.engines.setups.catalogue.definition import (
    USUAL_CLOSE_S,
    Condition,
    Definition,
    Limit,
    Span,
    Twin,
    Visible,
)
from spxcc.engines.setups.catalogue.lines import Lines
from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.features.registry import Registry
from spxcc.engines.setups.language.meaning import Meaning, meaning
from spxcc.engines.setups.language.problems import LanguageError, Problem
from spxcc.engines.setups.language.units import Unit
from spxcc.engines.setups.params import Common

KEYS = frozenset({
    "code", "title", "short", "says", "side", "levels", "window", "watch", "arm", "trigger", "invalid", "stop", "t1",
    "t2", "time_stop", "ttl", "visible", "null", "twin",
})  # fmt: skip
SIDES: Mapping[str, tuple[int, ...]] = {"both": (1, -1), "long": (1,), "short": (-1,)}
VISIBLE = ("live", "exploratory", "shadow")
DEFAULT_WINDOW = "10:00-15:30"
_KIND = re.compile(r"[a-z][a-z0-9_]{2,39}")
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_SPAN = re.compile(r"(\d+)\s*(s|m|min|h)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def load(text: str, source: str, registry: Registry = REGISTRY) -> tuple[tuple[Definition, ...], tuple[Problem, ...]]:
    """The setups of a file that are right, and all problems of the others."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return (), (Problem(source, int(line[1]) if line else len(text.splitlines()), "", f"no TOML: {error}"),)
    reader = _Reader(text, source, registry)
    made = reader.read(tables)
    return tuple(made), tuple(sorted(reader.problems, key=lambda one: one.line))


class _Bad(Exception):
    """What is wrong at a key of the setup that is being read."""

    def __init__(self, path: Sequence[str], text: str, written: str = "") -> None:
        super().__init__(text)
        self.path, self.text, self.written = path, text, written


class _Reader:
    """One file; problems pile up."""

    def __init__(self, text: str, source: str, registry: Registry) -> None:
        self._lines, self._source, self._registry = Lines(text), source, registry
        self.problems: list[Problem] = []
        self._kind = ""

    def read(self, tables: Mapping[str, Any]) -> list[Definition]:
        """The definitions that have no problem."""
        for name in tables:
            if name != "setup":
                self.problems.append(Problem(self._source, 0, "", f"expected tables [setup.NAME], found {name!r}"))
        setups = tables.get("setup", {})
        if not isinstance(setups, dict) or not setups:
            self.problems.append(Problem(self._source, 0, "", "expected at least one table [setup.NAME], found none"))
            return []
        found = [self._setup(kind, table) for kind, table in setups.items()]
        return [one for one in found if one is not None]

    def _setup(self, kind: str, table: Any) -> Definition | None:
        self._kind, before = kind, len(self.problems)
        if not isinstance(table, dict):
            self._note(_Bad((), f"expected a table, found {table!r}"))
            return None
        if not _KIND.fullmatch(kind):
            self._note(_Bad((), "expected a name of 3 to 40 small letters, digits and _, found " + repr(kind)))
        for key in table:
            if key not in KEYS:
                self._note(_Bad((key,), f"unknown key {key!r}; expected one of {', '.join(sorted(KEYS))}"))
        made = self._made(kind, table)
        return made if len(self.problems) == before else None

    def _made(self, kind: str, table: Mapping[str, Any]) -> Definition:
        definition = Definition(
            kind=kind,
            code=self._text(table, "code", kind),
            title=self._text(table, "title", kind.replace("_", " ")),
            short=self._text(table, "short", kind.replace("_", " ").upper()[:14]),
            says=self._text(table, "says", ""),
            sides=SIDES[self._word(table, "side", "both", tuple(SIDES))],
            levels=self._levels(table),
            window=self._window(table),
            watch=self._conditions(table, "watch", False),
            arm=self._conditions(table, "arm", True),
            trigger=self._conditions(table, "trigger", True),
            invalid=self._conditions(table, "invalid", False),
            stop=self._one(table, "stop", (Unit.PRICE,)),
            t1=self._several(table, "t1", True),
            t2=self._several(table, "t2", False),
            limit=self._limit(table),
            ttl_s=self._ttl(table),
            visible=cast(Visible, self._word(table, "visible", "exploratory", VISIBLE)),
            null=tuple(self._strings(table, "null", ["geometric", "random_entry:200"])),
            twin=self._twin(table),
            version=version_of(kind, table),
            source=self._source,
        )
        self._arm_is_no_memory(definition)
        return definition

    def _arm_is_no_memory(self, made: Definition) -> None:
        watch, arm = ([(one.name, one.test) for one in tests] for tests in (made.watch, made.arm))
        for place, tests in (("levels", made.levels), ("watch", watch), ("arm", arm)):
            for name, test in tests:
                if test.of_arm:
                    self._note(_Bad((place, name), "at_arm may not stand here: nothing is armed yet", test.text))

    def _note(self, bad: _Bad) -> None:
        line = self._lines.key(self._kind, bad.path, bad.written)
        where = f"setup {self._kind}" + (f", {'.'.join(bad.path)}" if bad.path else "")
        self.problems.append(Problem(self._source, line, where, bad.text))

    def _text(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if isinstance(value, str):
            return value
        self._note(_Bad((key,), f"expected text, found {value!r}"))
        return default

    def _word(self, table: Mapping[str, Any], key: str, default: str, allowed: Sequence[str]) -> str:
        value = table.get(key, default)
        if value in allowed:
            return str(value)
        self._note(_Bad((key,), f"expected one of {', '.join(filter(None, allowed))}, found {value!r}"))
        return default

    def _strings(self, table: Mapping[str, Any], key: str, default: list[str]) -> list[str]:
        value = table.get(key, default)
        value = [value] if isinstance(value, str) else value
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
        self._note(_Bad((key,), f"expected text or a list of texts, found {value!r}"))
        return default

    def _expression(self, path: Sequence[str], text: Any, allowed: Sequence[Unit]) -> Meaning | None:
        if not isinstance(text, str):
            self._note(_Bad(path, f"expected an expression in quotes, found {text!r}"))
            return None
        try:
            made = meaning(text, self._registry)
        except LanguageError as error:
            self._note(_Bad(path, f"{error.text}\n    {text}\n    {' ' * error.at}^", text))
            return None
        if made.unit not in allowed:
            names = " or ".join(unit.value for unit in allowed)
            self._note(_Bad(path, f"unit error: expected {names}, found {made.unit.value}\n    {text}", text))
            return None
        return made

    def _conditions(self, table: Mapping[str, Any], key: str, needed: bool) -> tuple[Condition, ...]:
        value = table.get(key, {})
        value = {key: value} if isinstance(value, str) else value
        if not isinstance(value, dict) or (needed and not value):
            self._note(_Bad((key,), f"expected {key} = an expression or a table of named ones, found {value!r}"))
            return ()
        made = [
            (name, self._expression((key,) if name == key else (key, name), text, (Unit.FLAG,)))
            for name, text in value.items()
        ]
        return tuple(Condition(name, test) for name, test in made if test is not None)

    def _levels(self, table: Mapping[str, Any]) -> tuple[tuple[str, Meaning], ...]:
        value = table.get("levels", {})
        if isinstance(value, list):
            value = {str(one): one for one in value}
        if not isinstance(value, dict) or not value:
            self._note(_Bad(("levels",), f"expected levels = a list or a table of prices, found {value!r}"))
            return ()
        made = [(slot, self._expression(("levels", slot), text, (Unit.PRICE,))) for slot, text in value.items()]
        found = [(slot, test) for slot, test in made if test is not None]
        for slot, test in found:
            if test.of_level:
                self._note(_Bad(("levels", slot), "a level cannot be made of level", test.text))
        return tuple(found)

    def _one(self, table: Mapping[str, Any], key: str, allowed: Sequence[Unit]) -> Meaning | None:
        if key not in table:
            self._note(_Bad((), f"expected {key} = a {allowed[0].value}, found none"))
            return None
        return self._expression((key,), table[key], allowed)

    def _several(self, table: Mapping[str, Any], key: str, needed: bool) -> tuple[Meaning, ...]:
        texts = self._strings(table, key, [])
        if needed and not texts:
            self._note(_Bad((key,), f"expected {key} = prices or multiples of R, found none"))
        made = [self._expression((key,), text, (Unit.PRICE, Unit.RISK)) for text in texts]
        return tuple(one for one in made if one is not None)

    def _window(self, table: Mapping[str, Any]) -> Span:
        text = self._text(table, "window", DEFAULT_WINDOW)
        match = _WINDOW.fullmatch(text.strip())
        if match is None:
            self._note(_Bad(("window",), f"expected times as in {DEFAULT_WINDOW}, found {text!r}", text))
            return Span(0.0, 0.0)
        opens, ends = (60.0 * (60 * int(match[at]) + int(match[at + 1])) for at in (1, 3))
        if not 9.5 * 3600 <= opens < ends <= USUAL_CLOSE_S:
            self._note(_Bad(("window",), f"expected a span within 09:30-16:00, found {text!r}", text))
        return Span(opens, USUAL_CLOSE_S - ends)

    def _limit(self, table: Mapping[str, Any]) -> Limit:
        held: float | None = None
        before: float | None = None
        for text in self._strings(table, "time_stop", ["60 min"]):
            span, clock = _seconds(text), _CLOCK.fullmatch(text.strip())
            if span is None and clock is None:
                self._note(
                    _Bad(("time_stop",), f"expected a duration or a time, as in 45 min or 15:50, found {text!r}")
                )
            elif clock is not None:
                before = USUAL_CLOSE_S - 60.0 * (60 * int(clock[1]) + int(clock[2]))
            else:
                held = span
        return Limit(held, before)

    def _ttl(self, table: Mapping[str, Any]) -> float | None:
        text = self._text(table, "ttl", "regime")
        seconds = _seconds(text)
        if seconds is None and text != "regime":
            self._note(_Bad(("ttl",), f'expected a duration as in 20 min, or "regime", found {text!r}', text))
        return seconds

    def _twin(self, table: Mapping[str, Any]) -> Twin:
        value = table.get("twin", {})
        try:
            return Twin(**{key: float(number) for key, number in value.items()})
        except (AttributeError, TypeError, ValueError):
            self._note(_Bad(("twin",), f"expected {{ delta = 0.45, max_spread_pct = 8 }}, found {value!r}"))
            return Twin()


def _seconds(text: str) -> float | None:
    match = _SPAN.fullmatch(text.strip())
    return None if match is None else int(match[1]) * {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}[match[2]]


def version_of(kind: str, table: Mapping[str, Any]) -> str:
    """Start of the SHA-256 of the canonical table, with its name and what all setups share."""
    common = msgspec.to_builtins(Common())
    text = json.dumps([kind, common, table], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()[:10]
