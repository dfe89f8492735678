"""Reader of Cboe quote tables (CSV): one row a strike, calls on the left and puts on the right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spxcc.feeds.files.cells import DELIMITERS, DecimalMark, MixedMarksError, decimal_mark, number, split_cells
from spxcc.feeds.files.content import read_text
from spxcc.feeds.files.dateline import parse_date_line
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED, QuotedChain, valuation_time
from spxcc.feeds.files.rows import RowsFound, Value
from spxcc.market.contract import parse_contract
from spxcc.market.session import CalendarRangeError
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_SIDE = ("Last Sale", "Net", "Bid", "Ask", "Volume", "IV", "Delta", "Gamma", "Open Interest")
_FIELDS = ("last", None, "bid", "ask", "volume", "iv", "delta", "gamma", "open_interest")
_COLUMNS = ("Expiration Date", "Calls", *_SIDE, "Strike", "Puts", *_SIDE)
_WIDTH = len(_COLUMNS)
_CALLS, _STRIKE, _PUTS = 1, 11, 12
_NUMBERS = (*range(_CALLS + 1, _PUTS), *range(_PUTS + 1, _WIDTH))
_LAST = re.compile(r"Last:\s*(\d[\d,]*(?:\.\d+)?)", re.ASCII)
_HEADER_LINES = 8
_REMEDY = "give the time with --as-of (such as --as-of 2025-01-06T16:15)"


@dataclass(frozen=True)
class _Head:
    """table_at: line of the column names. last: the printed price. date_line: what stands for one."""

    table_at: int
    delimiter: str
    last: float | None
    date_line: str | None


def read_cboe_csv(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of a Cboe CSV, also of one that a spreadsheet saved again. `as_of` replaces an absent or unusable date.

    Quotes are 15 minutes delayed: see `valuation_time`. A row that is cut or corrupt is left out and counted; the chain
    is then not `complete`. A value that cannot be is left out and counted.
    Raises `DataFileError` without a table, without a usable date (and no `as_of`), for two decimal marks in one table,
    or without a single good row.
    """
    text = read_text(path)
    lines = text.splitlines()
    head = _read_head(path, lines)
    quoted_at = as_of if as_of is not None else _quoted_at(path, head)
    found = RowsFound()
    table: list[tuple[str, list[str]]] = []
    for at, line in enumerate(lines[head.table_at + 1 :], head.table_at + 2):
        where = f"line {at}"
        try:
            cells = split_cells(line, head.delimiter)
            if any(cell.strip() for cell in cells):
                table.append((where, _whole(cells)))
        except ValueError as error:
            found.lose(where, str(error))
    mark = _decimal_mark(path, table)
    for where, cells in table:
        try:
            _add_pair(found, where, cells, mark)
        except ValueError as error:
            found.lose(where, str(error))
    cut = () if text.endswith(("\n", "\r")) else ("the last line has no end, so the file may be cut there",)
    return found.chain(path, quoted_at, head.last, "cboe", *cut, INTEREST_DATE_ASSUMED)


def _read_head(path: Path, lines: Sequence[str]) -> _Head:
    last, date_line = None, None
    for at, line in enumerate(lines[:_HEADER_LINES]):
        if line.startswith(_COLUMNS[0]):
            delimiter = line[len(_COLUMNS[0]) : len(_COLUMNS[0]) + 1] or ","
            try:
                cells = split_cells(line, delimiter) if delimiter in DELIMITERS else []
            except ValueError:
                break
            if tuple(cell.strip() for cell in cells[:_WIDTH]) != _COLUMNS or any(cells[_WIDTH:]):
                break
            return _Head(at, delimiter, last, date_line)
        found = _LAST.search(line)
        if found and last is None:
            last = float(found[1].replace(",", ""))
        elif "date:" in line.lower() or (date_line is None and parse_date_line(_date_part(line)) is not None):
            date_line = _date_part(line)
    first = next((line for line in lines if line.strip()), "")
    raise DataFileError(
        path, "not_a_cboe_chain", "a Cboe quote table (a line 'Expiration Date,Calls,…')", f"'{one_line(first, 40)}'",
        "download it from the quotes page as CSV",
    )  # fmt: skip


def _date_part(line: str) -> str:
    """What a head line says before the quote of the underlying."""
    return line[1:].split('"')[0] if line.startswith('"') else line.split("Bid:")[0]


def _quoted_at(path: Path, head: _Head) -> UnixNanos:
    moment = parse_date_line(head.date_line) if head.date_line else None
    if moment is None:
        found = f"'{one_line(head.date_line, 40)}'" if head.date_line else "no such line"
        raise DataFileError(path, "no_date", "a date line ('Date: January 6, 2025 at 9:26 PM EST')", found, _REMEDY)
    try:
        return valuation_time(int(moment.timestamp()) * NANOS_PER_SECOND)
    except CalendarRangeError as error:
        raise DataFileError(path, "no_date", "a date within the session calendar", str(error), _REMEDY) from None


def _decimal_mark(path: Path, table: Sequence[tuple[str, Sequence[str]]]) -> DecimalMark:
    try:
        return decimal_mark([cells[at] for at in _NUMBERS] for _, cells in table if "," in "".join(cells))
    except MixedMarksError as error:
        raise DataFileError(
            path, "mixed_marks", "one decimal mark", str(error), "save the table again with one"
        ) from None


def _whole(cells: list[str]) -> list[str]:
    if len(cells) < _WIDTH:
        raise ValueError(f"expected {_WIDTH} columns, found {len(cells)}")
    return cells


def _add_pair(found: RowsFound, where: str, cells: Sequence[str], mark: DecimalMark) -> None:
    """Call and put of one strike; one side may be empty. Raises ValueError if they do not belong together."""
    sides = [cells[begin : begin + 10] for begin in (_CALLS, _PUTS)]
    present = [right for right, side in zip("CP", sides, strict=True) if any(cell.strip() for cell in side)]
    contracts = [parse_contract(side[0]) for side in sides if any(cell.strip() for cell in side)]
    names = " and ".join(contract.symbol for contract in contracts)
    series = {(contract.root, contract.expiry) for contract in contracts}
    if len(series) != 1 or [contract.right for contract in contracts] != present:
        raise ValueError(f"{names or 'nothing'}: not the call and put of one expiry")
    strike = number(cells[_STRIKE], mark)
    if strike is None or max(abs(contract.strike - strike) for contract in contracts) > 0.005:
        raise ValueError(f"strike {cells[_STRIKE][:12]!r} is not that of {names}")
    for contract, right in zip(contracts, present, strict=True):
        found.add(where, contract.symbol, _values(sides["CP".index(right)], mark))


def _values(side: Sequence[str], mark: DecimalMark) -> Mapping[str, Value]:
    return {name: _value(cell, mark) for name, cell in zip(_FIELDS, side[1:], strict=True) if name is not None}


def _value(cell: str, mark: DecimalMark) -> Value:
    """The number of a cell; the text of one that holds none."""
    try:
        return number(cell, mark)
    except ValueError:
        return cell
