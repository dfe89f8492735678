"""Transitions of the choices."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.state import FLOW_FILTERS, PANELS, TIMEFRAMES, ViewState, next_of


def test_a_digit_focuses_and_again_zooms() -> None:
    state = ViewState().focused("flow")
    assert (state.focus, state.zoomed) == ("flow", False)
    assert state.focused("flow").zoomed
    assert not state.focused("flow").focused("flow").zoomed


def test_timeframes_go_around_and_follow_again() -> None:
    state = ViewState(viewport=Viewport(anchor=5), crosshair=3)
    for _ in TIMEFRAMES:
        state = state.timeframe_moved(1)
    assert state.timeframe == "1m"
    assert state.viewport.follow
    assert state.crosshair is None
    assert state.timeframe_moved(-1).timeframe == "1D"


def test_back_peels_one_layer_at_a_time() -> None:
    state = ViewState(card=True, zoomed=True, crosshair=1, setup_id="s1")
    seen = []
    for _ in range(4):
        state = state.back()
        seen.append((state.card, state.zoomed, state.crosshair, state.setup_id))
    assert seen == [(False, True, 1, "s1"), (False, False, 1, "s1"), (False, False, None, "s1"),
                    (False, False, None, None)]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PANELS), st.integers(-5, 50))))
def test_rows_never_go_below_zero(moves: list[tuple[str, int]]) -> None:
    state = ViewState()
    for name, row in moves:
        panel = next(one for one in PANELS if one == name)
        state = state.with_row(panel, row)
        assert state.row(panel) == max(row, 0)


@given(st.sampled_from(PANELS), st.lists(st.sampled_from([4, -4]), max_size=60))
def test_widths_stay_bounded(name: str, steps: list[int]) -> None:
    state = ViewState(focus=next(one for one in PANELS if one == name))
    for step in steps:
        state = state.widened(step)
    assert -60 <= state.right <= 60
    assert -30 <= state.left <= 60


def test_next_of_goes_around() -> None:
    assert next_of(FLOW_FILTERS, FLOW_FILTERS[-1]) == FLOW_FILTERS[0]


def test_the_crosshair_is_one_thing() -> None:
    state = ViewState().crossed(7, 6880.0, hovering=True)
    assert (state.crosshair, state.cross_price, state.hovering) == (7, 6880.0, True)
    assert state.uncrossed() == ViewState()
    assert state.with_timeframe("15m") == ViewState(timeframe="15m")


def test_going_back_lets_the_level_go_with_the_setup() -> None:
    assert replace(ViewState(), setup_id="s1", level_id="L").back() == ViewState()
