"""The keymap of the user: `[keys]` of `config.toml`, or `keymap.toml` beside it; `id = "key,key"`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spxcc.runtime.errors import UserError

KEYMAP_NAME = "keymap.toml"
TABLE = "keys"
SIGNS = {
    "+": "plus", "-": "minus", "=": "equals_sign", "?": "question_mark", ":": "colon", "[": "left_square_bracket",
    "]": "right_square_bracket", "{": "left_curly_bracket", "}": "right_curly_bracket", "`": "grave_accent",
    "/": "slash", "~": "tilde", ".": "full_stop", ";": "semicolon", "'": "apostrophe", "\\": "backslash",
    "!": "exclamation_mark", "@": "at", "#": "number_sign", "$": "dollar_sign", "%": "percent_sign",
    "&": "ampersand", "*": "asterisk", "(": "left_parenthesis", ")": "right_parenthesis", "_": "underscore",
    "<": "less_than_sign", ">": "greater_than_sign", "|": "vertical_line", '"': "quotation_mark",
    "^": "circumflex_accent", "esc": "escape", "←": "left", "→": "right", "↑": "up", "↓": "down",
}  # fmt: skip
WORDS = frozenset({
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown", "left",
    "right", "up", "down", "comma", *SIGNS.values(), *(f"f{number}" for number in range(1, 25)),
})  # fmt: skip
CHORD = re.compile(r"(?:(?:ctrl|shift|alt)\+)+(.+)")
OWNED = frozenset(f"ctrl+{letter}" for letter in "abhjosw")
"""Chords that tmux, screen, terminals and shells keep for themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a keymap: where it stands, what it sets, and the text of its keys."""

    path: Path
    line: int
    id: str
    keys: object

    @property
    def where(self) -> str:
        """`keymap.toml line 3`, with the folder before it."""
        return f"{self.path} line {self.line}"


def read_keymap(config_file: Path) -> tuple[Entry, ...]:
    """Entries of both files, those of `keymap.toml` last, so that they win. Raises UserError."""
    return (*_entries(config_file, nested=True), *_entries(config_file.with_name(KEYMAP_NAME), nested=False))


def keymap_of(entries: tuple[Entry, ...], standard: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """id → key names joined by commas. standard: keys of every action.

    Raises UserError for an unknown action or key and for two actions on one key, with file and line.
    """
    found: dict[str, str] = {}
    lines: dict[str, Entry] = {}
    for entry in entries:
        if entry.id not in standard:
            raise UserError(f"{entry.where}: expected an action, found {entry.id[:40]!r}; see `spxcc config keys`")
        found[entry.id], lines[entry.id] = ",".join(_keys(entry)), entry
    _check_clashes({**{name: ",".join(keys) for name, keys in standard.items()}, **found}, lines)
    return found


def _check_clashes(keys: Mapping[str, str], lines: Mapping[str, Entry]) -> None:
    owner: dict[str, str] = {}
    for name in sorted(keys, key=lambda one: one in lines):
        for key in filter(None, keys[name].split(",")):
            if key in owner and owner[key] != name:
                raise UserError(
                    f"{lines[name].where}: expected a key of its own for {name}, found {key!r}, "
                    f"which {owner[key]} has; give {owner[key]} another one"
                )
            owner[key] = name


def _keys(entry: Entry) -> list[str]:
    if not isinstance(entry.keys, str):
        raise UserError(f'{entry.where}: expected keys such as "F" or "f,ctrl+f", found no text')
    return [_key(part, entry) for part in _parts(entry.keys)] or _no_key(entry)


def _no_key(entry: Entry) -> list[str]:
    raise UserError(f"{entry.where}: expected at least one key for {entry.id}, found none; remove the line instead")


def _parts(text: str) -> list[str]:
    """Split at commas; a comma alone (or doubled) is the key of that name."""
    text = text.strip()
    if text == ",":
        return ["comma"]
    return [part.strip() for part in text.replace(",,", ",comma").split(",") if part.strip()]


def _key(text: str, entry: Entry) -> str:
    chord = CHORD.fullmatch(text)
    base = chord.group(1) if chord is not None else text
    name = SIGNS.get(base, base)
    known = name in WORDS or (len(name) == 1 and name.isalnum() and name.isascii())
    full = text[: len(text) - len(base)] + name
    if not known:
        raise UserError(f"{entry.where}: expected a key such as F, f5, slash or ctrl+t, found {text[:24]!r}")
    if full in OWNED:
        raise UserError(f"{entry.where}: expected a key that terminals pass on, found {full!r}; choose another one")
    return full


def _entries(path: Path, nested: bool) -> tuple[Entry, ...]:
    try:
        text = path.read_text(encoding="utf-8")
        table: Any = tomllib.loads(text)
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"expected TOML in {path}, found a mistake: {error}; mend it or remove the file") from None
    except OSError as error:
        raise UserError(f"expected a readable {path}, found: {error.strerror}; check its permissions") from None
    if nested or isinstance(table.get(TABLE), dict):
        table = table.get(TABLE, {})
    if not isinstance(table, dict):
        raise UserError(f"{path}: expected [keys] to be a table, found something else")
    flat = _flat(table)
    return tuple(Entry(path, _line_of(text, name), name, value) for name, value in flat.items())


def _flat(table: Mapping[str, Any], head: str = "") -> dict[str, object]:
    """`chart.follow = "F"` without quotes is a table in a table to TOML; both spellings mean the same."""
    found: dict[str, object] = {}
    for name, value in table.items():
        found |= _flat(value, f"{head}{name}.") if isinstance(value, dict) else {f"{head}{name}": value}
    return found


def _line_of(text: str, name: str) -> int:
    """Line of the assignment, as near as it can be told."""
    last = name.rpartition(".")[2]
    for pattern in (rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=", rf"^\s*[\"']?{re.escape(last)}[\"']?\s*="):
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(pattern, line):
                return number
    return 1
