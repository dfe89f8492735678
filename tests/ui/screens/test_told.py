"""Actions with an argument."""

import pytest

from spxcc.ui.actions import ACTIONS
from spxcc.ui.choices import ACTIONS_OF
from spxcc.ui.panels.levels.view_model import build
from spxcc.ui.panels.setups.view_model import build as build_setups
from spxcc.ui.screens.moves import move
from spxcc.ui.screens.told import TOLD, price_of, told
from spxcc.ui.screens.wishes import WISHES
from spxcc.ui.state import COACH_LEVELS, FLOW_FILTERS, GEX_MODES, LEVEL_FILTERS, OVERLAYS, TIMEFRAMES
from tests.fakes.screens import make_frame

VALUES = {
    "chart.tf": (TIMEFRAMES, "timeframe"), "chart.overlay": (OVERLAYS, "overlays"), "gex.show": (GEX_MODES, "gex"),
    "levels.show": (LEVEL_FILTERS, "level_filter"), "flow.show": (FLOW_FILTERS, "flow_filter"),
    "coach.show": (COACH_LEVELS, "coach"),
}  # fmt: skip


@pytest.mark.parametrize("action", sorted(VALUES))
def test_every_choice_of_the_table_is_one_of_the_state_and_is_taken(action: str) -> None:
    values, field = VALUES[action]
    table = next(one for one in ACTIONS if one.id == action)
    assert set(table.choices) <= set(values)
    for choice in table.choices:
        state = told(make_frame(), action, choice)
        assert state is not None
        assert getattr(state, field) == choice
    frame = make_frame()
    assert told(frame, action, "nonsense") == frame.state


def test_every_action_with_an_argument_is_done_by_somebody() -> None:
    taken = {*TOLD, *WISHES, *ACTIONS_OF}
    mine = {one.id for one in ACTIONS if "{}" in one.label}
    assert {"chart.tf", "level.go", "set.palette", "export.snapshot"} <= mine & taken
    assert told(make_frame(), "panel.gex", "x") is None
    assert told(make_frame(), "level.go", "") is None


def test_layouts_and_density() -> None:
    small = told(make_frame(), "layout.show", "minimal")
    assert small is not None
    assert (small.focus, small.zoomed) == ("chart", True)
    whole = told(make_frame(zoomed=True), "layout.show", "desk")
    assert whole is not None
    assert not whole.zoomed
    frame = make_frame()
    assert told(frame, "layout.show", "other") == frame.state
    dense = told(make_frame(), "set.density", "compact")
    assert dense is not None
    assert dense.dense


def test_go_scrolls_the_levels_to_the_nearest_price_or_the_name() -> None:
    frame = make_frame(level_filter="options")
    shown = build(make_frame()).rows
    for text in ("6,905", "6905.2", shown[3].label.lower()):
        state = told(frame, "level.go", text)
        assert state is not None
        assert (state.focus, state.level_filter) == ("levels", "all")
        row = shown[state.row("levels")]
        assert text == row.label.lower() or abs(row.price - 6905) == min(abs(one.price - 6905) for one in shown)
    assert told(frame, "level.go", "no such thing") == frame.state


@pytest.mark.parametrize(
    ("text", "price"),
    [("6905", 6905.0), ("6,902.5", 6902.5), ("0", None), ("-3", None), ("1e3", None), ("x", None), ("", None)],
)
def test_prices_are_plain_numbers(text: str, price: float | None) -> None:
    assert price_of(text) == price


@pytest.mark.parametrize(("text", "least"), [("any", 0), ("250k", 250_000), ("500K", 500_000), ("1M", 1_000_000)])
def test_least_premium_of_the_tape(text: str, least: int) -> None:
    state = told(make_frame(flow_premium=7), "flow.least", text)
    assert state is not None
    assert state.flow_premium == least


def test_a_premium_that_is_none_of_them_changes_nothing() -> None:
    frame = make_frame()
    assert told(frame, "flow.least", "much") == frame.state


def test_a_kind_of_setup_is_hidden_by_a_part_of_its_name_and_with_it_its_selection() -> None:
    frame = make_frame(setup_id="s1", card=True)
    state = told(frame, "setup.hide_kind", "Fade")
    assert state is not None
    assert (state.hidden_kinds, state.setup_id, state.card) == (frozenset({"fade_at_wall"}), None, False)
    assert build_setups(make_frame(hidden_kinds=state.hidden_kinds)).rows == ()
    assert told(frame, "setup.hide_kind", "butterfly") == frame.state
    other = told(frame, "setup.hide_kind", "trend")
    assert other is not None
    assert other.setup_id == "s1"
    shown = move(make_frame(hidden_kinds=state.hidden_kinds), "setup.unhide")
    assert shown is not None
    assert not shown.hidden_kinds
