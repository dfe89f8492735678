"""The event calendar: the file that ships with the program, and the user's, which adds to it and wins."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from spxcc.engines.agenda.params import Rule
from spxcc.market.session import at_exchange, hours

NAME = "events.toml"
HEAD = re.compile(r"\s*\[\[\s*event\s*\]\]")
LONGEST_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class EventBook:
    """rules: of both files. problems: one sentence for each part of the user's file that was left out."""

    rules: tuple[Rule, ...]
    problems: tuple[str, ...] = ()


def load_events(path: Path | None) -> EventBook:
    """The shipped calendar with the user's file at `path` over it; a file that is not there adds nothing."""
    shipped = _shipped()
    if path is None:
        return EventBook(shipped)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return EventBook(shipped)
    except (OSError, UnicodeDecodeError) as error:
        return EventBook(shipped, (f"{path} could not be read: {error}; the shipped calendar stands alone",))
    own, problems = parse(text, path.name)
    return EventBook(merged(shipped, own), problems)


def merged(shipped: tuple[Rule, ...], own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """One rule an id; the later stands, an incomplete one takes name and time of the one before it."""
    rules = {rule.id: rule for rule in shipped}
    for rule in own:
        before = rules.get(rule.id)
        if before is not None:
            rule = msgspec.structs.replace(rule, name=rule.name or before.name, time=rule.time or before.time)
        rules[rule.id] = rule
    return tuple(rules.values())


def parse(text: str, where: str) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Rules of a file, and a sentence for each part that is none; what is right stays."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), (f"{where} is not TOML: {error}; nothing of it is used",)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if HEAD.match(line)]
    rules, problems = list[Rule](), list[str]()
    for name in table.keys() - {"event"}:
        problems.append(f"{where}: expected [[event]] only, found {str(name)[:32]!r}; it is ignored")
    listed = table.get("event", [])
    for at, item in enumerate(listed if isinstance(listed, list) else [listed]):
        line = lines[at] if at < len(lines) else 1
        try:
            rules.append(_rule(item))
        except (msgspec.ValidationError, ValueError) as error:
            problems.append(f"{where} line {line}: {error}; this event is ignored")
    return tuple(rules), tuple(problems)


def _rule(item: Any) -> Rule:
    if isinstance(item, dict):
        item = item | {name: [_text(one) for one in item[name]] for name in ("dates", "skip") if _listed(item, name)}
    rule = msgspec.convert(item, Rule)
    if not rule.id.strip():
        raise ValueError("expected an id such as cpi, found none")
    if rule.time:
        at_exchange("2026-01-05", rule.time)
    for day in (*rule.dates, *rule.skip):
        hours(day)
    for minutes in (rule.before, rule.after):
        if not 0 <= minutes <= LONGEST_MIN:
            raise ValueError(f"expected 0 to {LONGEST_MIN} minutes before and after, found {minutes}")
    return rule


def _listed(item: dict[str, Any], name: str) -> bool:
    return isinstance(item.get(name), list)


def _text(day: object) -> object:
    """TOML has dates of its own."""
    return day.isoformat() if type(day) is Date else day


@cache
def _shipped() -> tuple[Rule, ...]:
    rules, problems = parse(files("spxcc.runtime").joinpath(NAME).read_text(encoding="utf-8"), NAME)
    assert not problems, problems
    return rules
