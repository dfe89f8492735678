"""Reader of LEAN minute archives: index bars, option quotes, option trade bars and open interest.

Times are milliseconds since midnight: exchange-local for options (New York), Chicago for the index; option prices are
in units of 1/10000. Quotes and bars become known at the end of their minute.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from spxcc.feeds.files.content import zip_members
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import listed_contract
from spxcc.market.contract import OptionContract
from spxcc.market.events import Bar, FeedEvent, OpenInterest, OptionBar, OptionQuote
from spxcc.market.session import EXCHANGE_ZONE, CalendarRangeError, hours, previous_session
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

SOURCE = "lean"
_CHICAGO = ZoneInfo("America/Chicago")
_PRICE_UNIT = 10_000
_INDICES = frozenset({"SPX", "VIX", "NDX", "RUT", "DJX", "XSP"})
_ARCHIVE = re.compile(r"(\d{8})_(?:trade|quote|openinterest)(_european|_american)?\.zip(?:\.zip)?", re.ASCII)
_OPTION = re.compile(
    r"(\d{8})_([a-z]+)_minute_(quote|trade|openinterest)_(?:european|american)_(call|put)_(\d{1,10})_(\d{8})\.csv",
    re.ASCII,
)
_INDEX = re.compile(r"(\d{8})_([a-z]+)_minute_trade\.csv", re.ASCII)

_Make = Callable[[UnixNanos, Sequence[str]], FeedEvent | None]


@dataclass(frozen=True)
class LeanDay:
    """Events of one archive in file order, and the lines and members that could not be read."""

    events: tuple[FeedEvent, ...]
    bad: tuple[str, ...]


def is_lean_archive(path: Path) -> bool:
    """Whether the name is that of a minute archive; some are doubly suffixed `.zip.zip`."""
    match = _ARCHIVE.fullmatch(path.name)
    return match is not None and _iso(match[1]) is not None


def holds_bars(path: Path) -> bool:
    """Whether a minute archive is one of index bars, by its name."""
    match = _ARCHIVE.fullmatch(path.name)
    return match is not None and match[2] is None


def archive_date(path: Path) -> str:
    """ISO date in the name of a minute archive. Raises `DataFileError` for other names."""
    date = _iso(path.name[:8])
    if date is None:
        raise DataFileError(path, "not_lean", "a name such as 20210104_trade.zip", path.name, "check the path")
    return date


def read_lean(path: Path) -> LeanDay:
    """All events of one minute archive.

    Raises `DataFileError` if it is no zip, of a day beyond the calendar, or without a known member.
    """
    date = archive_date(path)
    try:
        day = _Day(date)
    except CalendarRangeError as error:
        raise DataFileError(
            path, "out_of_calendar", "a day of the session calendar", str(error), "give another day"
        ) from None
    for name, text in zip_members(path):
        day.read_member(name, text)
    if not day.known:
        raise DataFileError(path, "not_lean", "LEAN minute members (…_minute_….csv)", "none", "check the archive")
    return LeanDay(tuple(day.events), tuple(day.bad))


@dataclass
class _Day:
    """What an archive of the day `date` says, member by member."""

    date: str
    known: int = 0
    events: list[FeedEvent] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = hours(self.date)
        self.before = previous_session(self.date)

    def read_member(self, name: str, text: str) -> None:
        """Events of one member; what is of another kind or day is bad as a whole."""
        option, index = _OPTION.fullmatch(name), _INDEX.fullmatch(name)
        try:
            if option is not None:
                self._of_this_day(option[1])
                self._read(name, text, _midnight(self.date, EXCHANGE_ZONE), self._option_maker(option))
            elif index is not None:
                self._of_this_day(index[1])
                self._read(name, text, _midnight(self.date, _CHICAGO), self._index_maker(index[2].upper()))
            else:
                raise ValueError("not a minute member")
        except ValueError as error:
            self.bad.append(f"{one_line(name)}: {one_line(str(error))}")
        else:
            self.known += 1

    def _read(self, name: str, text: str, midnight: UnixNanos, make: _Make) -> None:
        for number, line in enumerate(text.splitlines(), 1):
            cells = line.split(",")
            try:
                event = make(midnight + _millis(cells[0]) * NANOS_PER_MILLI, cells)
            except (ValueError, IndexError) as error:
                why = "too few cells" if isinstance(error, IndexError) else one_line(str(error), 60)
                self.bad.append(f"{one_line(name)} line {number}: {why}")
                continue
            if event is not None:
                self.events.append(event)

    def _of_this_day(self, compact: str) -> None:
        if _iso(compact) != self.date:
            raise ValueError(f"expected a member of {self.date}, found one of {compact}")

    def _index_maker(self, symbol: str) -> _Make:
        if symbol not in _INDICES:
            raise ValueError(f"expected bars of an index ({', '.join(sorted(_INDICES))}), found {symbol[:12]}")

        def make(start: UnixNanos, cells: Sequence[str]) -> Bar | None:
            open_, high, low, close = _ohlc([float(cell) for cell in cells[1:5]])
            if self.session is not None and not self.session.open_at <= start < self.session.close_at:
                return None  # the vendor repeats the close after the session; the index does not trade then
            end = start + NANOS_PER_MINUTE
            return Bar(
                ts_event=end, ts_recv=end, source=SOURCE, symbol=symbol, start=start,
                open=open_, high=high, low=low, close=close, volume=0.0,
            )  # fmt: skip

        return make

    def _option_maker(self, member: "re.Match[str]") -> _Make:
        _, root, what, right, strike, compact = member.groups()
        expiry = _iso(compact)
        if expiry is None:
            raise ValueError(f"{compact} is no date")
        named = OptionContract(root.upper(), expiry, "C" if right == "call" else "P", int(strike) / _PRICE_UNIT)
        contract = listed_contract(named.symbol).symbol
        if what == "quote":
            return lambda start, cells: _quote(contract, start, cells)
        if what == "trade":
            return lambda start, cells: _trade(contract, start, cells)
        return lambda start, cells: _interest(contract, start, self.before, cells)


def _iso(compact: str) -> str | None:
    try:
        return Date(int(compact[:4]), int(compact[4:6]), int(compact[6:8])).isoformat()
    except ValueError:
        return None


def _midnight(date: str, zone: ZoneInfo) -> UnixNanos:
    moment = datetime.fromisoformat(date).replace(tzinfo=zone)
    return int(moment.timestamp()) * NANOS_PER_SECOND


def _millis(cell: str) -> int:
    value = int(cell)
    if not 0 <= value < NANOS_PER_DAY // NANOS_PER_MILLI:
        raise ValueError(f"{value} is no time of day")
    return value


def _count(cell: str) -> int:
    value = int(cell)
    if value < 0:
        raise ValueError(f"{value} is no count")
    return value


def _ohlc(prices: Sequence[float]) -> Sequence[float]:
    if len(prices) < 4:
        raise ValueError("too few cells")
    open_, high, low, close = prices
    if not all(math.isfinite(price) and price > 0 for price in prices):
        raise ValueError("a price that is none")
    if high < max(open_, close) or low > min(open_, close):
        raise ValueError("high and low do not hold open and close")
    return prices


def _price(cell: str) -> float | None:
    """Empty and 0 are no bid, no ask."""
    return _count(cell or "0") / _PRICE_UNIT or None


def _quote(contract: str, start: UnixNanos, cells: Sequence[str]) -> OptionQuote:
    end = start + NANOS_PER_MINUTE
    return OptionQuote(
        ts_event=end, ts_recv=end, source=SOURCE, contract=contract, bid=_price(cells[4]), ask=_price(cells[9]),
        bid_size=_count(cells[5] or "0"), ask_size=_count(cells[10] or "0"),
    )  # fmt: skip


def _trade(contract: str, start: UnixNanos, cells: Sequence[str]) -> OptionBar:
    open_, high, low, close = _ohlc([int(cell) / _PRICE_UNIT for cell in cells[1:5]])
    end = start + NANOS_PER_MINUTE
    return OptionBar(
        ts_event=end, ts_recv=end, source=SOURCE, contract=contract, start=start,
        open=open_, high=high, low=low, close=close, volume=_count(cells[5]),
    )  # fmt: skip


def _interest(contract: str, at: UnixNanos, date: str, cells: Sequence[str]) -> OpenInterest:
    return OpenInterest(
        ts_event=at, ts_recv=at, source=SOURCE, contract=contract, open_interest=_count(cells[1]), date=date
    )
