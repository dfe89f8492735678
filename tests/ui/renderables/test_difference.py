"""Spans of a row that differ."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import Line, fit
from spxcc.ui.renderables.difference import NEAR, changed_spans

ROLES = st.sampled_from(["text", "dim", "up"])
LINES = st.lists(st.tuples(st.text("ab", max_size=30), ROLES), max_size=9).map(tuple)


def cells(line: Line) -> list[tuple[str, str]]:
    return [(char, role) for text, role in line for char in text]


@given(LINES, LINES)
def test_every_difference_is_in_a_span_and_every_span_begins_and_ends_with_one(one: Line, other: Line) -> None:
    before, after = fit(one, 90), fit(other, 90)
    differing = {x for x, pair in enumerate(zip(cells(before), cells(after), strict=True)) if pair[0] != pair[1]}
    spans = changed_spans(before, after, 90)
    assert differing <= {x for first, last in spans for x in range(first, last)}
    assert {edge for first, last in spans for edge in (first, last - 1)} <= differing
    assert all(right[0] - left[1] >= NEAR for left, right in itertools.pairwise(spans))


def test_price_and_age_are_two_spans() -> None:
    def header(price: str, age: str) -> Line:
        return ((" SPX", "dim"), (f" {price} ", "bright"), (" " * 30, "text"), (f" SIM {age} ", "mode"))

    assert changed_spans(header("6,885.86", "40ms"), header("6,885.91", "90ms"), 54) == [(11, 13), (49, 50)]


def test_wide_characters_and_other_widths_are_the_whole_row() -> None:
    assert changed_spans((("漢a", "text"),), (("漢b", "text"),), 3) == [(0, 3)]
    assert changed_spans((), (("abc", "text"),), 3) == [(0, 3)]


def test_empty_runs_do_not_count() -> None:
    assert changed_spans((("", "up"), ("abc", "text"), ("", "up")), (("ab", "text"), ("d", "text")), 3) == [(2, 3)]
