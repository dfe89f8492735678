"""Calls against puts."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.gex_profile import NEGATIVE, POSITIVE
from spxcc.ui.renderables.gex_split import Split, draw_split, numbers_for, peak_of, split_head, split_ladder

STRIKES = [(float(strike), 1e8, -2e8) for strike in range(6800, 6975, 5)]
AMOUNTS = st.floats(0.0, 1e10)


@given(AMOUNTS, AMOUNTS, st.integers(13, 90), st.booleans())
def test_f61_calls_stand_right_and_puts_left(call: float, put: float, width: int, plain: bool) -> None:
    one = Split(6905.0, call, -put, "CW")
    line = draw_split(one, width, peak_of([one]), plain)
    left, right = text_of(line).split("|" if plain else "│")
    assert width_of(line) == width
    assert POSITIVE not in left
    assert NEGATIVE not in right


def test_the_larger_side_fills_its_room_and_a_small_one_is_told_by_its_number() -> None:
    text = text_of(draw_split(Split(6905.0, 2e8, -1e8), 50, 2e8))
    assert (text.count(POSITIVE), text.count(NEGATIVE)) == (8, 4)
    tiny = text_of(draw_split(Split(6905.0, 2e3, -1e8), 50, 2e8))
    assert POSITIVE not in tiny
    assert "+2K" in tiny


def test_numbers_give_way_to_the_bars_net_last() -> None:
    one = Split(6905.0, 2e8, -1e8)
    assert [numbers_for(width) for width in (20, 28, 36, 44, 90)] == [0, 1, 2, 3, 3]
    assert text_of(draw_split(one, 28, 2e8)).endswith("+100M")
    assert "+200M" not in text_of(draw_split(one, 28, 2e8))
    assert text_of(draw_split(one, 47, 2e8)).split()[-3:] == ["+200M", "−100M", "+100M"]


@given(st.integers(13, 90))
def test_the_head_has_the_width_of_the_rows(width: int) -> None:
    assert width_of(split_head(width)) == width
    assert text_of(split_head(width)).find("│") == text_of(draw_split(Split(1.0, 1.0, -1.0), width, 1.0)).find("│")


@given(st.floats(6700, 7100), st.integers(1, 60))
def test_f61_the_ladder_is_around_spot_and_full(spot: float, rows: int) -> None:
    found = split_ladder(STRIKES, rows, {}, spot)
    assert len(found) == min(rows, len(STRIKES))
    assert [one.strike for one in found] == sorted((one.strike for one in found), reverse=True)
    marked = [one.strike for one in found if one.spot]
    assert marked == [max(one for one, _, _ in STRIKES if abs(one - spot) == min(abs(k - spot) for k, _, _ in STRIKES))]


def test_tags_stand_at_the_nearest_strike() -> None:
    found = split_ladder(STRIKES, 60, {6905.0: "CW", 6888.1: "ZG", 6891.0: "PW"}, 6886.0)
    assert {one.strike: one.tag for one in found if one.tag} == {6905.0: "CW", 6890.0: "ZG+PW"}


def test_no_strike_no_row() -> None:
    assert split_ladder([], 10, {}, 6886.0) == []
    assert split_ladder(STRIKES, 0, {}, 6886.0) == []
    assert peak_of([]) == 0.0


def test_dealers_short_both_sides_show_both_at_the_left() -> None:
    text = text_of(draw_split(Split(6905.0, -1e8, -1e8), 50, 2e8))
    assert POSITIVE not in text
    assert text.count(NEGATIVE) == 7
