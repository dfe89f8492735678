"""Reader of Cboe's delayed-quotes JSON."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from spxcc.feeds.files.content import read_text
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED, QuotedChain, sane_price, valuation_time
from spxcc.feeds.files.rows import RowsFound
from spxcc.market.session import EXCHANGE_ZONE, CalendarRangeError
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_FIELDS = {
    "bid": "bid",
    "ask": "ask",
    "last": "last_trade_price",
    "volume": "volume",
    "open_interest": "open_interest",
    "iv": "iv",
    "delta": "delta",
    "gamma": "gamma",
}
"""Field of a `ChainRow` and what Cboe calls it."""


class _Option(msgspec.Struct):
    """Of a field that is not the number it should be the text is kept, for the report."""

    option: str
    bid: float | str | None = 0.0
    ask: float | str | None = 0.0
    iv: float | str | None = 0.0
    open_interest: float | str | None = None
    volume: float | str | None = None
    delta: float | str | None = None
    gamma: float | str | None = None
    last_trade_price: float | str | None = 0.0
    last_trade_time: str | None = None


_DECODER = msgspec.json.Decoder(_Option)


class _Data(msgspec.Struct):
    options: list[msgspec.Raw]
    current_price: float | str | None = None
    prev_day_close: float | str | None = None
    last_trade_time: float | str | None = None


class _Quotes(msgspec.Struct):
    timestamp: str
    data: _Data


@dataclass(frozen=True, slots=True)
class CboeDocument:
    """What one document says.

    timestamp: when the vendor made it, as it stands there. price_at: when the price of the underlying was traded.
    previous_close: of the underlying, the session before that. `None` = not said, or no such value.
    """

    chain: QuotedChain
    timestamp: str
    price_at: UnixNanos | None
    previous_close: float | None


def read_cboe_json(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of `delayed_quotes/options/<SYM>.json`. `timestamp` is UTC, the quotes 15 minutes older.

    Raises `DataFileError` for other JSON, a missing time stamp, or without a single good contract.
    """
    return parse_document(path, read_text(path), as_of).chain


def parse_document(path: Path, content: str | bytes, as_of: UnixNanos | None = None) -> CboeDocument:
    """The document `content`; `path` names it in errors. Raises `DataFileError` as `read_cboe_json` does."""
    try:
        quotes = msgspec.json.decode(content, type=_Quotes)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DataFileError(
            path, "not_cboe_json", "Cboe delayed quotes (timestamp, data.options)", str(error), "check the file"
        ) from None
    found = RowsFound()
    for at, raw in enumerate(quotes.data.options, 1):
        where = f"option {at}"
        try:
            option = _DECODER.decode(raw)
            values = {field: getattr(option, name) for field, name in _FIELDS.items()}
            found.add(where, option.option, values, _trade_time(option.last_trade_time))
        except ValueError as error:
            found.lose(where, str(error))
    quoted_at = as_of if as_of is not None else _quoted_at(path, quotes.timestamp)
    close, told = sane_price("previous close", quotes.data.prev_day_close)
    return CboeDocument(
        chain=found.chain(path, quoted_at, quotes.data.current_price, "cboe", *told, INTEREST_DATE_ASSUMED),
        timestamp=quotes.timestamp,
        price_at=_exchange_time(quotes.data.last_trade_time),
        previous_close=close,
    )


def _trade_time(text: str | None) -> UnixNanos | None:
    """`_exchange_time` within the 64 bits that the chain's columns have."""
    found = _exchange_time(text)
    return found if found is not None and 0 <= found < 2**63 else None


def _exchange_time(text: float | str | None) -> UnixNanos | None:
    """Instant of a local time of the exchange, such as `2022-07-12T16:00:00`; `None` for anything else."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None or moment.tzinfo is not None:
            return None
        return int(moment.replace(tzinfo=EXCHANGE_ZONE).timestamp()) * NANOS_PER_SECOND
    except (ValueError, OverflowError):
        return None


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
