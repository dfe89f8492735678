"""Reader of Cboe quote tables (CSV): one row a strike, calls on the left and puts on the right."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spxcc.feeds.files.content import read_text
from spxcc.feeds.files.dateline import parse_date_line
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import QuotedChain, listed_contract, valuation_time
from spxcc.market.contract import parse_contract
from spxcc.market.events import ChainRow
from spxcc.market.session import CalendarRangeError
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_SIDE = ("Last Sale", "Net", "Bid", "Ask", "Volume", "IV", "Delta", "Gamma", "Open Interest")
_COLUMNS = ("Expiration Date", "Calls", *_SIDE, "Strike", "Puts", *_SIDE)
_WIDTH = len(_COLUMNS)
_CALLS, _STRIKE, _PUTS = 1, 11, 12
_LAST = re.compile(r"Last:\s*(\d[\d,]*(?:\.\d+)?)", re.ASCII)
_HEADER_LINES = 8


@dataclass(frozen=True)
class _Head:
    table_at: int
    last: float | None
    date_line: str | None


def read_cboe_csv(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of a Cboe CSV. `as_of` replaces an absent or unusable date line.

    Quotes are 15 minutes delayed: see `valuation_time`. A row that is cut or corrupt is dropped and counted; the chain
    is then not `complete`.
    Raises `DataFileError` without a table, without a usable date (and no `as_of`), or without a single good row.
    """
    lines = read_text(path).splitlines()
    head = _read_head(path, lines)
    quoted_at = as_of if as_of is not None else _quoted_at(path, head)
    rows: list[ChainRow] = []
    bad: list[str] = []
    for number, line in enumerate(lines[head.table_at + 1 :], head.table_at + 2):
        try:
            cells = _cells(line)
            if any(cell.strip() for cell in cells):
                rows.extend(_pair(cells))
        except ValueError as error:
            bad.append(f"line {number}: {one_line(str(error))}")
    return QuotedChain.build(path, rows, quoted_at, head.last, tuple(bad))


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _read_head(path: Path, lines: Sequence[str]) -> _Head:
    head = _Head(0, None, None)
    for at, line in enumerate(lines[:_HEADER_LINES]):
        try:
            cells = _cells(line)
        except ValueError:
            break
        if line.startswith(_COLUMNS[0]):
            if tuple(cells[:_WIDTH]) != _COLUMNS or any(cells[_WIDTH:]):
                break
            return replace(head, table_at=at)
        found = _LAST.search(line)
        if found and head.last is None:
            head = replace(head, last=float(found[1].replace(",", "")))
        if "date:" in line.lower():
            head = replace(head, date_line=cells[0] if line.startswith('"') else line.split("Bid:")[0])
    first = next((line for line in lines if line.strip()), "")
    raise DataFileError(
        path, "not_a_cboe_chain", "a Cboe quote table (a line 'Expiration Date,Calls,…')", f"'{one_line(first, 40)}'",
        "download it from the quotes page as CSV",
    )  # fmt: skip


def _quoted_at(path: Path, head: _Head) -> UnixNanos:
    moment = parse_date_line(head.date_line) if head.date_line else None
    if moment is None:
        found = f"'{one_line(head.date_line, 40)}'" if head.date_line else "no such line"
        raise DataFileError(
            path, "no_date", "a date line ('Date: January 6, 2025 at 9:26 PM EST')", found, "give the time with --as-of"
        )
    try:
        return valuation_time(int(moment.timestamp()) * NANOS_PER_SECOND)
    except CalendarRangeError as error:
        raise DataFileError(
            path, "no_date", "a date within the session calendar", str(error), "give the time with --as-of"
        ) from None


def _pair(cells: Sequence[str]) -> Iterable[ChainRow]:
    if len(cells) < _WIDTH:
        raise ValueError(f"expected {_WIDTH} columns, found {len(cells)}")
    call = _row(cells[_CALLS : _CALLS + 10])
    put = _row(cells[_PUTS : _PUTS + 10])
    strike = _number(cells[_STRIKE])
    left, right = parse_contract(call.contract), parse_contract(put.contract)
    if (left.right, right.right) != ("C", "P") or left.root != right.root or left.expiry != right.expiry:
        raise ValueError(f"{call.contract} and {put.contract} are not the call and put of one expiry")
    if strike is None or max(abs(left.strike - strike), abs(right.strike - strike)) > 0.005:
        raise ValueError(f"strike {cells[_STRIKE][:12]!r} is not that of {call.contract} and {put.contract}")
    return call, put


def _row(cells: Sequence[str]) -> ChainRow:
    contract = listed_contract(cells[0]).symbol
    last, _, bid, ask, volume, iv, delta, gamma, interest = (_number(cell) for cell in cells[1:10])
    return ChainRow(
        contract=contract,
        bid=_positive("bid", bid),
        ask=_positive("ask", ask),
        last=_positive("last", last),
        volume=_count("volume", volume),
        open_interest=_count("open interest", interest),
        iv=_positive("IV", iv),
        delta=delta,
        gamma=gamma,
    )


def _number(text: str) -> float | None:
    """The number of a cell, `None` of an empty one. Raises ValueError."""
    text = text.strip().replace(",", "")
    if not text:
        return None
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:12]!r} is not a number")
    return value


def _positive(name: str, value: float | None) -> float | None:
    """Cboe writes 0 for what is absent."""
    if value is not None and value < 0:
        raise ValueError(f"{name} {value} is negative")
    return value or None


def _count(name: str, value: float | None) -> int | None:
    if value is not None and not (0 <= value < 2**53 and value.is_integer()):
        raise ValueError(f"{name} {value} is no count")
    return None if value is None else int(value)
