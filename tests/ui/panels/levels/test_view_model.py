"""Levels nearest first."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.clusters.result import CLUSTERS, ClustersResult
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION, Horizon, Prediction
from spxcc.engines.price.result import price_channel
from spxcc.ui.panels.levels.full import foot_words
from spxcc.ui.panels.levels.view_model import build, cone_words, touch_words
from spxcc.ui.screens.numbers.lists import level_numbers
from spxcc.ui.state import LEVEL_FILTERS
from tests.fakes.desk_data import empty_desk, full_desk, level, price
from tests.fakes.screens import empty_frame, make_frame


@given(st.lists(st.floats(6000, 8000), min_size=1, max_size=30), st.floats(6000, 8000))
def test_nearest_first_with_distance_in_points(prices: list[float], last: float) -> None:
    store, clock = empty_desk()
    store.put(price_channel("SPX"), price(last=last))
    store.put_items(LEVELS_UPDATE, [level(f"L{at}", f"k{at}", one) for at, one in enumerate(prices)])
    rows = build(make_frame((store, clock))).rows
    distances = [row.distance for row in rows]
    assert all(distance is not None for distance in distances)
    sizes = [abs(distance) for distance in distances if distance is not None]
    assert sizes == sorted(sizes)
    assert all(row.price - last == row.distance for row in rows)


def test_without_a_price_there_is_no_distance() -> None:
    store, clock = empty_desk()
    store.put_items(LEVELS_UPDATE, [level("A", "a", 6900.0)])
    assert build(make_frame((store, clock))).rows[0].distance is None


def test_f58_filter_by_category() -> None:
    sizes = {wanted: len(build(make_frame(level_filter=wanted)).rows) for wanted in LEVEL_FILTERS}
    assert sizes["all"] == 9
    assert sizes["options"] == 3
    assert sizes["spy_derived"] == 0
    assert sum(sizes[wanted] for wanted in LEVEL_FILTERS[1:]) == 8


def test_f59_level_of_the_selected_setup_is_marked() -> None:
    marked = [row.id for row in build(make_frame(setup_id="s1")).rows if row.selected]
    assert marked == ["L-call_wall"]
    assert not any(row.selected for row in build(make_frame()).rows)


def test_f59_the_level_or_zone_pointed_at_is_marked_before_that_of_the_setup() -> None:
    zone = next(row.id for row in build(make_frame()).rows if row.label.startswith("FORTRESS"))
    for chosen in ("L-call_wall", zone):
        marked = [row.id for row in build(make_frame(setup_id="s1", level_id=chosen)).rows if row.selected]
        assert marked == [chosen]


def test_strong_zones_are_rows_too() -> None:
    rows = build(make_frame()).rows
    assert any(row.label == "FORTRESS ×4" and row.tests == "6,904.0–6,906.0" for row in rows)
    store, clock = full_desk()
    store.put(CLUSTERS, ClustersResult(zones=(), radius=None))
    assert len(build(make_frame((store, clock))).rows) == 8


def test_words_of_tests() -> None:
    assert [touch_words(0, 0), touch_words(1, 1), touch_words(4, 3)] == [
        "untested",
        "1 test, 1 held",
        "4 tests, 3 held",
    ]


def test_the_range_ahead_is_in_words_or_absent() -> None:
    assert build(make_frame()).cone == "1 sd 15m 6,880–6,892 close 6,862–6,910"
    assert build(empty_frame()).cone == ""
    assert cone_words(Prediction(spot=None, sigma=None, horizons=(), next_up=None, next_down=None)) == ""


def test_f46_how_often_the_cone_held_stands_beside_it_with_n_interval_and_null() -> None:
    met = Horizon(
        label="15m", minutes=15, at=0, one_sd=6, low1=6880, high1=6892, low2=6874, high2=6898, n=17, inside=12,
        inside2=16, coverage=0.7059, coverage_low=0.4687, coverage_high=0.8672,
    )  # fmt: skip
    prediction = Prediction(spot=6886, sigma=0.2, horizons=(met,), next_up=None, next_down=None)
    assert cone_words(prediction) == "1 sd 15m 6,880–6,892 (12/17 in)"
    assert cone_words(prediction, whole=True) == "1 sd 15m 6,880–6,892 (forward 12/17 in [47–87 %], a normal 68 %)"
    store, clock = full_desk()
    store.put(PREDICTION, prediction)
    frame = make_frame((store, clock))
    assert build(frame).cone_met in foot_words(build(frame), 200)
    listed = {one.path: one.text for one in level_numbers(frame)}
    assert listed["prediction:update.horizons.0.coverage_low"] == "47 %"
    assert listed["prediction:update.horizons.0.n"] == "17"


def test_reason_when_there_are_none() -> None:
    assert build(empty_frame()).reason == "waiting for the first value of levels:update"
