"""The filter: grammar, mistakes, and that nothing is run as code."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.errors import UserError
from spxcc.runtime.tail.where import where

ROW: dict[str, Any] = {
    "premium": 300_000.0, "type": "sweep", "right": "C", "side": None, "ok": True, "expiry": "2026-01-16", "n": 3,
    "checks": [{"name": "gex", "passed": True}], "text": "Zero gamma lost",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "premium>=250000 and type==sweep", "premium >= 250k", "premium<1M", "premium != 0", "type=='sweep'",
        'type="SWEEP"', "not type==block", "type==block or right==C", "(type==block or n>2) and ok", "ok==true",
        "side==null", "n==3", "checks.0.name==gex", "text~gamma", "expiry<2026-02-01", "ok", "not side",
        "not (n<3 or n>3)", "premium==300,000", "type == sweep and (right == C or right == P) and not n == 4",
    ],
)  # fmt: skip
def test_holds(text: str) -> None:
    assert where(text)(ROW)


@pytest.mark.parametrize(
    "text",
    ["premium>300k", "type==block", "missing==1", "missing>1", "missing", "type>3", "side>1", "n~4",
     "checks.9.name==gex", "ok==1", "not ok", "text==gamma", "a.b.c"],
)  # fmt: skip
def test_does_not_hold(text: str) -> None:
    assert not where(text)(ROW)


@pytest.mark.parametrize(
    ("text", "place"),
    [("premium>=", 10), ("", 1), ("(n==3", 6), ("n==3)", 5), ("n==3 type", 6), ("==3", 1), ("n==(3)", 4),
     ("n==3 or", 8), ("'a", 1)],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, place: int) -> None:
    with pytest.raises(UserError, match=f"--where: expected .* at character {place}, found"):
        where(text)


def test_length_and_depth_are_bounded() -> None:
    with pytest.raises(UserError, match="400 characters"):
        where("n==3 or " * 60 + "n==3")
    with pytest.raises(UserError, match="nested"):
        where("(" * 40 + "n" + ")" * 40)


@given(st.text(max_size=60))
def test_any_text_is_a_filter_or_a_sentence(text: str) -> None:
    try:
        test = where(text)
    except UserError:
        return
    assert test(ROW) in (True, False)


@given(st.integers(-5, 5), st.integers(-5, 5), st.sampled_from(["==", "!=", ">=", "<=", ">", "<"]))
def test_comparisons_are_those_of_numbers(left: int, right: int, op: str) -> None:
    assert where(f"n {op} {right}")({"n": left}) == {
        "==": left == right, "!=": left != right, ">=": left >= right, "<=": left <= right, ">": left > right,
        "<": left < right,
    }[op]  # fmt: skip


def test_code_is_text() -> None:
    assert not where("__import__ == os")(ROW)
    with pytest.raises(UserError):
        where("__import__('os').system('true')")
