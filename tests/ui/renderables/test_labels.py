"""Which levels get a label."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.labels import ALWAYS, BUDGET, TIGHT_BUDGET, Mark, plan_labels
from spxcc.ui.renderables.scale import PriceScale

SCALE = PriceScale(6800.0, 6900.0, 40)
PRICES, RANKS = st.floats(6700, 7000), st.floats(0, 2)
MARKS = st.lists(
    st.builds(Mark, st.uuids().map(str), PRICES, st.sampled_from("ABC"), st.just("dyn"), RANKS), max_size=40
)


@given(MARKS)
def test_the_budget_holds_and_rows_are_distinct(marks: list[Mark]) -> None:
    plan = plan_labels(marks, SCALE, 6850.0)
    rows = [placed.row for placed in plan.placed]
    assert len(rows) <= BUDGET
    assert rows == sorted(set(rows))
    assert len(plan_labels(marks, PriceScale(6800.0, 6900.0, 10), 6850.0).placed) <= TIGHT_BUDGET


def test_same_row_merges_and_the_strongest_names_the_price() -> None:
    marks = [Mark("a", 6850.2, "VWAP", "dyn", 0.2), Mark("b", 6850.4, "CALL WALL", "wall", 1.5)]
    (placed,) = plan_labels(marks, SCALE, 6840.0).placed
    assert (placed.texts[0], placed.role, placed.price) == ("CALL WALL·VWAP", "wall", 6850.4)
    many = [Mark(str(at), 6850.1, f"L{at}", "dyn", 0.1) for at in range(5)]
    assert plan_labels(many, SCALE, None).placed[0].texts == ("L0·L1·L2 +2", "L0·L1 +3", "L0 +4", "L0")


def test_off_screen_levels_are_pinned_nearest_first() -> None:
    marks = [Mark(str(price), float(price), "X", "dyn", 0.5) for price in (6700, 6790, 6910, 6990)]
    plan = plan_labels(marks, SCALE, 6850.0)
    assert plan.above is not None
    assert plan.below is not None
    assert (plan.above.price, plan.below.price) == (6910.0, 6790.0)


def test_a_label_once_given_is_kept_on_a_near_tie() -> None:
    near = [Mark(str(at), 6850.0 + 5 * at, "X", "dyn", 0.5) for at in range(6)]
    rival = Mark("rival", 6826.0, "Y", "dyn", 0.51)
    before = plan_labels(near, SCALE, 6850.0)
    assert plan_labels([*near, rival], SCALE, 6850.0, before.ids).ids == before.ids
    assert "rival" in plan_labels([*near, rival], SCALE, 6850.0).ids


def test_while_held_a_label_stays_however_much_the_rival_is_worth() -> None:
    near = [Mark(str(at), 6850.0 + 5 * at, "X", "dyn", 0.5) for at in range(6)]
    rival = Mark("rival", 6846.0, "Y", "wall", 2.0)
    before = plan_labels(near, SCALE, 6850.0)
    assert plan_labels([*near, rival], SCALE, 6850.0, before.ids, held=True).ids == before.ids
    assert "rival" in plan_labels([*near, rival], SCALE, 6850.0, before.ids).ids
    gone = plan_labels([*near[1:], rival], SCALE, 6850.0, before.ids, held=True)
    assert "rival" in gone.ids


def test_lines_of_a_plan_come_on_top_of_the_budget() -> None:
    levels = [Mark(str(at), 6840.0 + 5 * at, "X", "dyn", 0.5) for at in range(8)]
    lines = [Mark(f"s{at}", 6805.0 + 4 * at, "stop", "stop", ALWAYS) for at in range(4)]
    assert len(plan_labels([*levels, *lines], SCALE, 6850.0).placed) == BUDGET + 4


def test_what_a_curve_shows_has_no_line_and_stands_behind_others() -> None:
    scale = PriceScale(low=0.0, high=20.0, rows=21)
    shown = Mark("v", 5.0, "VWAP", "dyn", 0.9, line=False)
    (alone,) = plan_labels([shown], scale, 10.0).placed
    assert not alone.line
    (both,) = plan_labels([shown, Mark("p", 5.1, "PDH", "dyn", 0.1)], scale, 10.0).placed
    assert (both.line, both.names, both.price) == (True, ("PDH", "VWAP"), 5.1)
