"""Differences of keyed collections."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol.channel import Changes, difference, merge
from tests.fakes.gateway import LEVELS, Member

MEMBERS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2)).map(
    lambda values: {key: Member(key, value) for key, value in values.items()}
)


@given(MEMBERS, MEMBERS)
def test_merge_inverts_difference(before: dict[str, Member], after: dict[str, Member]) -> None:
    changes = difference(before, after)
    assert merge(LEVELS, before, changes) == after
    assert bool(changes) == (before != after)


@given(MEMBERS, MEMBERS)
def test_what_goes_over_the_wire_says_the_same(before: dict[str, Member], after: dict[str, Member]) -> None:
    merged = dict(before)
    for edit in LEVELS.encode(difference(before, after)):
        merged = merge(LEVELS, merged, LEVELS.decode(edit))
    assert merged == after


def test_each_item_is_in_one_class() -> None:
    before = {"a": Member("a"), "b": Member("b")}
    after = {"b": Member("b", 1), "c": Member("c")}
    assert difference(before, after) == Changes((Member("c"),), (Member("a"),), (Member("b", 1),))
