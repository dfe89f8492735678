"""Files as the sources write them, small and made here."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.market.events import ChainRow
from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

TABLE_HEAD = (
    "Expiration Date,Calls,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest,Strike,"
    "Puts,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest"
)
DATE_LINE = '"Date: January 6, 2025 at 9:26 PM EST",Bid: 5934.43,Ask: 6032.45,Size: 1*1,Volume: 0'
TITLE = "SP 500 INDEX,Last: 5975.38,Change:  32.91"


def pair(strike: float, expiry: str = "250107", root: str = "SPXW", call: str = "", put: str = "") -> str:
    """One row of a Cboe table; `call` and `put` are the nine numbers of each side."""
    mills = f"{round(strike * 1000):08d}"
    left = call or "12.5,0.5,12.4,12.6,100,0.12,0.5,0.005,1500"
    right = put or "11.5,-0.5,11.4,11.6,200,0.13,-0.5,0.005,2500"
    return f"Tue Jan 07 2025,{root}{expiry}C{mills},{left},{strike:.2f},{root}{expiry}P{mills},{right}"


def table(rows: Iterable[str], title: str = TITLE, date_line: str = DATE_LINE) -> str:
    """A Cboe table."""
    return "\n".join(["", title, date_line, TABLE_HEAD, *rows, ""])


def options(count: int = 4, **changes: object) -> dict[str, object]:
    """Cboe's delayed quotes JSON with `count` options, every one with `changes`."""
    made = [
        {
            "option": f"SPY250110{'CP'[at % 2]}{(590 + at // 2) * 1000:08d}", "bid": 1.1, "ask": 1.2, "iv": 0.11,
            "open_interest": 10.0, "volume": 5.0, "delta": 0.5, "gamma": 0.01, "last_trade_price": 1.15, **changes,
        }
        for at in range(count)
    ]  # fmt: skip
    return {"timestamp": "2025-01-08 20:30:00", "data": {"options": made, "current_price": 590.5, "close": 1.0}}


def write(path: Path, content: str | bytes | Mapping[str, object]) -> Path:
    """`content` as text, bytes or JSON; gzipped if the name says so."""
    if isinstance(content, Mapping):
        content = json.dumps(content)
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def write_zip(path: Path, members: Mapping[str, str]) -> Path:
    """A zip archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    return path


def lean_name(date: str, what: str, right: str = "call", strike: float = 3700, expiry: str = "20210104") -> str:
    """Name of an option member."""
    return f"{date}_spxw_minute_{what}_european_{right}_{round(strike * 10_000)}_{expiry}.csv"


def index_lines(count: int, first: float = 3700.0) -> str:
    """`count` index minutes from 08:30 Chicago on, one point up each."""
    rows = [
        f"{30_600_000 + at * 60_000},{first + at},{first + at + 2},{first + at - 1},{first + at + 1},59"
        for at in range(count)
    ]
    return "\n".join(rows)


def csv_bars(
    starts: Iterable[str],
    closes: Iterable[float],
    head: str = "Datetime,Open,High,Low,Close,Volume",
    volume: str = "10",
) -> str:
    """Bars as CSV: opens at the close, half a point of wick."""
    rows = [
        f"{start},{close},{close + 0.5},{close - 0.5},{close},{volume}"
        for start, close in zip(starts, closes, strict=True)
    ]
    return "\n".join([head, *rows, ""])


def minutes_of(day: str, count: int = 390, clock: str = "09:30") -> list[str]:
    """ISO times of minutes in exchange time."""
    begin = at_exchange(day, clock)
    return [to_exchange(begin + at * NANOS_PER_MINUTE).isoformat(sep=" ") for at in range(count)]


def parquet_bars(starts: Sequence[UnixNanos], closes: Sequence[float]) -> bytes:
    """Bars as Parquet with instants in UTC."""
    close = np.asarray(closes)
    frame = pd.DataFrame(
        {
            "timestamp": pd.to_datetime(np.asarray(starts), utc=True), "open": close, "high": close + 0.5,
            "low": close - 0.5, "close": close, "volume": np.full(close.size, 7),
        }
    )  # fmt: skip
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


def parquet_chain(count: int = 6, **changes: object) -> bytes:
    """A flattened snapshot of a whole chain: `count` contracts, traded and without quotes and greeks.

    changes: by column, one value for every row or a list of them.
    """
    columns: dict[str, object] = {
        "snapshot_date": "2026-05-04",
        "occ_ticker": [f"O:SPXW260505{'CP'[at % 2]}{(7200 + 5 * (at // 2)) * 1000:08d}" for at in range(count)],
        "shares_per_contract": 100,
        "open_interest": [10 * at for at in range(count)],
        "implied_volatility": None, "delta": None, "gamma": None,
        "day_volume": 3.0, "day_last_updated_et": "2026-05-04T00:00:00-04:00",
        "last_trade_price": 20.5,
        "last_trade_ts_et": [f"2026-05-04T15:59:0{at % 10}.{at:09d}-04:00" for at in range(count)],
        "last_quote_bid": None, "last_quote_ask": None, "last_quote_ts_et": None,
        "underlying_price": None, "underlying_last_updated_et": None,
        **changes,
    }  # fmt: skip
    rows = {name: value if isinstance(value, list) else [value] * count for name, value in columns.items()}
    buffer = io.BytesIO()
    pq.write_table(pa.table(rows), buffer)
    return buffer.getvalue()


def session_bars(symbol: str, days: Mapping[str, float], count: int = 390, clock: str = "09:30") -> MinuteBars:
    """Bars of sessions: `count` minutes a day that climb one cent a minute from the day's price on."""
    starts = [at_exchange(day, clock) + at * NANOS_PER_MINUTE for day in days for at in range(count)]
    closes = np.array([first + at / 100 for first in days.values() for at in range(count)])
    return MinuteBars(
        symbol=symbol, start=np.array(starts, dtype=np.int64), open=closes - 0.01, high=closes + 0.05,
        low=closes - 0.06, close=closes, volume=np.full(closes.size, 3.0), dropped=0,
    )  # fmt: skip


def quoted(
    day: str, clock: str, price: float | None = 6000.0, underlying: str = "SPX", remarks: tuple[str, ...] = ()
) -> QuotedChain:
    """A chain of two contracts."""
    root = "SPXW" if underlying == "SPX" else underlying
    rows = [ChainRow(contract=f"{root}250117{right}05900000", bid=1.0, open_interest=5) for right in "CP"]
    name = Path(f"{underlying}_{day}.csv")
    return QuotedChain.build(name, rows, at_exchange(day, clock), price, remarks=remarks)
