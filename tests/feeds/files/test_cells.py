"""Cells as the site writes them and as spreadsheets save them again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.files.cells import DecimalMark, MixedMarksError, decimal_mark, number, split_cells


@pytest.mark.parametrize(
    ("cell", "mark", "expected"),
    [
        ("", ".", None), ("  ", ",", None), ("12.5", ".", 12.5), ("-0.5", ".", -0.5), ("1,250", ".", 1250.0),
        ("1,250.5", ".", 1250.5), ("12,345,678", ".", 12_345_678.0), ("1 250", ".", 1250.0), ("1\xa0250", ".", 1250.0),
        ("12,5", ",", 12.5), ("1.250,5", ",", 1250.5), ("1.250", ",", 1250.0), ("1e3", ".", 1000.0), (".5", ".", 0.5),
        ("5.", ".", 5.0),
    ],
)  # fmt: skip
def test_numbers(cell: str, mark: DecimalMark, expected: float | None) -> None:
    assert number(cell, mark) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "x",
        "12,5",
        "1,25",
        "1,2345",
        "0,123",
        "1,250,5",
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1_000",
        "--",
        "5%",
        "#N/A",
        "١",
    ],
)
def test_what_is_no_number_is_never_guessed(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number(cell)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        ([], "."), (["1", "2"], "."), (["1,250", "3"], "."), (["12.5"], "."), (["12,5"], ","), (["0,123"], ","),
        (["1.250,5"], ","), (["1.250"], "."), (["1.250", "0,5"], ","), (["", "abc"], "."),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_a_comma_only_beyond_doubt(cells: list[str], mark: str) -> None:
    assert decimal_mark([cells]) == mark


def test_two_marks_are_refused() -> None:
    with pytest.raises(MixedMarksError, match=r"'12,5' and '12\.5'"):
        decimal_mark([["12,5"], ["12.5"]])


def test_quotation_marks_that_do_not_fit() -> None:
    assert split_cells('"a,b",c') == ["a,b", "c"]
    assert split_cells("a;b", ";") == ["a", "b"]
    assert split_cells("") == []


@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 4)))
def test_every_way_to_write_a_number_reads_the_same(value: float) -> None:
    plain, grouped = f"{value:.4f}", f"{value:,.4f}"
    swap = str.maketrans(",.", ".,")
    assert number(plain) == number(grouped) == number(plain.translate(swap), ",") == float(plain)
    assert number(grouped.translate(swap), ",") == float(plain)
