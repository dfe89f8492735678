"""Reader of minute bars of an underlying: CSV (plain or gzip) and Parquet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.tables import Table, read_table
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

_TIME_NAMES = ("timestamp", "datetime", "date", "time")
_PRICES = ("open", "high", "low", "close")
_TICKERS = {"gspc": "SPX", "spx": "SPX", "spy": "SPY", "vix": "VIX", "es": "ES"}
_OPTION = re.compile(r"[A-Z]{1,6}\d{6}[CP]\d{8}", re.ASCII)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class MinuteBars:
    """Columns of minute bars, oldest first, `start` in nanoseconds.

    `dropped` rows could not be used; `example` says which was the first and why, empty without one.
    """

    symbol: str
    start: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]
    dropped: int
    example: str = ""

    def __len__(self) -> int:
        return int(self.start.size)

    def between(self, first: UnixNanos, end: UnixNanos) -> range:
        """Places of the bars that start at `first` or later and before `end`."""
        return range(
            int(np.searchsorted(self.start, first, side="left")), int(np.searchsorted(self.start, end, side="left"))
        )


def read_minute_bars(path: Path, symbol: str | None = None) -> MinuteBars:
    """Minute bars of a file. `symbol` overrides what its content or name says. Raises as `minute_bars` does."""
    return minute_bars(read_table(path), symbol)


def minute_bars(table: Table, symbol: str | None = None) -> MinuteBars:
    """Minute bars of a table.

    Rows without a time or price, with an impossible one (high below low, open or close outside them), with a volume
    that is none, or that start off the minute are dropped and counted; of rows with one start the last counts. A volume
    that is absent is 0. Raises `DataFileError` for other intervals, naive times, missing columns, several symbols or an
    unknown one.
    """
    path = table.path
    if not len(table):
        raise DataFileError(path, "no_rows", "bars", "no row", "check the file")
    ticker = symbol or _symbol(path, table)
    known, start = _starts(path, table)
    prices = [_prices(path, table, name) for name in _PRICES]
    volume, counted = _volumes(table)
    there = np.asarray(np.isfinite(np.array(prices)).all(axis=0), dtype=np.bool_)
    _check_interval(path, start[known & _sane(prices)])
    faults: list[tuple[str, Flags]] = [
        ("no time with a UTC offset", ~known),
        ("no price", ~there),
        ("impossible prices", ~_sane(prices)),
        ("a volume that is none", ~counted),
        ("not at a whole minute", start % NANOS_PER_MINUTE != 0),
    ]
    again = _seen_again(start, ~_any(faults))
    return _taken(path, ticker, start, [*prices, volume], [*faults, ("a later row of this minute counts", again)])


def merged_bars(files: Iterable[MinuteBars]) -> list[MinuteBars]:
    """One `MinuteBars` for each symbol; of bars with one start that of the later file counts."""
    by_symbol: dict[str, list[MinuteBars]] = {}
    for bars in files:
        by_symbol.setdefault(bars.symbol, []).append(bars)
    return [several[0] if len(several) == 1 else _joined(several) for several in by_symbol.values()]


def _joined(several: Sequence[MinuteBars]) -> MinuteBars:
    start = np.concatenate([bars.start for bars in several])
    order = np.argsort(start, kind="stable")
    keep = order[np.append(np.diff(start[order]) != 0, True)]
    columns = {name: np.concatenate([getattr(bars, name) for bars in several])[keep] for name in (*_PRICES, "volume")}
    example = next((bars.example for bars in several if bars.example), "")
    return MinuteBars(
        several[0].symbol, start[keep], **columns, dropped=sum(b.dropped for b in several), example=example
    )


def _taken(
    path: Path,
    symbol: str,
    start: NDArray[np.int64],
    columns: Sequence[NDArray[np.float64]],
    faults: Sequence[tuple[str, Flags]],
) -> MinuteBars:
    """The rows without a fault, oldest first."""
    bad = _any(faults)
    example = ""
    if bad.any():
        first = int(np.argmax(bad))
        why = next(name for name, flags in faults if flags[first])
        example = f"row {first + 1} of {path.name}: {why}"
    good = np.flatnonzero(~bad)
    if not good.size:
        raise DataFileError(path, "no_rows", "bars", f"none that could be read; {example}", "check the file")
    good = good[np.argsort(start[good], kind="stable")]
    open_, high, low, close, volume = (column[good] for column in columns)
    return MinuteBars(symbol, start[good], open_, high, low, close, volume, int(bad.sum()), example)


def _any(faults: Sequence[tuple[str, Flags]]) -> Flags:
    return np.asarray(np.logical_or.reduce([flags for _, flags in faults]), dtype=np.bool_)


def _symbol(path: Path, table: Table) -> str:
    several = next((table.words(name) for name in ("symbol", "ticker") if table.has(name)), ())
    if len(several) > 1:
        raise DataFileError(
            path, "mixed_symbols", "one symbol", f"{several[0]}, {several[1]}", "split the file by symbol"
        )
    words = [cell.strip("^").lower() for cell in table.first_words]
    if _OPTION.search(path.name) or any(_OPTION.search(cell.upper()) for cell in table.first_words):
        raise DataFileError(path, "option_bars", "bars of an underlying", "bars of an option", "give another file")
    words += re.split(r"[^a-z]+", path.name.lower())
    for word in words:
        if word in _TICKERS:
            return _TICKERS[word]
    raise DataFileError(
        path, "no_symbol", "a symbol in the file or its name", "none known", "rename it, e.g. spy_1min.csv"
    )


def _starts(path: Path, table: Table) -> tuple[Flags, NDArray[np.int64]]:
    name = next((name for name in _TIME_NAMES if table.has(name)), None)
    if name is None:
        raise DataFileError(path, "no_time", f"a column {'/'.join(_TIME_NAMES)}", "none", "check the head line")
    times = table.times(name)
    if times is None:
        raise DataFileError(path, "naive_time", "times with a UTC offset", "times without", "add the offset")
    return times


def _prices(path: Path, table: Table, name: str) -> NDArray[np.float64]:
    if not table.has(name):
        raise DataFileError(path, "no_prices", "columns open, high, low, close", f"no {name}", "check the head line")
    return table.numbers(name)


def _volumes(table: Table) -> tuple[NDArray[np.float64], Flags]:
    """Volumes, and where they are counts or absent."""
    if not table.has("volume"):
        return np.zeros(len(table)), np.ones(len(table), dtype=np.bool_)
    volume, absent = table.numbers("volume"), table.absent("volume")
    volume = np.where(absent, 0.0, volume)
    return volume, np.isfinite(volume) & (volume >= 0)


def _sane(prices: Sequence[NDArray[np.float64]]) -> Flags:
    open_, high, low, close = prices
    with np.errstate(invalid="ignore"):
        sane = (low > 0) & (low <= np.minimum(open_, close)) & (high >= np.maximum(open_, close))
    return np.asarray(sane, dtype=np.bool_)


def _seen_again(start: NDArray[np.int64], among: Flags) -> Flags:
    """Where a later row of `among` has the same start."""
    places = np.flatnonzero(among)[::-1]
    again = np.zeros(start.size, dtype=np.bool_)
    again[places] = True
    again[places[np.unique(start[places], return_index=True)[1]]] = False
    return again


def _check_interval(path: Path, start: NDArray[np.int64]) -> None:
    steps = np.diff(np.unique(start))
    if not steps.size:
        return
    step = int(np.median(steps))
    if step != NANOS_PER_MINUTE:
        found = f"bars {step / NANOS_PER_SECOND:.0f} s apart"
        raise DataFileError(path, "not_minutes", "one-minute bars", found, "give a file of minute bars")
