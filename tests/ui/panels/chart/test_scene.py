"""From view to scene."""

from dataclasses import replace
from typing import Any

from spxcc.market.candles import Candle
from spxcc.ui.panels.chart.scene import SceneMaker, axis_of, axis_width, price_range
from spxcc.ui.panels.chart.view_model import ChartView, build
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
