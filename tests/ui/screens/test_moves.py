"""What actions do to the choices."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.actions import ACTIONS
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.full import SECTIONS
from spxcc.ui.screens.moves import MOVES, choose, move, rows_of
from spxcc.ui.state import PANELS, ViewState
from tests.fakes.screens import empty_frame, make_frame

APP_ONLY = {
    "view.palette", "stream.retry", "stream.log", "app.screenshot", "app.commands", "app.help", "app.quit", "coach.ask",
    "view.why",
}  # fmt: skip


def walk(frame: Frame, *actions: str) -> ViewState:
    for action in actions:
        state = move(frame, action)
        assert state is not None
        frame = replace(frame, state=state)
    return frame.state


def test_every_action_is_a_move_or_a_wish() -> None:
    assert set(MOVES) | APP_ONLY == {action.id for action in ACTIONS}
    assert move(make_frame(), "app.quit") is None


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25), st.booleans())
def test_any_sequence_of_keys_gives_a_state(actions: list[str], empty: bool) -> None:
    state = walk(empty_frame() if empty else make_frame(), *actions)
    assert state.focus in PANELS


def test_f59_selection_goes_around_in_the_order_of_the_list() -> None:
    frame = make_frame()
    assert [walk(frame, *["setup.next"] * count).setup_id for count in (1, 2, 3, 4)] == ["s1", "s2", "s3", "s1"]
    assert walk(frame, "setup.previous").setup_id == "s3"
    assert choose("s2", frame).setup_id == "s2"
    assert walk(empty_frame(), "setup.next").setup_id is None


def test_enter_selects_and_opens_the_card() -> None:
    state = walk(make_frame(), "setup.open")
    assert (state.setup_id, state.card, state.focus) == ("s1", True, "setups")
    assert not walk(make_frame(), "setup.open", "setup.open").card
    assert not walk(empty_frame(), "setup.open").card


def test_pan_moves_the_crosshair_while_it_is_on() -> None:
    state = walk(make_frame(), "chart.crosshair", "chart.pan_left", "chart.pan_left", "chart.pan_right")
    assert state.crosshair == 1
    assert state.viewport.follow
    assert not walk(make_frame(), "chart.pan_left").viewport.follow
    assert walk(make_frame(), "chart.page_left", "chart.follow").viewport.follow


def test_scrolling_stays_within_the_list() -> None:
    frame = make_frame(focus="levels")
    assert rows_of(frame, "levels") == 8
    assert walk(frame, *["list.down"] * 20).row("levels") == 7
    assert walk(frame, "list.end", "list.up").row("levels") == 6
    assert walk(frame, "list.end", "list.home").row("levels") == 0
    assert walk(make_frame(focus="chart"), "list.down").row("chart") == 0


def test_the_full_gex_view_scrolls_by_section_and_the_bars_do_not() -> None:
    frame = make_frame(focus="gex", zoomed=True)
    assert walk(frame, "list.down", "list.down").row("gex") == 2
    assert walk(frame, *["list.down"] * 20).row("gex") == len(SECTIONS) - 1
    assert walk(frame, "list.down", "list.up", "list.up").row("gex") == 0
    assert walk(make_frame(focus="gex"), "list.down").row("gex") == 0


def test_acknowledging() -> None:
    assert walk(make_frame(), "coach.ack").seen == {"m3"}
    assert walk(make_frame(), "coach.ack_all").seen == {"m3"}


def test_f58_keys_cycle_filter_overlays_and_spy() -> None:
    state = walk(make_frame(), "levels.filter", "chart.overlays", "chart.spy", "flow.filter", "gex.mode")
    assert (state.level_filter, state.overlays, state.spy_overlay, state.flow_filter, state.gex) == (
        "options", "key", True, "sweeps", "ladder",
    )  # fmt: skip
