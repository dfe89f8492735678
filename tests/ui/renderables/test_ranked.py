"""Parts that are shown whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import Line, text_of, width_of
from spxcc.ui.renderables.ranked import ranked


def part(rank: int, text: str) -> tuple[int, Line]:
    return rank, ((text, "text"),)


def test_the_lowest_rank_is_seated_first_and_of_equal_ones_the_first() -> None:
    parts = [part(0, "now "), part(2, "later "), part(1, "soon "), part(2, "last")]
    assert text_of(ranked(parts, None)) == "now later soon last"
    assert text_of(ranked(parts, 15)) == "now later soon "
    assert text_of(ranked(parts, 14)) == "now soon last"
    assert text_of(ranked(parts, 12)) == "now soon "
    assert text_of(ranked(parts, 8)) == "now last"
    assert text_of(ranked(parts, 2)) == "now "
    assert ranked([], 5) == ()


@given(st.lists(st.tuples(st.integers(1, 9), st.text("abc", max_size=9)), max_size=9), st.integers(0, 60))
def test_it_fits_and_no_part_is_cut(parts: list[tuple[int, str]], width: int) -> None:
    line = ranked([part(rank, text) for rank, text in parts], width)
    assert width_of(line) <= width
    texts = iter(text for _, text in parts)
    assert all(any(text == one for one in texts) for text, _ in line)
