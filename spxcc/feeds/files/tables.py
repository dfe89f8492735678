"""Tables of bars as numpy columns: CSV and Parquet, by way of pandas."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spxcc.feeds.files.content import GZIP_MAGIC, PARQUET_MAGIC, ZIP_MAGIC, check_parquet, read_bytes
from spxcc.feeds.files.errors import DataFileError

if TYPE_CHECKING:
    import pandas as pd

_ZONED = r"\d:\d{2}.*(?:[+-]\d{2}(?::?\d{2})?|Z)$"
_FAULTS = (ValueError, TypeError, ArithmeticError, OSError, LookupError, NotImplementedError, RecursionError)
"""What pandas and the Parquet engine raise for content that is no table."""


@dataclass(frozen=True)
class Table:
    """Columns by lower-case name; `first_words` are the texts of the first row (or of a ticker line under the head)."""

    path: Path
    columns: dict[str, "pd.Series[Any]"]
    first_words: tuple[str, ...]
    rows: int

    def __len__(self) -> int:
        return self.rows

    def has(self, name: str) -> bool:
        """Whether there is a column `name`."""
        return name in self.columns

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as numbers; NaN where it holds none."""
        import pandas as pd

        try:
            return np.asarray(
                pd.to_numeric(self.columns[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
            )
        except _FAULTS as error:
            raise _unreadable(self.path, error) from None

    def words(self, name: str) -> tuple[str, ...]:
        """The different texts of a column, in order."""
        return tuple(str(each) for each in self.columns[name].dropna().astype("string").unique())

    def absent(self, name: str) -> NDArray[np.bool_]:
        """Where a column holds nothing."""
        return np.asarray(self.columns[name].isna().to_numpy(dtype=np.bool_))

    def times(self, name: str) -> tuple[NDArray[np.bool_], NDArray[np.int64]] | None:
        """Where a column holds an instant, and which, in nanoseconds (0 elsewhere); `None` if none has an offset."""
        import pandas as pd

        try:
            column = self.columns[name]
            if not isinstance(column.dtype, pd.DatetimeTZDtype):
                text = column.astype("string").str.strip()
                zoned = text.str.contains(_ZONED, regex=True, na=False)
                if not zoned.any():
                    return None
                column = pd.to_datetime(text.where(zoned), utc=True, errors="coerce", format="ISO8601")
            utc = column.dt.tz_convert("UTC").dt.tz_localize(None)
            known = utc.notna().to_numpy(dtype=np.bool_)
            stamps = utc.to_numpy(dtype="datetime64[us]")
            return _nanoseconds(known, stamps.astype(np.int64))
        except _FAULTS as error:
            raise _unreadable(self.path, error) from None


def read_table(path: Path) -> Table:
    """The table in a file. Raises `DataFileError` for one that is mislabelled or no table."""
    import pandas as pd  # slow to import: only who reads such a file pays for it

    raw = read_bytes(path)
    check_parquet(path, raw)
    if raw.startswith((ZIP_MAGIC, GZIP_MAGIC)):
        raise DataFileError(path, "mislabelled", "bars as CSV or Parquet", "an archive", "unpack it first")
    try:
        if raw.startswith(PARQUET_MAGIC):
            frame = pd.read_parquet(io.BytesIO(raw))
            frame = frame.reset_index(drop=frame.index.names == [None])
        else:
            frame = pd.read_csv(io.BytesIO(raw), low_memory=False)
        return _table(path, frame)
    except _FAULTS as error:
        raise _unreadable(path, error) from None


def _table(path: Path, frame: "pd.DataFrame") -> Table:
    words = tuple(cell for cell in frame.iloc[:1].to_numpy().ravel().tolist() if isinstance(cell, str))
    if len(frame) and frame.iloc[:1, 0].isna().all() and len(words) == frame.shape[1] - 1 > 0:
        frame = frame.iloc[1:].reset_index(drop=True)  # a line of tickers under the head
    columns: dict[str, pd.Series[Any]] = {}
    for at, name in enumerate(frame.columns):
        columns.setdefault(str(name).strip().lower(), frame.iloc[:, at])
    return Table(path, columns, words, len(frame))


def _nanoseconds(known: NDArray[np.bool_], micros: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    known = known & (np.abs(micros) < 2**63 // 1000)
    return known, np.where(known, micros, 0) * 1000


def _unreadable(path: Path, error: Exception) -> DataFileError:
    return DataFileError(path, "unreadable", "bars as CSV or Parquet", str(error), "check the file")
