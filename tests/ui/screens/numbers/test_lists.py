"""Numbers of the lists."""

from spxcc.ui.screens.numbers.lists import coach_numbers, last_of, level_numbers, setup_numbers
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_setups_levels_and_coach() -> None:
    frame = make_frame(setup_id="s2")
    setups = hold(setup_numbers(frame))
    assert next(iter(setups)) == "setups:update.s2.entry"
    assert setups["screen.setups.s1.stop"].text == "+5.0"
    assert {"setups:update.s1.r1", "setups:update.s1.checks.0.value", "screen.setups.s1.left"} <= set(setups)
    levels = hold(level_numbers(frame))
    assert {"levels:update.L-vwap.touches", "screen.levels.L-vwap.age", "screen.levels.L-vwap.e15"} <= set(levels)
    coach = hold(coach_numbers(frame))
    assert any(path.endswith(".content") for path in coach)
    assert "screen.coach.alerts" in coach


def test_a_cite_is_named_by_its_last_part_which_a_narrow_row_does_not_cut() -> None:
    assert (last_of("gex.expected_move"), last_of("flipPoint")) == ("expected move", "flipPoint")
    found = coach_numbers(make_frame(rich_desk()))
    cites = [one for one in found if ".cites." in one.path and one.path.endswith(".value")]
    assert cites
    assert not [one for one in cites if one.label[0].isdigit()]
