"""Reader of minute bars of an underlying: CSV (plain or gzip) and Parquet."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spxcc.feeds.files.content import GZIP_MAGIC, PARQUET_MAGIC, ZIP_MAGIC, read_bytes
from spxcc.feeds.files.errors import DataFileError

if TYPE_CHECKING:
    import pandas as pd

_TIME_NAMES = ("timestamp", "datetime", "date", "time")
_PRICES = ("open", "high", "low", "close")
_TICKERS = {"gspc": "SPX", "spx": "SPX", "spy": "SPY", "vix": "VIX", "es": "ES"}
_MINUTE_NS = 60_000_000_000


@dataclass(frozen=True)
class MinuteBars:
    """Columns of minute bars, oldest first, `start` in nanoseconds; `dropped` rows could not be used."""

    symbol: str
    start: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]
    dropped: int

    def __len__(self) -> int:
        return int(self.start.size)


def read_minute_bars(path: Path, symbol: str | None = None) -> MinuteBars:
    """Minute bars of a file. `symbol` overrides what its content or name says.

    Rows with a missing, non-finite or impossible price (high below low) are dropped and counted; of rows with one start
    the last wins. Raises `DataFileError` for other intervals, naive times, missing columns, or an unknown symbol.
    """
    frame = _load(path)
    ticker = symbol or _symbol(path, frame)
    times = _times(path, frame)
    columns = _columns(path, frame)
    frame = columns.assign(start=times).dropna(subset=["start", *_PRICES])
    finite = np.isfinite(frame[list(_PRICES)].to_numpy(dtype=float)).all(axis=1)
    sane = (frame["high"] >= frame["low"]) & (frame["low"] > 0)
    good = frame[finite & sane.to_numpy()].drop_duplicates("start", keep="last").sort_values("start")
    if good.empty:
        raise DataFileError(path, "no_rows", "bars", "none that could be read", "check the file")
    start = good["start"].to_numpy(dtype=np.int64)
    _check_interval(path, start)
    volume = good["volume"].fillna(0.0) if "volume" in good else good["close"] * 0.0
    prices = {name: good[name].to_numpy(dtype=np.float64) for name in _PRICES}
    return MinuteBars(
        symbol=ticker,
        start=start,
        volume=volume.to_numpy(dtype=np.float64),
        dropped=len(columns) - len(good),
        **prices,
    )


def _load(path: Path) -> "pd.DataFrame":
    import pandas as pd  # slow to import: only who reads such a file pays for it

    raw = read_bytes(path)
    named_parquet = path.suffix == ".parquet"
    if named_parquet != raw.startswith(PARQUET_MAGIC):
        found = "Parquet data" if raw.startswith(PARQUET_MAGIC) else "something else"
        raise DataFileError(
            path, "mislabelled", f"content of a {path.suffix} file", found, "give the file its right name"
        )
    if raw.startswith((ZIP_MAGIC, GZIP_MAGIC)):
        raise DataFileError(path, "mislabelled", "bars as CSV or Parquet", "an archive", "unpack it first")
    try:
        if named_parquet:
            frame = pd.read_parquet(io.BytesIO(raw))
            return frame if any(str(name).lower() in _TIME_NAMES for name in frame.columns) else frame.reset_index()
        return pd.read_csv(io.BytesIO(raw), low_memory=False)
    except (ValueError, OSError) as error:
        raise DataFileError(path, "unreadable", "bars as CSV or Parquet", str(error)[:80], "check the file") from None


def _symbol(path: Path, frame: "pd.DataFrame") -> str:
    words = [str(cell).strip("^").lower() for cell in frame.iloc[:1].to_numpy().ravel() if isinstance(cell, str)]
    words += re.split(r"[^a-z]+", path.name.lower())
    for word in words:
        if word in _TICKERS:
            return _TICKERS[word]
    raise DataFileError(
        path, "no_symbol", "a symbol in the file or its name", "none known", "rename it, e.g. spy_1min.csv"
    )


def _times(path: Path, frame: "pd.DataFrame") -> "pd.Series[int]":
    import pandas as pd

    name = next((column for column in frame.columns if str(column).lower() in _TIME_NAMES), None)
    if name is None:
        raise DataFileError(path, "no_time", f"a column {'/'.join(_TIME_NAMES)}", "none", "check the head line")
    column = frame[name]
    if not isinstance(column.dtype, pd.DatetimeTZDtype):
        text = column.astype("string")
        zoned = text.str.contains(r"(?:[+-]\d{2}:?\d{2}|Z)$", regex=True, na=False)
        if not zoned.any():
            raise DataFileError(path, "naive_time", "times with a UTC offset", "times without", "add the offset")
        column = pd.to_datetime(text.where(zoned), utc=True, errors="coerce")
    utc = column.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[ns]")
    return utc.astype("int64").where(utc.notna()).astype("Int64")


def _columns(path: Path, frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    lower = frame.rename(columns={name: str(name).lower() for name in frame.columns})
    missing = [name for name in _PRICES if name not in lower]
    if missing:
        raise DataFileError(
            path, "no_prices", "columns open, high, low, close", f"no {missing[0]}", "check the head line"
        )
    wanted = [name for name in (*_PRICES, "volume") if name in lower]
    return lower[wanted].apply(pd.to_numeric, errors="coerce")


def _check_interval(path: Path, start: NDArray[np.int64]) -> None:
    if start.size < 2:
        return
    step = int(np.median(np.diff(start)))
    if step != _MINUTE_NS:
        raise DataFileError(
            path, "not_minutes", "one-minute bars", f"bars {step / 1e9:.0f} s apart", "give a file of minute bars"
        )
