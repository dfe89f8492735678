"""Cutting narrow strips: as Textual cuts, without Rich's memory of cuts."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from spxcc.ui.strips import NarrowStrip

STYLES = (Style(color="red"), Style(bold=True), None)
TEXT = st.text(alphabet="abc 019─█┃▲·", min_size=1, max_size=12)
SEGMENTS = st.lists(st.builds(Segment, TEXT, st.sampled_from(STYLES), st.none()), min_size=1, max_size=8)


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """Character and style of each cell."""
    return [(character, segment.style) for segment in strip for character in segment.text]


@given(SEGMENTS, st.integers(-3, 100), st.none() | st.integers(-3, 100))
def test_a_crop_has_the_cells_that_textual_gives(segments: list[Segment], start: int, end: int | None) -> None:
    ours, theirs = NarrowStrip(segments).crop(start, end), Strip(segments).crop(start, end)
    assert cells(ours) == cells(theirs)
    assert ours.cell_length == theirs.cell_length == len(cells(ours))


@given(SEGMENTS, st.sets(st.integers(1, 100), max_size=6))
def test_a_division_has_the_parts_that_textual_gives(segments: list[Segment], cuts: set[int]) -> None:
    within = sorted(cut for cut in cuts if cut <= Strip(segments).cell_length)
    ours, theirs = NarrowStrip(segments).divide(within), Strip(segments).divide(within)
    assert [cells(part) for part in ours] == [cells(part) for part in theirs]


def test_a_cut_leaves_nothing_in_the_memory_of_rich() -> None:
    before = Segment._split_cells.cache_info().currsize
    NarrowStrip([Segment("never seen before 6,885.86"), Segment(" and after")]).crop(3, 30)
    NarrowStrip([Segment("never seen either 6,885.87")]).divide([4, 9, 26])
    assert Segment._split_cells.cache_info().currsize == before
