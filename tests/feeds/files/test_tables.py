"""CSV and Parquet as columns."""

import contextlib
import io
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.tables import Table, read_table
from tests.feeds.files.making import parquet_bars, write


def csv(tmp_path: Path, text: str) -> Table:
    return read_table(write(tmp_path / "spx.csv", text))


def parquet(tmp_path: Path, frame: pd.DataFrame) -> Table:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return read_table(write(tmp_path / "spx.parquet", buffer.getvalue()))


def test_columns_are_found_in_any_case_and_the_first_of_a_name_counts(tmp_path: Path) -> None:
    table = csv(tmp_path, "Open, CLOSE ,open\n1,2,3\n4,5,6\n")
    assert table.has("open")
    assert not table.has("Open")
    assert table.numbers("open").tolist() == [1.0, 4.0]
    assert table.numbers("close").tolist() == [2.0, 5.0]
    assert len(table) == 2


def test_numbers_are_exact_and_what_is_none_is_nan(tmp_path: Path) -> None:
    table = csv(tmp_path, "a,b\n6326.89990234375,x\n0.1,2\n,inf\n")
    assert table.numbers("a").tolist()[:2] == [6326.89990234375, 0.1]
    assert table.absent("a").tolist() == [False, False, True]
    assert np.isnan(table.numbers("b")[0])
    assert table.numbers("b").tolist()[1:] == [2.0, np.inf]


def test_a_line_of_tickers_under_the_head_is_no_row(tmp_path: Path) -> None:
    table = csv(tmp_path, "Datetime,Open,Close\n,^GSPC,^GSPC\n2025-07-23 13:30:00+00:00,1,2\n")
    assert (len(table), table.first_words) == (1, ("^GSPC", "^GSPC"))


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-06 09:30:00-05:00", "2025-01-06T14:30:00Z", "2025-01-06T14:30:00+0000", "2025-01-06 14:30+00",
        "2025-01-06T15:30:00.000+01:00", " 2025-01-06 14:30:00+00:00 ",
    ],
)  # fmt: skip
def test_times_with_an_offset(tmp_path: Path, text: str) -> None:
    times = csv(tmp_path, f"t,a\n{text},1\nlater,2\n").times("t")
    assert times is not None
    known, stamps = times
    assert known.tolist() == [True, False]
    assert stamps.tolist() == [1_736_173_800 * 10**9, 0]


@pytest.mark.parametrize("text", ["2025-01-06 09:30:00", "2025-01-06", "1736173800", "06-01-2025", "09:30", "x"])
def test_times_without_an_offset_are_none(tmp_path: Path, text: str) -> None:
    assert csv(tmp_path, f"t,a\n{text},1\n{text},2\n").times("t") is None


def test_mixed_times_keep_those_with_an_offset(tmp_path: Path) -> None:
    times = csv(tmp_path, "t,a\n2025-01-06 14:30:00+00:00,1\n2025-01-06 14:31:00,2\n,3\n").times("t")
    assert times is not None
    assert times[0].tolist() == [True, False, False]


def test_times_out_of_reach_are_unknown(tmp_path: Path) -> None:
    times = csv(tmp_path, "t,a\n2025-01-06 14:30:00+00:00,1\n9999-12-31 00:00:00+00:00,2\n").times("t")
    assert times is not None
    assert times[0].tolist() == [True, False]


UNITS: tuple[Literal["s", "ms", "us", "ns"], ...] = ("s", "ms", "us", "ns")


@pytest.mark.parametrize("unit", UNITS)
def test_parquet_times_of_any_unit_and_zone(tmp_path: Path, unit: Literal["s", "ms", "us", "ns"]) -> None:
    stamps = pd.to_datetime(["2025-01-06 09:30", "NaT"]).as_unit(unit).tz_localize("America/New_York")
    times = parquet(tmp_path, pd.DataFrame({"timestamp": stamps, "a": [1, 2]})).times("timestamp")
    assert times is not None
    assert (times[0].tolist(), times[1].tolist()) == ([True, False], [1_736_173_800 * 10**9, 0])


def test_naive_parquet_times_are_none(tmp_path: Path) -> None:
    frame = pd.DataFrame({"timestamp": pd.to_datetime(["2025-01-06 09:30"]), "a": [1]})
    assert parquet(tmp_path, frame).times("timestamp") is None


def test_a_named_index_is_a_column(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1]}, index=pd.DatetimeIndex(["2025-01-06 14:30+00:00"], name="Datetime"))
    assert parquet(tmp_path, frame).has("datetime")
    assert not parquet(tmp_path, pd.DataFrame({"a": [1]})).has("index")


def test_words_of_a_column(tmp_path: Path) -> None:
    assert csv(tmp_path, "symbol,a\nSPY,1\n,2\nSPX,3\nSPY,4\n").words("symbol") == ("SPY", "SPX")


@pytest.mark.parametrize("column", [[[1], [2]], [b"\xff", b"a"], [{"a": 1}, {"a": 2}]], ids=["lists", "bytes", "dicts"])
def test_columns_of_other_things_hold_no_numbers_and_no_times(tmp_path: Path, column: list[object]) -> None:
    table = parquet(tmp_path, pd.DataFrame({"open": column}))
    for ask in (table.numbers, table.times):
        with contextlib.suppress(DataFileError):
            found = ask("open")
            assert found is None or np.isnan(found).all()


def code_of(path: Path) -> str:
    with pytest.raises(DataFileError) as error:
        read_table(path)
    return error.value.code


def test_a_mislabelled_file_is_named_by_both(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"expected content of a \.csv file, found Parquet data") as parquet_data:
        read_table(write(tmp_path / "spx.csv", parquet_bars([0], [1.0])))
    assert parquet_data.value.code == "mislabelled"
    assert code_of(write(tmp_path / "a.parquet", "a,b\n1,2\n")) == "mislabelled"
    assert code_of(write(tmp_path / "b.csv", b"PK\x03\x04zip")) == "mislabelled"
    assert code_of(write(tmp_path / "c.parquet.gz", parquet_bars([0], [1.0]))) == "mislabelled"


def test_half_a_parquet_file(tmp_path: Path) -> None:
    whole = parquet_bars(list(range(0, 10**12, 10**9)), [1.0] * 1000)
    for keep in (8, len(whole) // 2, len(whole) - 4):
        assert code_of(write(tmp_path / "cut.parquet", whole[:keep])) == "truncated"


@pytest.mark.parametrize("text", ["a,b\n1,2\n1,2,3\n", '"', "\n\n\n"], ids=["ragged", "open quote", "blank"])
def test_what_is_no_table(tmp_path: Path, text: str) -> None:
    assert code_of(write(tmp_path / "spx.csv", text)) == "unreadable"


def test_a_head_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert len(csv(tmp_path, "Datetime,Open\n")) == 0
