"""What a path holds."""

from pathlib import Path

import pytest

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.sources import open_sources
from spxcc.market.session import at_exchange
from tests.feeds.files.making import (
    csv_bars,
    index_lines,
    lean_name,
    minutes_of,
    options,
    pair,
    parquet_bars,
    parquet_chain,
    table,
    write,
    write_zip,
)

STARTS = minutes_of("2025-01-06", 3)


def code_of(*paths: Path) -> str:
    with pytest.raises(DataFileError) as error:
        open_sources(paths)
    return error.value.code


def test_files_are_known_by_their_content(tmp_path: Path) -> None:
    instants = [at_exchange("2025-01-06", "09:30")]
    found = open_sources(
        [
            write(tmp_path / "spy.csv.gz", csv_bars(STARTS, [1.0, 2.0, 3.0])),
            write(tmp_path / "spx.parquet", parquet_bars(instants, [1.0])),
            write(tmp_path / "chain.txt", table([pair(5900)])),
            write(tmp_path / "other.gz", options(2)),
            write(tmp_path / "wide.csv", table([pair(5900)]).encode("utf-16")),
            write(tmp_path / "whole.parquet", parquet_chain(4)),
            write_zip(tmp_path / "20210104_trade.zip", {"20210104_spx_minute_trade.csv": index_lines(1)}),
        ]
    )
    assert [bars.symbol for bars in found.bars] == ["SPY", "SPX"]
    assert [chain.underlying for chain in found.chains] == ["SPX", "SPY", "SPX", "SPX"]
    assert [path.name for path in found.lean] == ["20210104_trade.zip"]


def test_a_directory_stands_for_the_lean_archives_below_it(tmp_path: Path) -> None:
    for name in (
        "index/usa/minute/spx/20210105_trade.zip", "index/usa/minute/spx/20210104_trade.zip",
        "indexoption/usa/minute/spxw/20210104_quote_european.zip.zip", "index/usa/daily/spx.zip",
        "indexoption/usa/minute/spxw/20210106_quote_european.zip", "equity/usa/minute/spy/20210107_trade.zip",
        "index/usa/minute/spx/20211304_trade.zip",
    ):  # fmt: skip
        write_zip(tmp_path / name, {lean_name("20210104", "quote"): ""})
    write(tmp_path / "notes.csv", "a,b\n")
    found = open_sources([tmp_path])
    assert sorted(path.name for path in found.lean) == [
        "20210104_quote_european.zip.zip", "20210104_trade.zip", "20210105_trade.zip", "20210106_quote_european.zip",
    ]  # fmt: skip
    assert found.lean_bar_dates() == ["2021-01-04", "2021-01-05"]
    assert sorted(path.name for path in found.lean_of("2021-01-04")) == [
        "20210104_quote_european.zip.zip", "20210104_trade.zip",
    ]  # fmt: skip


def test_archives_of_a_directory_are_not_opened_before_they_are_needed(tmp_path: Path) -> None:
    write(tmp_path / "20210104_trade.zip", b"broken")
    assert len(open_sources([tmp_path]).lean) == 1


@pytest.mark.parametrize("name", ["gone.csv", "20210104_trade.zip", "gone.parquet", "gone/"])
def test_a_missing_path(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path / name) == "unreadable"


def test_a_directory_without_archives(tmp_path: Path) -> None:
    write(tmp_path / "spy.csv", csv_bars(STARTS, [1.0, 2.0, 3.0]))
    with pytest.raises(DataFileError, match="expected LEAN minute archives below it, found none") as error:
        open_sources([tmp_path])
    assert error.value.code == "no_archives"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", b"", "empty"), ("x.csv", b"no table at all", "unknown_kind"),
        ("x.bin", bytes(range(32)), "unknown_kind"),
        ("spx.zip", b"PK\x03\x04,", "not_lean"), ("spx.zip", b"PK\x03\x04", "not_lean"),
        ("x.csv", b"PAR1,", "mislabelled"), ("x.parquet", b"a,b", "mislabelled"), ("x.json", b"[1", "not_cboe_json"),
        ("x.csv", b"Last: 5,", "not_a_cboe_chain"), ("20210104_trade.zip", b"", None),
    ],
)  # fmt: skip
def test_what_is_none_of_them(tmp_path: Path, name: str, content: bytes, code: str | None) -> None:
    path = write(tmp_path / name, content)
    if code is None:
        assert open_sources([path]).lean == [path]
    else:
        assert code_of(path) == code


def test_the_first_bad_path_ends_it(tmp_path: Path) -> None:
    good = write(tmp_path / "spy.csv", csv_bars(STARTS, [1.0, 2.0, 3.0]))
    with pytest.raises(DataFileError, match=r"b\.csv"):
        open_sources([good, write(tmp_path / "b.csv", b""), tmp_path / "gone"])


def test_the_given_time_reaches_the_chains(tmp_path: Path) -> None:
    path = write(tmp_path / "chain.csv", table([pair(5900)], date_line="Date: 4 June 4, 3:15 PM EDT,Bid: 1"))
    as_of = at_exchange("2025-01-06", "16:15")
    assert open_sources([path], as_of).chains[0].quoted_at == as_of
    assert code_of(path) == "no_date"
