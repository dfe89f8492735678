"""Writes one setting into `config.toml`: comments, order and every other line stay as they are."""

import re
import tomllib
from pathlib import Path

from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import write_private

HEADER = re.compile(r"^\s*\[")
TAIL = re.compile(r"^(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^#\"'\[{]*?)(?P<rest>\s*(?:#.*)?)$")


def save_setting(path: Path, name: str, value: str | int | bool) -> None:
    """Set `name` in the file at `path`, which is made if it is missing; whole or not at all. Raises UserError."""
    try:
        target = path.resolve()
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        write_private(target, with_setting(text, name, value))
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UserError(f"expected to write {path}, found: {said}; check its permissions") from None
    except ValueError as error:
        raise UserError(f"{path} was left as it is: {error}; set {name} there by hand") from None


def with_setting(text: str, name: str, value: str | int | bool) -> str:
    """`text` with the one assignment changed or added. Raises ValueError where that cannot be done line by line."""
    before = tomllib.loads(text)
    lines = text.splitlines(keepends=True)
    top = next((at for at, line in enumerate(lines) if HEADER.match(line)), len(lines))
    at = next((row for row in range(top) if _assigns(lines[row], name)), None)
    if at is None:
        lines = _added(lines, top, f"{name} = {literal(value)}\n")
    else:
        lines[at] = _changed(lines[at], value)
    after = "".join(lines)
    if tomllib.loads(after) != before | {name: value}:
        raise ValueError("expected a plain line for the setting, found another spelling of it")
    return after


def literal(value: str | int | bool) -> str:
    """The value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not re.fullmatch(r"[ -!#-\[\]-~]*", value):
        raise ValueError(f"expected plain characters, found {value[:24]!r}")
    return f'"{value}"'


def _assigns(line: str, name: str) -> bool:
    return re.match(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=", line) is not None


def _changed(line: str, value: str | int | bool) -> str:
    head, _, told = line.partition("=")
    body = told.rstrip("\r\n")
    end = told[len(body) :]
    match = TAIL.match(body.strip())
    if match is None:
        raise ValueError("expected a value on one line, found a longer one")
    return f"{head}= {literal(value)}{match['rest']}{end or chr(10)}"


def _added(lines: list[str], top: int, new: str) -> list[str]:
    """Before the first table, and before the blank lines and comments that lead to it."""
    at = top
    while top < len(lines) and at > 0 and lines[at - 1].lstrip()[:1] in ("", "#"):
        at -= 1
    head = lines[:at]
    if head and not head[-1].endswith("\n"):
        head[-1] += "\n"
    return [*head, new, *lines[at:]]
