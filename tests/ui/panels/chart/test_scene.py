"""From view to scene."""

from dataclasses import replace
from typing import Any

from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.ui.panels.chart.scene import SceneMaker, axis_of, axis_width, price_range
from spxcc.ui.panels.chart.view_model import ChartView, build
from spxcc.ui.renderables.labels import Mark
from tests.fakes.desk_data import LAST
from tests.fakes.screens import empty_frame, make_frame


def view(**choices: Any) -> ChartView:
    return build(make_frame(**choices), 60)


def test_range_holds_bars_price_and_the_chosen_plan() -> None:
    plain, chosen = price_range(view()), price_range(view(setup_id="s1"))
    assert plain is not None
    assert chosen is not None
    assert plain[0] <= LAST <= plain[1]
    assert chosen[1] >= 6904.0 > plain[1]


def test_near_walls_are_taken_in_and_far_ones_not() -> None:
    found = price_range(view())
    assert found is not None
    assert found[0] == 6870.0
    assert found[1] < 6905.0


def test_a_flat_market_is_not_magnified() -> None:
    bars = tuple(Candle(one.start, LAST, LAST, LAST, LAST) for one in view().bars if one is not None)
    flat = replace(view(), bars=bars, marks=())
    found = price_range(flat)
    assert found is not None
    assert found[1] - found[0] > 5.0


def test_nothing_to_draw() -> None:
    empty = build(empty_frame(), 60)
    assert price_range(empty) is None
    maker = SceneMaker()
    assert maker.scene(empty_frame(), empty, maker.place(empty, 80, 30, False), False) is None
    assert maker.scene(make_frame(), view(), maker.place(view(), 80, 1, False), False) is None
    assert axis_width(empty.last) == 3


def test_a_small_tick_keeps_scale_and_labels() -> None:
    maker, frame = SceneMaker(), make_frame()
    place = maker.place(view(), 80, 30, False)
    first = maker.scene(frame, view(), place, False)
    second = maker.scene(frame, replace(view(), last=LAST + 0.05), place, False)
    assert first is not None
    assert second is not None
    assert first.scale is second.scale
    assert first == second
    assert axis_of(first).scale is first.scale


def test_gutter_has_a_bar_for_each_row() -> None:
    maker, frame = SceneMaker(), make_frame()
    place = maker.place(view(), 90, 30, True)
    scene = maker.scene(frame, view(), place, False)
    assert scene is not None
    assert place.gutter
    assert len(scene.gutter) == place.plot_rows
    assert any(bar.net for bar in scene.gutter)


def test_labels_change_at_most_every_two_seconds() -> None:
    maker, frame = SceneMaker(), make_frame()
    place = maker.place(view(), 80, 30, False)
    near = tuple(Mark(str(at), LAST - 4 + at, f"X{at}", "dyn", 0.5) for at in range(6))
    rival = Mark("rival", LAST + 3, "Y", "wall", 3.0)

    def named(marks: tuple[Mark, ...], seconds: float) -> frozenset[str]:
        later = replace(frame, now=frame.now + int(seconds * NANOS_PER_SECOND))
        scene = maker.scene(later, replace(view(), marks=marks), place, False)
        assert scene is not None
        return scene.plan.ids

    first = named(near, 0.0)
    assert named((*near, rival), 1.0) == first
    assert named((*near, rival), 1.9) == first
    assert "rival" in named((*near, rival), 2.1)


def test_a_setup_that_is_chosen_is_named_at_once() -> None:
    maker, frame = SceneMaker(), make_frame()
    place = maker.place(view(), 80, 30, False)
    maker.scene(frame, view(), place, False)
    scene = maker.scene(frame, view(setup_id="s1"), place, False)
    assert scene is not None
    assert {"s1:entry", "s1:stop", "s1:T1", "s1:T2"} <= scene.plan.ids


def test_the_axis_knows_the_first_bar_in_view() -> None:
    maker = SceneMaker()
    scene = maker.scene(make_frame(), view(), maker.place(view(), 80, 30, False), False)
    assert scene is not None
    first = view().bars[0]
    assert first is not None
    assert axis_of(scene).first == first.start
