"""Reader of LEAN minute archives: index bars, option quotes, option trade bars and open interest.

Times are milliseconds since midnight: exchange-local for options (New York), Chicago for the index; option prices are
in units of 1/10000. Quotes and bars become known at the end of their minute.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from spxcc.feeds.files.content import zip_members
from spxcc.feeds.files.errors import DataFileError
from spxcc.market.contract import OptionContract
from spxcc.market.events import Bar, FeedEvent, OpenInterest, OptionBar, OptionQuote
from spxcc.market.session import hours, previous_session
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

SOURCE = "lean"
_CHICAGO = ZoneInfo("America/Chicago")
_NEW_YORK = ZoneInfo("America/New_York")
_PRICE_UNIT = 10_000
_OPTION_NAME = re.compile(
    r"^(\d{8})_([a-z]+)_minute_(quote|trade|openinterest)_(?:european|american)_(call|put)_(\d+)_(\d{8})\.csv$"
)
_INDEX_NAME = re.compile(r"^(\d{8})_([a-z]+)_minute_trade\.csv$")


@dataclass(frozen=True)
class LeanDay:
    """Events of one archive in file order, and the lines that could not be read."""

    events: tuple[FeedEvent, ...]
    bad: tuple[str, ...]


def is_lean_archive(path: Path) -> bool:
    """Whether the name is that of a minute archive; some are doubly suffixed `.zip.zip`."""
    return bool(re.match(r"^\d{8}_(trade|quote|openinterest)(_european|_american)?\.zip(\.zip)?$", path.name))


def archive_date(path: Path) -> str:
    """ISO date in the name of a minute archive."""
    return _iso(path.name[:8])


def read_lean(path: Path) -> LeanDay:
    """All events of one minute archive. Raises `DataFileError` if it is no zip or holds nothing known."""
    events: list[FeedEvent] = []
    bad: list[str] = []
    known = 0
    for name, text in zip_members(path):
        rows = _rows(name, text, bad)
        if match := _OPTION_NAME.match(name):
            known += 1
            events.extend(_option_events(match, rows, bad))
        elif match := _INDEX_NAME.match(name):
            known += 1
            events.extend(_index_bars(_iso(match.group(1)), match.group(2).upper(), rows, bad))
    if not known:
        raise DataFileError(path, "not_lean", "LEAN minute members (…_minute_….csv)", "none", "check the archive")
    return LeanDay(tuple(events), tuple(bad))


def _rows(name: str, text: str, bad: list[str]) -> Iterator[tuple[str, list[str]]]:
    for number, cells in enumerate(csv.reader(text.splitlines()), 1):
        if cells:
            yield f"{name} line {number}", cells
        else:
            bad.append(f"{name} line {number}: empty")


def _iso(compact: str) -> str:
    return f"{compact[:4]}-{compact[4:6]}-{compact[6:8]}"


def _midnight(date: str, zone: ZoneInfo) -> UnixNanos:
    moment = datetime.fromisoformat(date).replace(tzinfo=zone)
    return int(moment.timestamp()) * NANOS_PER_SECOND


def _index_bars(date: str, symbol: str, rows: Iterator[tuple[str, list[str]]], bad: list[str]) -> Iterator[Bar]:
    session = hours(date)
    midnight = _midnight(date, _CHICAGO)
    for where, cells in rows:
        try:
            millis, open_, high, low, close = int(cells[0]), *(float(cell) for cell in cells[1:5])
        except (ValueError, IndexError):
            bad.append(f"{where}: not a bar")
            continue
        start = midnight + millis * NANOS_PER_MILLI
        if session is not None and not session.open_at <= start < session.close_at:
            continue  # the vendor repeats the close after the session; the index does not trade then
        end = start + NANOS_PER_MINUTE
        yield Bar(
            ts_event=end, ts_recv=end, source=SOURCE, symbol=symbol, start=start,
            open=open_, high=high, low=low, close=close, volume=0.0,
        )  # fmt: skip


def _option_events(
    match: "re.Match[str]", rows: Iterator[tuple[str, list[str]]], bad: list[str]
) -> Iterator[FeedEvent]:
    date, root, what, right, strike, expiry = match.groups()
    contract = OptionContract(
        root.upper(), _iso(expiry), "C" if right == "call" else "P", int(strike) / _PRICE_UNIT
    ).symbol
    midnight = _midnight(_iso(date), _NEW_YORK)
    for where, cells in rows:
        start = midnight + int(cells[0]) * NANOS_PER_MILLI if cells[0].isdigit() else -1
        try:
            if start < 0:
                raise ValueError
            if what == "quote":
                yield _quote(contract, start, cells)
            elif what == "trade":
                yield _trade(contract, start, cells)
            else:
                yield _interest(contract, start, _iso(date), cells)
        except (ValueError, IndexError):
            bad.append(f"{where}: not a {what} row")


def _price(cell: str) -> float | None:
    return int(cell) / _PRICE_UNIT if cell and int(cell) > 0 else None


def _quote(contract: str, start: UnixNanos, cells: Sequence[str]) -> OptionQuote:
    end = start + NANOS_PER_MINUTE
    return OptionQuote(
        ts_event=end, ts_recv=end, source=SOURCE, contract=contract, bid=_price(cells[4]), ask=_price(cells[9]),
        bid_size=int(cells[5] or 0), ask_size=int(cells[10] or 0),
    )  # fmt: skip


def _trade(contract: str, start: UnixNanos, cells: Sequence[str]) -> OptionBar:
    open_, high, low, close = (int(cell) / _PRICE_UNIT for cell in cells[1:5])
    end = start + NANOS_PER_MINUTE
    return OptionBar(
        ts_event=end, ts_recv=end, source=SOURCE, contract=contract, start=start,
        open=open_, high=high, low=low, close=close, volume=int(cells[5]),
    )  # fmt: skip


def _interest(contract: str, at: UnixNanos, date: str, cells: Sequence[str]) -> OpenInterest:
    return OpenInterest(
        ts_event=at, ts_recv=at, source=SOURCE, contract=contract, open_interest=int(cells[1]),
        date=previous_session(date),
    )  # fmt: skip
