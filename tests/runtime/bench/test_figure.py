"""Figures: median, spread, budget, and their row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.bench.figure import TOO_SHORT, Figure, absent, digits, heading, over, quantile, ratio, row


def test_median_and_middle_half() -> None:
    figure = Figure("x", "ms", (4.0, 1.0, 3.0, 2.0, 100.0))
    assert (figure.median, figure.spread) == (3.0, (2.0, 4.0))
    assert Figure("x", "ms", (3.0, 1.0)).spread == (1.0, 3.0)


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=50))
def test_the_median_lies_within_the_spread(samples: list[float]) -> None:
    figure = Figure("x", "ms", tuple(samples))
    low, high = figure.spread
    assert min(samples) <= low <= figure.median <= high <= max(samples)


@pytest.mark.parametrize(("value", "at_least", "ok"), [(3.0, False, True), (3.1, False, False), (3.1, True, True)])
def test_a_budget_is_a_most_or_a_least(value: float, at_least: bool, ok: bool) -> None:
    figure = Figure("x", "ms", (value,), budget=3.0, at_least=at_least)
    assert figure.ok is ok
    assert figure.as_dict()["ok"] is ok
    assert ("ok" if ok else "OVER") in row(figure)
    assert Figure("x", "ms", (value,)).ok is None


def test_a_ratio_is_of_medians() -> None:
    assert ratio("r", Figure("a", "ms", (8.0, 9.0, 10.0)), Figure("b", "ms", (3.0,)), "").samples == (3.0,)
    nothing = ratio("r", Figure("a", "ms", (8.0,)), Figure("b", "ms", (0.0, 0.0, 4.0)), "")
    assert (nothing.samples, nothing.note) == ((), TOO_SHORT)


def test_samples_over_a_bound() -> None:
    assert over("o", (8.0, 6.0), 2.0, "how").samples == (4.0, 3.0)
    assert over("o", (8.0, 6.0), 0.0, "how").samples == ()


def test_rows_stand_under_their_heading() -> None:
    line = row(Figure("tick: one price", "ms", (2.0, 2.5, 3.0), "how it was", 3.0))
    assert line.split()[:4] == ["tick:", "one", "price", "2.50"]
    assert line.index("how it was") == heading().index("how")


def test_digits_are_three() -> None:
    assert [digits(value) for value in (0.1234, 12.345, 1234.5)] == ["0.12", "12.3", "1,234"]


def test_quantile_of_nothing_is_nothing() -> None:
    assert quantile([], 0.99) == 0.0
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_what_could_not_be_measured_says_why_and_has_no_number() -> None:
    figure = absent("fanout: ours to Node ws", "×", "not run: it needs Node.js")
    assert (figure.ok, figure.as_dict()["median"]) == (None, None)
    assert " ".join(row(figure).split()) == "fanout: ours to Node ws – × 0 not run: it needs Node.js"
