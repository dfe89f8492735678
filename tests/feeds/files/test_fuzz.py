"""Whatever a file holds, the readers give a value or a `DataFileError`, never another exception."""

import contextlib
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spxcc.feeds.files.assemble import NothingToReplay
from spxcc.feeds.files.bars import read_minute_bars
from spxcc.feeds.files.cboe_csv import read_cboe_csv
from spxcc.feeds.files.cboe_json import read_cboe_json
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.lean import read_lean
from spxcc.feeds.files.replay import load_script
from tests.feeds.files.making import (
    csv_bars,
    index_lines,
    lean_name,
    minutes_of,
    options,
    pair,
    parquet_bars,
    table,
    write,
    write_zip,
)

NAMES = ("spx.csv", "spy.csv.gz", "spx.parquet", "chain.json", "20210104_trade.zip", "20210104_quote_european.zip", "x")
READERS: tuple[Callable[[Path], object], ...] = (
    read_minute_bars, read_cboe_csv, read_cboe_json, read_lean, lambda path: load_script([path]),
)  # fmt: skip
quietly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_by_all(path: Path) -> None:
    for reader in READERS:
        with contextlib.suppress(DataFileError, NothingToReplay):
            reader(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def wholes(folder: Path) -> list[bytes]:
    """Good files of every kind."""
    starts = [1_736_173_800 * 10**9 + at * 60 * 10**9 for at in range(40)]
    member = {lean_name("20210104", "quote"): "34200000,1,1,1,10000,5,1,1,1,20000,6\n" * 5}
    index = {"20210104_spx_minute_trade.csv": index_lines(30)}
    return [
        csv_bars(minutes_of("2025-01-06", 30), range(100, 130)).encode(),
        gzip.compress(csv_bars(minutes_of("2025-01-06", 30), range(100, 130)).encode()),
        parquet_bars(starts, [100.0] * 40),
        table([pair(5900), pair(5905)]).encode(),
        write(folder / "whole.json", options(3)).read_bytes(),
        write_zip(folder / "whole.zip", member).read_bytes(),
        write_zip(folder / "whole2.zip", index).read_bytes(),
    ]


heads = st.sampled_from(
    [b"", b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"{", b"Last: 5,\n", b"Datetime,Open,High,Low,Close\n"]
)


@quietly
@given(st.sampled_from(NAMES), heads, st.binary(max_size=200))
def test_any_bytes(folder: Path, name: str, head: bytes, tail: bytes) -> None:
    path = folder / name
    path.write_bytes(head + tail)
    read_by_all(path)


@quietly
@given(st.sampled_from(NAMES), heads, st.text(alphabet="0123456789,.:-+TZ\n\"'abSPXWC{}[]é ", max_size=300))
def test_any_text(folder: Path, name: str, head: bytes, tail: str) -> None:
    path = folder / name
    path.write_bytes(head + tail.encode())
    read_by_all(path)


@quietly
@given(st.data(), st.sampled_from(NAMES), st.integers(0, 6))
def test_good_files_with_a_wound(folder: Path, wholes: list[bytes], data: st.DataObject, name: str, kind: int) -> None:
    whole = wholes[kind]
    at = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=6))
    path = folder / name
    path.write_bytes(whole[:at] + junk + whole[at + data.draw(st.integers(0, 8)) :])
    read_by_all(path)


@quietly
@given(st.data(), st.sampled_from(NAMES), st.integers(0, 6))
def test_good_files_cut_short(folder: Path, wholes: list[bytes], data: st.DataObject, name: str, kind: int) -> None:
    whole = wholes[kind]
    path = folder / name
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    read_by_all(path)
