"""Reader of Cboe's delayed-quotes JSON."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec

from spxcc.feeds.files.content import read_text
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import QuotedChain, listed_contract, valuation_time
from spxcc.market.events import ChainRow
from spxcc.market.session import CalendarRangeError
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_Positive = Annotated[float, msgspec.Meta(ge=0, lt=2**53)]


class _Option(msgspec.Struct):
    option: str
    bid: _Positive = 0.0
    ask: _Positive = 0.0
    iv: _Positive = 0.0
    open_interest: _Positive | None = None
    volume: _Positive | None = None
    delta: float | None = None
    gamma: float | None = None
    last_trade_price: _Positive = 0.0


class _Data(msgspec.Struct):
    options: list[msgspec.Raw]
    current_price: float | None = None


class _Quotes(msgspec.Struct):
    timestamp: str
    data: _Data


def read_cboe_json(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of `delayed_quotes/options/<SYM>.json`. `timestamp` is UTC, the quotes 15 minutes older.

    Raises `DataFileError` for other JSON, a missing time stamp, or without a single good contract.
    """
    try:
        quotes = msgspec.json.decode(read_text(path), type=_Quotes)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DataFileError(
            path, "not_cboe_json", "Cboe delayed quotes (timestamp, data.options)", str(error), "check the file"
        ) from None
    rows: list[ChainRow] = []
    bad: list[str] = []
    for number, raw in enumerate(quotes.data.options):
        try:
            rows.append(_row(msgspec.json.decode(raw, type=_Option)))
        except ValueError as error:
            bad.append(f"option {number}: {one_line(str(error))}")
    quoted_at = as_of if as_of is not None else _quoted_at(path, quotes.timestamp)
    return QuotedChain.build(path, rows, quoted_at, quotes.data.current_price, tuple(bad))


def _quoted_at(path: Path, timestamp: str) -> UnixNanos:
    try:
        moment = datetime.fromisoformat(timestamp)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return valuation_time(int(aware.timestamp()) * NANOS_PER_SECOND)
    except CalendarRangeError as error:
        found = str(error)
    except (ValueError, OverflowError):
        found = f"'{one_line(timestamp, 30)}'"
    raise DataFileError(path, "no_date", "an ISO timestamp", found, "give the time with --as-of")


def _row(option: _Option) -> ChainRow:
    return ChainRow(
        contract=listed_contract(option.option).symbol,
        bid=option.bid or None,
        ask=option.ask or None,
        last=option.last_trade_price or None,
        volume=None if option.volume is None else int(option.volume),
        open_interest=None if option.open_interest is None else int(option.open_interest),
        iv=option.iv or None,
        delta=option.delta,
        gamma=option.gamma,
    )
