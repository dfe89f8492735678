"""Reader of Cboe quote tables (CSV): one row a strike, calls on the left and puts on the right."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spxcc.feeds.files.content import read_text
from spxcc.feeds.files.dateline import parse_date_line
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import QuotedChain, valuation_time
from spxcc.market.contract import parse_contract
from spxcc.market.events import ChainRow
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_COLUMNS = ("Expiration Date", "Calls", "Last Sale", "Net", "Bid", "Ask", "Volume", "IV", "Delta", "Gamma")
_WIDTH = 22
_CALLS, _STRIKE, _PUTS = 1, 11, 12
_LAST = re.compile(r"Last:\s*([\d.,]+)")
_HEADER_LINES = 8


@dataclass(frozen=True)
class _Head:
    table_at: int
    last: float | None
    date_line: str | None


def read_cboe_csv(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of a Cboe CSV. `as_of` replaces an absent or unusable date line.

    Quotes are 15 minutes delayed, so they stand for the header's time less 15 minutes, at the latest 16:15 exchange time.
    A row that is cut or corrupt is dropped and counted; the chain is then not `complete`.
    Raises `DataFileError` without a table, without a usable date (and no `as_of`), or without a single good row.
    """
    lines = read_text(path).splitlines()
    head = _read_head(path, lines)
    quoted_at = as_of if as_of is not None else _quoted_at(path, head)
    rows: list[ChainRow] = []
    bad: list[str] = []
    for number, cells in enumerate(csv.reader(lines[head.table_at + 1 :]), head.table_at + 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            rows.extend(_pair(cells))
        except ValueError as error:
            bad.append(f"line {number}: {error}")
    if not rows:
        raise DataFileError(path, "no_rows", "option rows under the table head", "none", "download the chain again")
    return QuotedChain.build(path, rows, quoted_at, head.last, tuple(bad))


def _read_head(path: Path, lines: Sequence[str]) -> _Head:
    last: float | None = None
    date_line: str | None = None
    for at, line in enumerate(lines[:_HEADER_LINES]):
        if line.startswith(_COLUMNS[0]):
            cells = next(csv.reader([line]))
            if tuple(cells[: len(_COLUMNS)]) != _COLUMNS or len(cells) < _WIDTH:
                break
            return _Head(at, last, date_line)
        found = _LAST.search(line)
        if found and last is None:
            last = float(found.group(1).rstrip(",.").replace(",", ""))
        if "date:" in line.lower():
            date_line = next(csv.reader([line]))[0] if line.startswith('"') else line.split("Bid:")[0]
    first = next((line for line in lines if line.strip()), "")
    raise DataFileError(
        path, "not_a_cboe_chain", "a Cboe quote table (a line 'Expiration Date,Calls,…')", f"'{first[:40]}'",
        "download it from the quotes page as CSV",
    )  # fmt: skip


def _quoted_at(path: Path, head: _Head) -> UnixNanos:
    moment = parse_date_line(head.date_line) if head.date_line else None
    if moment is None:
        found = f"'{head.date_line.strip()[:40]}'" if head.date_line else "no such line"
        raise DataFileError(
            path, "no_date", "a date line ('Date: January 6, 2025 at 9:26 PM EST')", found, "give the time with --as-of"
        )
    return valuation_time(int(moment.timestamp()) * NANOS_PER_SECOND)


def _pair(cells: Sequence[str]) -> Iterable[ChainRow]:
    if len(cells) < _WIDTH:
        raise ValueError(f"expected {_WIDTH} columns, found {len(cells)}")
    strike = _number(cells[_STRIKE])
    call = _row(cells[_CALLS : _CALLS + 10])
    put = _row(cells[_PUTS : _PUTS + 10])
    for row in (call, put):
        if strike is None or abs(parse_contract(row.contract).strike - strike) > 0.005:
            raise ValueError(f"strike {cells[_STRIKE]!r} is not that of {row.contract[:21]}")
    return call, put


def _row(cells: Sequence[str]) -> ChainRow:
    contract = parse_contract(cells[0].strip()).symbol
    last, _, bid, ask, volume, iv, delta, gamma, interest = (_number(cell) for cell in cells[1:10])
    return ChainRow(
        contract=contract,
        bid=bid if bid and bid > 0 else None,
        ask=ask if ask and ask > 0 else None,
        last=last if last and last > 0 else None,
        volume=None if volume is None else int(volume),
        open_interest=None if interest is None else int(interest),
        iv=iv if iv and iv > 0 else None,
        delta=delta,
        gamma=gamma,
    )


def _number(text: str) -> float | None:
    text = text.strip().replace(",", "")
    if not text:
        return None
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:12]!r} is not a number")
    return value
