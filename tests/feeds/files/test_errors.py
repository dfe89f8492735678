"""Sentences for the user."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.files.errors import DataFileError, one_line


def test_an_error_says_expected_found_and_what_to_do() -> None:
    error = DataFileError("/data/x.csv", "empty", "data", "an empty file", "download it again")
    assert str(error) == "x.csv: expected data, found an empty file; download it again. [empty]"
    assert (error.path, error.code) == ("/data/x.csv", "empty")
    assert isinstance(error, ValueError)


@given(st.text())
def test_what_was_found_is_one_short_line(text: str) -> None:
    line = one_line(text, 20)
    assert len(line) <= 20
    assert line.isprintable()
    assert one_line(line, 20) == line


def test_line_breaks_and_length() -> None:
    assert one_line("a\n b\x1b[31m\tc") == "a b [31m c"
    assert one_line("x" * 30, 10) == "xxxxxxxxx…"
