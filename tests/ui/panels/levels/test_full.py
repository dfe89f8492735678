"""The full view of levels at any size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.ui.panels.levels.full import columns_for, draw_full
from spxcc.ui.panels.levels.view_model import LevelsView, build, hold_words, in_e
from tests.fakes.desk_data import empty_desk, level, prediction
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import check_snapshot, empty_frame, exact, make_frame, roles_known, texts

VIEW = build(make_frame(rich_desk(), setup_id="s1"))


def one_level() -> LevelsView:
    store, clock = empty_desk()
    store.put_items(LEVELS_UPDATE, [level("A", "a", 6900.0)])
    return build(make_frame((store, clock)))


def burst() -> LevelsView:
    store, clock = rich_desk()
    store.put_items(LEVELS_UPDATE, [level(f"L{at}", f"k{at}", 6000.0 + at / 5) for at in range(5_000)])
    return build(make_frame((store, clock)))


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_pictures(width: int, height: int) -> None:
    lines = draw_full(VIEW, 0, width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)
    check_snapshot(f"levels_full_{width}x{height}", "\n".join(texts(lines)) + "\n")


@pytest.mark.parametrize(
    "view", [VIEW, build(empty_frame()), one_level(), burst(), build(make_frame(level_filter="spy_derived"))]
)
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 60), st.integers(0, 99))
def test_any_size(view: LevelsView, width: int, height: int, first: int) -> None:
    lines = draw_full(view, first, width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)


@given(st.integers(1, 200))
def test_what_a_trader_needs_leaves_last(width: int) -> None:
    heads = [one.head for one in columns_for(width)]
    assert [head for head in heads if head in ("level", "latest", "away")] == ["level", "latest", "away"]
    assert "held" in heads or width < 70


def test_latest_and_previous_stand_side_by_side() -> None:
    head, *rows = texts(draw_full(VIEW, 0, 160, 44))
    assert head.split()[:5] == ["level", "latest", "previous", "moved", "away"]
    assert any(row.split()[2:6] == ["6,890.0", "6,885.0", "+5.0", "+4.1"] for row in rows)


def test_a_share_of_few_touches_is_no_share() -> None:
    assert hold_words(0, 0) == "n 0"
    assert hold_words(4, 4) == "n 4"
    assert hold_words(4, 6) == "67 % of 6"


def test_distance_in_units_of_the_expected_move() -> None:
    assert in_e(12.2, prediction()) == pytest.approx(2.0)
    assert in_e(None, prediction()) is None
    assert in_e(1.0, None) is None
    assert one_level().rows[0].e_units is None
