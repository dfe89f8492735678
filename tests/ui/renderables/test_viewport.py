"""Which bars are seen."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.viewport import PITCHES, Viewport
from tests.fakes.desk_data import minutes

BARS = minutes(50)


def test_following_shows_the_newest() -> None:
    assert Viewport().window(BARS, 20) == (30, 50)
    assert Viewport(pitch=2).window(BARS, 20) == (40, 50)
    assert Viewport().window([], 20) == (0, 0)


@given(st.lists(st.integers(-60, 60), max_size=20), st.integers(1, 120))
def test_panning_stays_inside(moves: list[int], columns: int) -> None:
    view = Viewport()
    for bars in moves:
        view = view.panned(BARS, bars)
        first, stop = view.window(BARS, columns)
        assert 0 <= first < stop <= len(BARS)
    assert view.panned(BARS, 1_000).follow


def test_the_anchor_holds_while_bars_arrive() -> None:
    view = Viewport().panned(BARS[:40], -5)
    assert not view.follow
    assert view.window(BARS[:40], 10) == view.window(BARS, 10) == (25, 35)
    assert view.following().window(BARS, 10) == (40, 50)
    assert Viewport().panned([], -3) == Viewport()


def test_zoom_walks_the_ladder() -> None:
    view = Viewport()
    for pitch in PITCHES[1:]:
        view = view.zoomed(1)
        assert view.pitch == pitch
    assert view.zoomed(1).pitch == PITCHES[-1]
    assert view.zoomed(-99).pitch == 1
