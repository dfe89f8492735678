"""Bytes of files, whatever their wrapping."""

import gzip
from pathlib import Path

import pytest

from spxcc.feeds.files.content import check_parquet, read_bytes, read_text, zip_members
from spxcc.feeds.files.errors import DataFileError
from tests.feeds.files.making import write, write_zip


def code_of(error: pytest.ExceptionInfo[DataFileError]) -> str:
    return error.value.code


def test_plain_and_gzip_are_the_same_whatever_the_name(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_bytes(b"abc")
    (tmp_path / "zipped.csv").write_bytes(gzip.compress(b"abc"))
    assert read_bytes(tmp_path / "plain.gz") == read_bytes(tmp_path / "zipped.csv") == b"abc"


def test_a_missing_file_a_directory_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.csv: expected a readable file, found No such file") as missing:
        read_bytes(tmp_path / "none.csv")
    with pytest.raises(DataFileError, match=r"found Is a directory"):
        read_bytes(tmp_path)
    for name in ("empty.csv", "empty.csv.gz"):
        with pytest.raises(DataFileError) as empty:
            read_bytes(write(tmp_path / name, b""))
        assert code_of(empty) == "empty"
    assert code_of(missing) == "unreadable"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_truncated_gzip(tmp_path: Path, keep: float) -> None:
    whole = gzip.compress(bytes(range(256)) * 40)
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(DataFileError, match="cut or damaged") as cut:
        read_bytes(path)
    assert code_of(cut) == "truncated"


def test_a_damaged_gzip(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(bytes(range(256)) * 40))
    whole[len(whole) // 2] ^= 0xFF
    path = tmp_path / "flipped.csv.gz"
    path.write_bytes(bytes(whole))
    with pytest.raises(DataFileError) as damaged:
        read_bytes(path)
    assert code_of(damaged) == "truncated"


def test_text_is_what_its_mark_says_else_utf8_else_western(tmp_path: Path) -> None:
    assert read_text(write(tmp_path / "a", b"\xef\xbb\xbfDate")) == "Date"
    assert read_text(write(tmp_path / "b", "März".encode())) == "März"
    assert read_text(write(tmp_path / "c", "März".encode("cp1252"))) == "März"
    assert read_text(write(tmp_path / "d", "März".encode("utf-16"))) == "März"


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04rest", b"PAR1rest", b"a,b\x00c", gzip.compress(b"a")], ids=["zip", "parquet", "NUL", "gzip"]
)
def test_binary_content_is_no_text(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(DataFileError) as mislabelled:
        read_text(write(tmp_path / "chain.csv.gz", raw))
    assert code_of(mislabelled) == "mislabelled"


def test_members_of_a_zip_come_by_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip.zip", {"b.csv": "2", "a.csv": "1"})
    assert list(zip_members(path)) == [("a.csv", "1"), ("b.csv", "2")]


def test_what_is_no_zip_and_what_is_half_of_one(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as other:
        list(zip_members(write(tmp_path / "a.zip", b"time,open\n1,2\n")))
    whole = write_zip(tmp_path / "b.zip", {"a.csv": "1,2,3\n" * 500}).read_bytes()
    with pytest.raises(DataFileError) as cut:
        list(zip_members(write(tmp_path / "c.zip", whole[: len(whole) // 2])))
    assert (code_of(other), code_of(cut)) == ("not_a_zip", "truncated")


def test_a_zip_with_a_damaged_member(tmp_path: Path) -> None:
    whole = bytearray(write_zip(tmp_path / "a.zip", {"a.csv": "".join(str(at) for at in range(900))}).read_bytes())
    whole[60] ^= 0xFF
    with pytest.raises(DataFileError) as damaged:
        list(zip_members(write(tmp_path / "b.zip", bytes(whole))))
    assert code_of(damaged) == "truncated"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.parquet", b"PAR1 data PAR1", None), ("a.csv", b"a,b", None), ("a.csv", b"PAR1 data PAR1", "mislabelled"),
        ("a.parquet", b"a,b", "mislabelled"), ("a.parquet", b"PAR1 da", "truncated"),
        ("a.parquet", b"PAR1", "truncated"),
    ],
)  # fmt: skip
def test_parquet_is_whole_and_named_so(name: str, raw: bytes, code: str | None) -> None:
    if code is None:
        check_parquet(Path(name), raw)
        return
    with pytest.raises(DataFileError) as error:
        check_parquet(Path(name), raw)
    assert code_of(error) == code
