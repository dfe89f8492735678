"""The grammar: what it reads, what it refuses and where; never anything but an answer or a LanguageError."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.language.parse import MOST_BACK, parse, whole_bars
from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.tree import Back, Between, Binary, Lately, Name, Unary


def test_operators_bind_as_in_arithmetic() -> None:
    node = parse("a + b * c > d and not e or f")
    assert isinstance(node, Binary)
    assert node.sign == "or"
    left = node.left
    assert isinstance(left, Binary)
    assert (left.sign, isinstance(left.right, Unary)) == ("and", True)
    assert isinstance(parse("x in [1, 2]"), Between)
    assert isinstance(parse("close[3]"), Back)
    lately = parse("close > level within 8 bars")
    assert isinstance(lately, Lately)
    assert (lately.word, lately.bars, isinstance(lately.body, Binary)) == ("within", 8, True)
    assert parse("f(a, 2 bars)") == parse("  f(a, 2 bars)") or isinstance(parse("f(a, 2 bars)"), Name)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("close[-1]", 5, "future reference"),
        ("close[1.5]", 6, "whole number of bars"),
        ("close[9999]", 6, f"at most {MOST_BACK} bars back"),
        ("close >", 7, "expected a value"),
        ("(close", 6, r"expected \) to close"),
        ("a < b < c", 6, "two in a row"),
        ("a within 3", 9, "number of bars"),
        ("a within 0 bars", 9, "whole bars"),
        ("a b", 2, "the end of the expression"),
        ("within", 0, "expected a value"),
        ("", 0, "expected a value"),
        ("(" * 60 + "a" + ")" * 60, 40, "nested"),
        ("-" * 60 + "a", 39, "nested"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, at: int, says: str) -> None:
    with pytest.raises(LanguageError, match=says) as error:
        parse(text)
    assert abs(error.value.at - at) <= 1


@given(st.text(alphabet="close level<>=+-*/()[],0123456789.:%RE andornot within for bars pts", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    at = 0
    try:
        parse(text)
    except LanguageError as error:
        at = error.at
    assert 0 <= at <= len(text)


def test_numbers_of_bars_are_whole() -> None:
    assert whole_bars(3.0, 0) == 3
    with pytest.raises(LanguageError):
        whole_bars(2.5, 0)
