"""Flame graphs."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.bench.flame import boxes_of, flame_svg, tree_of

STACKS = {("main", "spxcc/a.py:f"): 30, ("main", "json/d.py:<g>"): 60, ("main",): 10}
names = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple)


def test_a_box_is_as_wide_as_its_share_and_stands_on_its_caller() -> None:
    boxes = {one.name: one for one in boxes_of(tree_of(STACKS), 100.0)}
    assert (boxes["main"].depth, boxes["main"].left) == (0, 0.0)
    assert boxes["main"].width == pytest.approx(100.0)
    assert boxes["json/d.py:<g>"].width == pytest.approx(60.0)
    assert boxes["spxcc/a.py:f"].left == pytest.approx(60.0)


@given(st.dictionaries(names, st.integers(1, 50), min_size=1))
def test_calls_never_stand_over_the_edge_of_their_caller(stacks: dict[tuple[str, ...], int]) -> None:
    boxes = list(boxes_of(tree_of(stacks)))
    for one in boxes:
        below = [each for each in boxes if each.depth == one.depth - 1]
        assert one.depth == 0 or any(
            each.left - 1e-6 <= one.left and one.left + one.width <= each.left + each.width + 1e-6 for each in below
        )


def test_the_picture_is_well_formed_and_tells_shares() -> None:
    text = flame_svg("spxcc bench <gex>", STACKS)
    root = ElementTree.fromstring(text)
    titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "json/d.py:<g> 60.0% (60)" in titles
    assert ElementTree.fromstring(flame_svg("nothing", {})) is not None
