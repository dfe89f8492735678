"""The arithmetic of an explanation."""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.why.formula import LONGEST, BadFormula, Value, evaluate, recomputed, within
from spxcc.engines.why.result import Input, Row
from spxcc.quant.indicators import volume_profile
from tests.fakes.explanations import contribution, explanation

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 3 * 4", 14.0),
        ("-a / 4 ** 0.5", -1.5),
        ("7 // 2", 3.0),
        ("max(0.75, min(3, round(4 * 0.1 * 23.7) / 4))", 2.25),
        ("sum(rows)", 10.0),
        ("weighted(rows, weights)", 3.0),
        ("spread(rows, weights)", 1.0),
        ("median(rows) + first(rows) - last(rows)", -0.5),
        ("highest(rows) - lowest(rows)", 3.0),
        ("travelled(rows)", 3.0),
        ("count(rows) * product(rows)", 96.0),
        ("quantile(rows, 0.1)", 1.3),
        ("share_above(rows, 2)", 0.5),
        ("share_equal(rows, 2)", 0.25),
        ("least_from(rows, 2.5)", 3.0),
        ("most_to(rows, 2.5)", 2.0),
        ("least_net(rows)", 0.0),
        ("fullest(rows, weights)", 4.0),
        ("floor(sqrt(10)) + abs(-1) + exp(0)", 5.0),
    ],
)
def test_arithmetic_and_functions(expression: str, value: float) -> None:
    names: dict[str, Value] = {"a": 3.0, "rows": [1.0, 2.0, 3.0, 4.0], "weights": [1.0, 2.0, 3.0, 4.0]}
    assert evaluate(expression, names) == pytest.approx(value)


@pytest.mark.parametrize(
    "expression",
    [
        "", "a b", "nobody", "1 / 0", "sqrt(-1)", "2 ** 1000", "open('x')", "a.__class__", "[1][0]", "'text'",
        "True", "rows", "lambda: 1", "sum", "sum(x=1)", "(1).real", "1 if 1 else 2", "1 " + "+ 1" * LONGEST,
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(BadFormula):
        evaluate(expression, {"a": 1.0, "rows": [1.0]})


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        found = evaluate(text, {"rows": [1.0]})
    except BadFormula:
        return
    assert math.isfinite(found)


@given(NUMBERS, NUMBERS)
def test_a_difference_is_a_difference(one: float, other: float) -> None:
    assert evaluate("one - other", {"one": one, "other": other}) == one - other


def test_the_value_area_is_that_of_the_profile() -> None:
    low = np.array([10.0, 11.0, 12.5, 12.0, 9.0])
    made = volume_profile(low, low + 2.5, np.array([5.0, 9.0, 4.0, 7.0, 2.0]), 1.0)
    names = {"rows": made.prices.tolist(), "weights": made.volumes.tolist()}
    assert evaluate("fullest(rows, weights)", names) == made.poc
    assert evaluate("area_high(rows, weights, 0.7) + 0.5", names) == made.vah
    assert evaluate("area_low(rows, weights, 0.7) - 0.5", names) == made.val


def test_an_answer_is_computed_from_its_inputs_and_rows() -> None:
    one = msgspec.structs.replace(
        explanation(0, value=5.0, total=None, target=None),
        expression="a + sum(rows)",
        inputs=(Input("a", 2.0),),
        rows=(Row("x", 1.0), Row("y", 2.0)),
    )
    assert recomputed(one) == 5.0
    assert within(one, 5.0)
    assert not within(one, 5.01)
    assert within(msgspec.structs.replace(one, rounding=0.01), 5.01)


def test_without_an_expression_the_contracts_are_added_or_stand_at_the_price() -> None:
    summed = explanation(3, factor=None)
    assert recomputed(summed) == pytest.approx(summed.value)
    rows = tuple(contribution(4, 1e6) for _ in range(2))
    wall = explanation(0, value=6820.0, contributions=rows, target=2e6, factor=None)
    assert recomputed(wall) == 6820.0
    assert recomputed(msgspec.structs.replace(wall, target=3e6)) is None
    assert recomputed(explanation(0, target=None)) is None
    assert not within(explanation(0, value="words"), 1.0)
