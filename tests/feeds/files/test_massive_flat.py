"""Massive's flat files of minute aggregates."""

import gzip
from pathlib import Path

import pytest

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.massive_flat import is_flat_file, read_flat_file
from spxcc.feeds.files.replay import load_script
from spxcc.feeds.files.sources import open_sources
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE

OPEN = at_exchange("2025-01-06", "09:30")
STOCKS = "ticker,volume,open,close,high,low,window_start,transactions"
INDICES = "ticker,open,close,high,low,window_start"


def stock(ticker: str, minute: int, close: float, volume: int = 500) -> str:
    return f"{ticker},{volume},{close},{close},{close + 0.5},{close - 0.5},{OPEN + minute * NANOS_PER_MINUTE},12"


def index(ticker: str, minute: int, close: float) -> str:
    return f"{ticker},{close},{close},{close + 0.5},{close - 0.5},{OPEN + minute * NANOS_PER_MINUTE}"


def written(path: Path, *lines: str) -> Path:
    path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode()))
    return path


def test_of_thousands_of_symbols_the_known_ones_are_read(tmp_path: Path) -> None:
    rows = [stock("A", 0, 100.0), stock("SPY", 1, 592.0), stock("SPY", 0, 591.0), stock("SPYG", 0, 90.0)]
    (spy,) = read_flat_file(written(tmp_path / "2025-01-06.csv.gz", STOCKS, *rows))
    assert (spy.symbol, spy.start.tolist(), spy.dropped) == ("SPY", [OPEN, OPEN + NANOS_PER_MINUTE], 0)
    assert (spy.close.tolist(), spy.volume.tolist()) == ([591.0, 592.0], [500.0, 500.0])
    rows = [index("I:SPX", 0, 5960.0), index("I:SPXEW", 0, 7000.0), index("I:VIX", 0, 16.0)]
    found = read_flat_file(written(tmp_path / "indices.csv.gz", INDICES, *rows))
    assert [(bars.symbol, bars.close.tolist(), bars.volume.tolist()) for bars in found] == [
        ("SPX", [5960.0], [0.0]), ("VIX", [16.0], [0.0]),
    ]  # fmt: skip


def test_rows_without_a_time_or_price_are_dropped_and_counted(tmp_path: Path) -> None:
    rows = [stock("SPY", 0, 591.0), "SPY,1,x,1,1,1,,1", stock("SPY", 1, -5.0)]
    (spy,) = read_flat_file(written(tmp_path / "a.csv.gz", STOCKS, *rows))
    assert (len(spy), spy.dropped) == (1, 2)


def test_f54_flat_files_of_a_day_are_a_session(tmp_path: Path) -> None:
    stocks = written(tmp_path / "2025-01-06.csv.gz", STOCKS, *(stock("SPY", at, 591.0 + at) for at in range(5)))
    indices = written(tmp_path / "i.csv.gz", INDICES, *(index("I:SPX", at, 5960.0 + at) for at in range(5)))
    assert sorted(bars.symbol for bars in open_sources([stocks, indices]).bars) == ["SPX", "SPY"]
    assert load_script([stocks, indices], None, None).date == "2025-01-06"


def test_a_file_without_a_known_symbol_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="I:SPX, SPY, I:VIX") as error:
        read_flat_file(written(tmp_path / "o.csv.gz", STOCKS, stock("O:SPY250902C00625000", 0, 1.5)))
    assert error.value.code == "no_symbol"
    with pytest.raises(DataFileError):
        read_flat_file(written(tmp_path / "b.csv.gz", "ticker,window_start", "SPY,1"))


def test_other_tables_are_none(tmp_path: Path) -> None:
    assert is_flat_file(f"{INDICES}\r\n".encode())
    assert not is_flat_file(b"timestamp,open,high,low,close\n")
    assert not is_flat_file(b"ticker,open\n")
