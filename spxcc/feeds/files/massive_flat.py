"""Reader of Massive's flat files of minute aggregates (stocks, indices): a day of every symbol as CSV, gzipped or not.

Columns: ticker, open, close, high, low, window_start (nanoseconds), of stocks volume and transactions too.
"""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from spxcc.feeds.files.bars import MinuteBars, minute_bars
from spxcc.feeds.files.content import read_bytes
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.tables import Table

if TYPE_CHECKING:
    import pandas as pd

SYMBOLS = {"I:SPX": "SPX", "SPY": "SPY", "I:VIX": "VIX"}
"""Tickers that are read, and what they are called here; such a file has thousands."""
TICKER, START = "ticker", "window_start"
_OURS = re.compile(rb"^(?:%s),.*$" % "|".join(SYMBOLS).encode(), re.MULTILINE)


def is_flat_file(head: bytes) -> bool:
    """Whether a file that begins so is one of Massive's aggregates."""
    names = head.partition(b"\n")[0].strip().split(b",")
    return names[0] == TICKER.encode() and START.encode() in names


def read_flat_file(path: Path) -> list[MinuteBars]:
    """Minute bars of the known symbols in it. Raises `DataFileError` for a file without any, and a broken one."""
    raw = read_bytes(path)
    lines = [raw.partition(b"\n")[0].strip(), *(found[0].strip() for found in _OURS.finditer(raw))]
    if len(lines) == 1:
        raise DataFileError(
            path, "no_symbol", f"minutes of {', '.join(SYMBOLS)}", "none of them",
            "give the file of minute aggregates of stocks or indices",
        )  # fmt: skip
    frame = _frame(path, b"\n".join(lines))
    return [minute_bars(_table(path, rows), SYMBOLS[str(ticker)]) for ticker, rows in frame.groupby(TICKER)]


def _frame(path: Path, text: bytes) -> "pd.DataFrame":
    import pandas as pd  # slow to import: only who reads such a file pays for it

    try:
        frame = pd.read_csv(io.BytesIO(text), low_memory=False)
        frame["timestamp"] = pd.to_datetime(pd.to_numeric(frame[START], errors="coerce"), utc=True, errors="coerce")
    except (ValueError, TypeError, ArithmeticError, LookupError) as error:
        raise DataFileError(path, "unreadable", "minute aggregates", str(error), "download it again") from None
    return frame


def _table(path: Path, rows: "pd.DataFrame") -> Table:
    rows = rows.drop(columns=[TICKER, START]).reset_index(drop=True)
    return Table(path, {str(name): rows[name] for name in rows.columns}, (), len(rows))
