"""Levels of a vendor from a file: CSV with a header, `price,label` or `label,price` lines, or a JSON list."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from spxcc.runtime.errors import UserError
from spxcc.runtime.level_desk import LABEL, MOST, MOST_PRICE

PRICES = ("price", "level", "strike", "value")
LABELS = ("label", "name", "note", "type", "kind", "title")
SIZE_BYTES = 1_000_000


class Row(msgspec.Struct, frozen=True):
    """A level of the file: index points, label ("" = none), the session it is for (ISO date) if the file says so."""

    price: float
    label: str = ""
    session: str | None = None


def read_levels(path: Path) -> tuple[Row, ...]:
    """All levels of the file, in its order. Raises UserError, with file and line."""
    try:
        if path.stat().st_size > SIZE_BYTES:
            raise UserError(f"expected at most {SIZE_BYTES:,} bytes of levels in {path}, found more; cut it down", 2)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"expected a readable text file at {path}, found: {error}; check the path", 2) from None
    rows = _json(path, text) if text.lstrip()[:1] in ("[", "{") else _lines(path, text)
    if not rows:
        raise UserError(f"expected levels in {path}, found none; give lines such as 6905,call wall", 2)
    if len(rows) > MOST:
        raise UserError(f"expected at most {MOST} levels in {path}, found {len(rows)}; keep those of the index", 2)
    return rows


def _json(path: Path, text: str) -> tuple[Row, ...]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}: expected JSON, found: {error.msg}", 2) from None
    items = found.get("levels") if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise UserError(f"{path}:1: expected a list of levels, or an object with one under levels", 2)
    return tuple(_of_item(path, at, item) for at, item in enumerate(items, start=1))


def _of_item(path: Path, at: int, item: object) -> Row:
    where = f"{path}: level {at}"
    if isinstance(item, dict):
        known = {str(key).lower(): value for key, value in item.items()}
        price = next((known[name] for name in PRICES if name in known), None)
        label = next((known[name] for name in LABELS if name in known), "")
        return _row(where, str(price), str(label), known.get("date") or known.get("session"))
    return _row(where, str(item), "", None)


def _lines(path: Path, text: str) -> tuple[Row, ...]:
    dialect = "\t" if "\t" in text.partition("\n")[0] else ";" if ";" in text.partition("\n")[0] else ","
    lines = list(csv.reader(text.splitlines(), delimiter=dialect))
    head = [cell.strip().lower() for cell in next((line for line in lines if line), [])]
    columns = _columns(head)
    found: list[Row] = []
    for at, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line]
        is_head = bool(columns) and [cell.lower() for cell in cells] == head
        if not any(cells) or cells[0].startswith("#") or is_head:
            continue
        found.append(_of_cells(f"{path}:{at}", cells, columns))
    return tuple(found)


def _columns(head: list[str]) -> dict[str, int]:
    """Places by name where the first line is a header; else none."""
    price = next((head.index(name) for name in PRICES if name in head), None)
    if price is None:
        return {}
    label = next((head.index(name) for name in LABELS if name in head), None)
    session = next((head.index(name) for name in ("date", "session") if name in head), None)
    return {name: at for name, at in (("price", price), ("label", label), ("date", session)) if at is not None}


def _of_cells(where: str, cells: list[str], columns: dict[str, int]) -> Row:
    if columns:
        got = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        return _row(where, got.get("price", ""), got.get("label", ""), got.get("date"))
    first, rest = cells[0], cells[1:]
    if rest and len(first) <= 2 and first.isdigit() and len(rest[0].partition(".")[0]) == 3 and _number(rest[0]):
        raise UserError(f"{where}: expected a price without a comma such as 6905, found {first},{rest[0][:8]}", 2)
    if not _number(first) and rest and _number(rest[0]):
        return _row(where, rest[0], first, None)
    return _row(where, first, " ".join(_words(rest)), None)


def _words(cells: Iterable[str]) -> Iterable[str]:
    return (cell for cell in cells if cell)


def _number(text: str) -> float | None:
    try:
        return float(text.replace("$", "").replace(" ", "").replace(",", ""))
    except ValueError:
        return None


def _row(where: str, price: str, label: str, session: object) -> Row:
    value = _number(price)
    if value is None or not 0 < value <= MOST_PRICE:
        raise UserError(f"{where}: expected a price in index points such as 6905, found {price[:24]!r}", 2)
    said = "".join(letter for letter in label if letter.isprintable())[:LABEL].strip()
    day = None if session in (None, "") else str(session)[:10]
    return Row(round(value, 2), said, day)
