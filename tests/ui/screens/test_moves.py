"""What actions do to the choices."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.actions import ACTIONS
from spxcc.ui.choices import ACTIONS_OF
from spxcc.ui.frame import ChartAxis, Frame
from spxcc.ui.panels.gex.full import SECTIONS
from spxcc.ui.renderables.scale import PriceScale
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.screens.moves import MOVES, choose, move, rows_of
from spxcc.ui.screens.told import TOLD
from spxcc.ui.screens.wishes import WISHES
from spxcc.ui.state import PANELS, ViewState
from tests.fakes.desk_data import minutes
from tests.fakes.screens import empty_frame, make_frame

APP_ONLY = {
    "app.commands", "app.quit", "app.quit_now", "app.screenshot", "coach.ask", "stream.log", "stream.retry",
    "view.palette", "view.settings", "view.why",
}  # fmt: skip


def walk(frame: Frame, *actions: str) -> ViewState:
    for action in actions:
        state = move(frame, action)
        assert state is not None
        frame = replace(frame, state=state)
    return frame.state


def test_every_action_is_a_move_or_a_wish() -> None:
    handled = [*MOVES, *TOLD, *WISHES, *(action for action in ACTIONS_OF if action not in TOLD), *APP_ONLY]
    assert sorted(handled) == sorted(action.id for action in ACTIONS)
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
    assert state.crosshair == minutes()[-2].start
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


def test_the_crosshair_takes_the_chart_along_at_its_edges() -> None:
    bars = minutes()
    axis = ChartAxis(PriceScale(6800.0, 6900.0, 20), 1, bars[-30].start)
    frame = replace(make_frame(crosshair=bars[-30].start), axis=axis)
    left = move(frame, "chart.pan_left")
    assert left is not None
    assert (left.crosshair, left.viewport.anchor) == (bars[-31].start, bars[-2].start)
    inside = move(replace(frame, state=replace(frame.state, crosshair=bars[-20].start)), "chart.pan_left")
    assert inside is not None
    assert (inside.crosshair, inside.viewport.follow) == (bars[-21].start, True)
    past = replace(frame.state, crosshair=bars[-10].start, viewport=Viewport(anchor=bars[-10].start))
    right = move(replace(frame, state=past), "chart.pan_right")
    assert right is not None
    assert (right.crosshair, right.viewport.anchor) == (bars[-9].start, bars[-9].start)


def test_a_crosshair_that_goes_with_the_pointer_leaves_the_keys_alone() -> None:
    bars = minutes()
    state = move(make_frame(crosshair=bars[-5].start, hovering=True), "chart.pan_left")
    assert state is not None
    assert (state.crosshair, state.viewport.anchor) == (bars[-5].start, bars[-2].start)
    kept = move(make_frame(crosshair=bars[-5].start, hovering=True), "chart.crosshair")
    assert kept is not None
    assert (kept.crosshair, kept.hovering) == (bars[-5].start, False)
    off = move(make_frame(crosshair=bars[-5].start), "chart.crosshair")
    assert off is not None
    assert off.crosshair is None
    assert walk(empty_frame(), "chart.crosshair").crosshair is None


def test_up_and_down_move_the_price_of_the_crosshair() -> None:
    bars = minutes()
    axis = ChartAxis(PriceScale(6800.0, 6900.0, 20), 1, bars[-30].start)
    frame = replace(make_frame(crosshair=bars[-3].start), axis=axis)
    up = move(frame, "list.up")
    assert up is not None
    assert up.cross_price == bars[-3].close + 5.0
    down = move(replace(frame, state=up), "list.down")
    assert down is not None
    assert down.cross_price == bars[-3].close
    assert move(make_frame(), "list.up") == make_frame().state


def test_least_premium_goes_around() -> None:
    found = [walk(make_frame(), *["flow.premium"] * count).flow_premium for count in range(5)]
    assert found == [0, 250_000, 500_000, 1_000_000, 0]


def test_f59_a_hidden_setup_leaves_the_list_and_the_selection_until_asked_for() -> None:
    state = walk(make_frame(), "setup.open", "setup.hide")
    assert (state.hidden, state.setup_id, state.card) == (frozenset({"s1"}), None, False)
    frame = make_frame(hidden=state.hidden)
    assert [walk(frame, *["setup.next"] * count).setup_id for count in (1, 2, 3)] == ["s2", "s3", "s2"]
    assert rows_of(frame, "setups") == 2
    assert walk(frame, "setup.unhide").hidden == frozenset()
    assert walk(make_frame(), "setup.hide") == ViewState()
