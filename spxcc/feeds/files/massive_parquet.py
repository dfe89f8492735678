"""Reader of a whole-chain snapshot of Massive, flattened to Parquet."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spxcc.feeds.files.content import PARQUET_MAGIC, check_parquet, read_bytes
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.feeds.files.rows import RowsFound, Value
from spxcc.market.events import OptionTrade
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

if TYPE_CHECKING:
    import pyarrow as pa

SOURCE = "massive"
TICKER, DAY = "occ_ticker", "snapshot_date"
_FIELDS = {
    "bid": "last_quote_bid",
    "ask": "last_quote_ask",
    "last": "last_trade_price",
    "volume": "day_volume",
    "open_interest": "open_interest",
    "iv": "implied_volatility",
    "delta": "delta",
    "gamma": "gamma",
}
"""Field of a `ChainRow` and its column."""
_TRADED, _QUOTED, _BAR, _PRICED = (
    "last_trade_ts_et",
    "last_quote_ts_et",
    "day_last_updated_et",
    "underlying_last_updated_et",
)
_PRICE, _SIZE = "underlying_price", "shares_per_contract"
_PRINTED, _VENUE = "last_trade_size", "last_trade_exchange"
_STANDARD_SIZE = 100
_ABSENT = {
    "quotes": ("last_quote_bid", "last_quote_ask"),
    "volatilities": ("implied_volatility",),
    "greeks": ("delta", "gamma"),
    "price of the underlying": (_PRICE,),
}
_FRACTION = re.compile(r":\d{2}\.(\d{1,9})", re.ASCII)
_FAULTS = (ValueError, TypeError, ArithmeticError, OSError, LookupError, NotImplementedError)
"""What the Parquet engine raises for content that is no table."""


def is_massive_snapshot(raw: bytes) -> bool:
    """Whether `raw` is a Parquet table that names an option contract in every row."""
    import pyarrow.parquet as pq  # slow to import: only who reads such a file pays for it

    if not raw.startswith(PARQUET_MAGIC):
        return False
    try:
        return TICKER in pq.read_schema(io.BytesIO(raw)).names
    except _FAULTS:
        return False


def read_massive_parquet(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    """Chain of a snapshot; it stands for the time of its newest trade, quote or underlying price, else for `as_of`.

    Last trades keep their own times, and are prints where their size is told. Volumes of an earlier day's bar are none
    of that day. What the snapshot lacks as a whole is a remark. Raises `DataFileError` for a broken file, missing
    columns, or several snapshots in one.
    """
    table = _table(path)
    columns: dict[str, list[Any]] = {name: _values(table[name]) for name in table.column_names}
    empty: list[Any] = [None] * table.num_rows
    days = sorted({str(day) for day in columns[DAY]})
    if len(days) > 1:
        raise DataFileError(path, "mixed_dates", "one snapshot", f"those of {', '.join(days[:3])}", "split the file")
    found = RowsFound()
    times: list[UnixNanos] = []
    for at in range(table.num_rows):
        row = {
            name: columns.get(name, empty)[at] for name in (*_FIELDS.values(), TICKER, _TRADED, _QUOTED, _BAR, _SIZE)
        }
        try:
            times += _add(found, f"row {at + 1}", row, days[0])
        except ValueError as error:
            found.lose(f"row {at + 1}", str(error))
    price, priced_at = _underlying(columns)
    newest = max([*times, *([] if priced_at is None else [priced_at])], default=None)
    quoted_at = as_of if as_of is not None else newest
    if quoted_at is None:
        raise DataFileError(path, "no_date", "a time of a trade or quote", "none", "give the time with --as-of")
    chain = found.chain(path, quoted_at, price, SOURCE, *_lacking(columns))
    if _PRINTED not in columns:
        return chain
    told = dict(zip(columns[TICKER], zip(columns[_PRINTED], columns.get(_VENUE, empty), strict=True), strict=True))
    return replace(chain, prints=tuple(_prints(chain, told)))


def _prints(chain: QuotedChain, told: Mapping[Any, tuple[Any, Any]]) -> Iterable[OptionTrade]:
    """The last print of each contract by time. told: size and venue by the file's own name of the contract."""
    of = {str(name).removeprefix("O:"): sold for name, sold in told.items()}
    for row in sorted(chain.rows, key=lambda one: (one.last_at or 0, one.contract)):
        size, venue = of.get(row.contract, (None, None))
        if row.last is not None and row.last_at is not None and isinstance(size, int | float) and size >= 1:
            yield OptionTrade(
                ts_event=row.last_at, ts_recv=row.last_at, source=SOURCE, contract=row.contract, price=row.last,
                size=int(size), exchange=int(venue or 0),
            )  # fmt: skip


def _table(path: Path) -> "pa.Table":
    import pyarrow.parquet as pq

    raw = read_bytes(path)
    check_parquet(path, raw)
    try:
        table = pq.read_table(io.BytesIO(raw))
    except _FAULTS as error:
        raise DataFileError(path, "unreadable", "a whole Parquet file", str(error), "download it again") from None
    missing = [name for name in (TICKER, DAY, _FIELDS["open_interest"]) if name not in table.column_names]
    if missing:
        raise DataFileError(
            path, "missing_columns", "a chain snapshot of Massive", f"no {', '.join(missing)}", "check the file"
        )
    if not table.num_rows:
        raise DataFileError(path, "no_rows", "option rows", "none", "download the chain again")
    return table


def _values(column: "pa.ChunkedArray") -> list[Any]:
    """Of a column by row; NaN, which some writers put for nothing, is `None`."""
    return [None if value != value else value for value in column.to_pylist()]


def _add(found: RowsFound, where: str, row: Mapping[str, Any], day: str) -> list[UnixNanos]:
    """Add one contract; returns the times that its row names. Raises ValueError for what is no contract or no time."""
    if row[_SIZE] not in (None, _STANDARD_SIZE):
        found.exclude("contracts of another size than 100, left out", f"{where}: {row[TICKER]}, {row[_SIZE]}")
        return []
    traded_at, quoted_at = _instant(row[_TRADED]), _instant(row[_QUOTED])
    values: dict[str, Value] = {field: row[name] for field, name in _FIELDS.items()}
    if row[_BAR] is not None and not str(row[_BAR]).startswith(day):
        values["volume"] = 0
    found.add(where, str(row[TICKER]), values, traded_at)
    return [each for each in (traded_at, quoted_at) if each is not None]


def _underlying(columns: Mapping[str, list[Any]]) -> tuple[float | None, UnixNanos | None]:
    """The newest price of the underlying and its time."""
    prices, times = columns.get(_PRICE, []), columns.get(_PRICED, [])
    told = [(text, price) for text, price in zip(times, prices, strict=False) if text is not None and price is not None]
    if not told:
        return None, None
    text, price = max(told)
    try:
        return float(price), _instant(text)
    except ValueError:
        return None, None


def _lacking(columns: Mapping[str, list[Any]]) -> tuple[str, ...]:
    """What not a single row has."""
    lacking = [
        what
        for what, names in _ABSENT.items()
        if all(value is None for name in names for value in columns.get(name, ()))
    ]
    return (f"no {', no '.join(lacking)} in this snapshot",) if lacking else ()


def _instant(text: object) -> UnixNanos | None:
    """Nanoseconds of an ISO time with an offset and up to nine digits of a second; `None` of nothing."""
    if text is None:
        return None
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError(f"expected a time with a UTC offset, found {str(text)[:40]!r}")
    fraction = _FRACTION.search(str(text))
    seconds = int(moment.replace(microsecond=0).timestamp())
    return seconds * NANOS_PER_SECOND + (int(fraction[1].ljust(9, "0")) if fraction else 0)
