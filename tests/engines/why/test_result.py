"""The shape of an answer: parts and sums."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.why.result import Explanation, Portion, adds_up, divided, joined, summed
from tests.fakes.explanations import contribution, explanation


@given(st.integers(0, 40), st.integers(1, 12))
def test_parts_put_together_are_the_whole(rows: int, size: int) -> None:
    whole = explanation(rows)
    parts = divided(whole, size)
    wire = msgspec.json.decode(msgspec.json.encode(parts))
    assert joined(wire) == whole
    assert all(len(part.contributions) <= size for part in parts)
    assert isinstance(parts[0], Explanation)
    assert all(isinstance(part, Portion) for part in parts[1:])


def test_one_part_is_an_answer_too() -> None:
    whole = explanation(2)
    assert len(divided(whole)) == 1
    assert joined(msgspec.to_builtins(whole)) == whole


@pytest.mark.parametrize("answer", [None, [], {"channel": 1}, ["text"]])
def test_what_is_no_explanation_is_an_error(answer: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        joined(answer)


def test_a_part_stays_below_the_size_of_a_frame() -> None:
    parts = divided(explanation(5_000))
    assert max(len(msgspec.json.encode(part)) for part in parts) < 64 * 1024


def test_the_sum_is_rounded_once() -> None:
    rows = [contribution(0, 1e16), contribution(1, 1.0), contribution(2, -1e16)]
    assert summed(rows) == 1.0


def test_within_a_billionth_or_what_was_rounded_it_adds_up() -> None:
    assert adds_up(explanation(3))
    assert adds_up(explanation(3, total=None))
    assert adds_up(explanation(3, total=1e9 + 0.9, target=1e9))
    assert not adds_up(explanation(3, total=1e9 + 1.1, target=1e9))
    assert adds_up(explanation(3, total=4.0, target=0.0, rounding=5.0))
    assert not adds_up(explanation(3, total=4.0, target=0.0))
