"""The VWAP's curve on the chart."""

from typing import Any

import pytest

from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.chart.curve import EVERY, CurveBook, curve_cells, legend
from spxcc.ui.panels.chart.painter import ChartPainter
from spxcc.ui.panels.chart.picture import Scene, column
from spxcc.ui.panels.chart.scene import SceneMaker
from spxcc.ui.panels.chart.view_model import build
from spxcc.ui.panels.chart.vwap import NOTHING, UNTRADED, Curve, Point
from spxcc.ui.renderables.scale import PriceScale
from spxcc.ui.renderables.viewport import Viewport
from tests.fakes.desk_data import LAST, full_desk, level, minutes, tick
from tests.fakes.screens import check_snapshot, make_frame, texts
from tests.fakes.store import FakeController, FakeStore

MINUTE = 60_000_000_000
SCALE = PriceScale(low=0.0, high=10.0, rows=11)


def desk() -> tuple[FakeStore, FakeController]:
    found = full_desk()
    found[0].put_minutes("SPX", minutes(303))
    end = round(sum(one.close for one in minutes(303)) / 303, 2)
    found[0].put_items(LEVELS_UPDATE, [level("VWAP", "vwap", end, "intraday"), level("PDH", "pdh", LAST + 6)])
    return found


def drawn(width: int, height: int, options: UiOptions | None = None, **choices: Any) -> tuple[list[str], Scene]:
    maker, frame = SceneMaker(), make_frame(desk(), options=options, **choices)
    view = build(frame, width - 11)
    scene = maker.scene(frame, view, maker.place(view, width, height, False), False)
    assert scene is not None
    return texts(ChartPainter().paint(scene, view)), scene


def test_each_bar_has_the_value_after_its_last_whole_minute() -> None:
    points = tuple(Point(at * MINUTE, float(at), 1.0) for at in range(7))
    cells = curve_cells(Curve(points), (0, None, 5 * MINUTE, 10 * MINUTE), 300, SCALE)
    assert cells == ((0, SCALE.row(4.0), 0), (2, SCALE.row(6.0), 0))
    banded = curve_cells(Curve(points[:5], bands=True), (0,), 300, SCALE)
    assert {(row, width) for _, row, width in banded} == {
        (SCALE.row(4.0 + side * width), width) for width in (0, 1, 2) for side in (1, -1)
    }
    assert curve_cells(Curve(points), (0,), None, SCALE) == ()


def test_the_cells_are_kept_until_something_is_another() -> None:
    book, curve = CurveBook(), Curve((Point(0, 4.0, 1.0),))
    first = book.of(curve, (0,), 60, SCALE)
    assert book.of(curve, (0,), 60, SCALE) is first
    assert book.of(curve, (0, MINUTE), 60, SCALE) is not first
    assert book.of(NOTHING, (0,), 60, SCALE) == ()


@pytest.mark.parametrize(("width", "height"), [(60, 20), (90, 30), (140, 44)])
def test_f58_the_curve_at_sizes(width: int, height: int) -> None:
    rows, scene = drawn(width, height)
    assert scene.curve
    check_snapshot(f"chart_vwap_{width}x{height}", "\n".join(rows) + "\n")


def test_f58_no_bar_is_hidden() -> None:
    with_curve, scene = drawn(90, 30)
    without, _ = drawn(90, 30, overlays="none")
    bars = "┃│╽╿╷╵╻╹"
    for row in range(scene.geometry.plot_rows):
        for x in range(scene.geometry.plot_columns):
            if without[row][x] in bars:
                assert with_curve[row][x] == without[row][x]


def test_bands_stand_back_and_only_all_overlays_bring_them() -> None:
    rows, scene = drawn(140, 44)
    for index, row, width in scene.curve:
        x = column(scene, index)
        if width and rows[row][x] == "·":
            assert x % EVERY[width] == 0
    assert {width for _, _, width in scene.curve} == {0, 1, 2}
    assert {width for _, _, width in drawn(90, 30, overlays="key")[1].curve} == {0}
    assert drawn(90, 30, overlays="none")[1].curve == ()


def test_the_level_has_its_price_on_the_axis_and_its_name_but_no_line() -> None:
    rows, scene = drawn(90, 30)
    (own,) = [one for one in scene.plan.placed if one.names == ("VWAP",)]
    assert f"◄ {own.price:,.2f}" in rows[own.row]
    assert " VWAP " in rows[own.row]
    assert "┈" * 60 not in rows[own.row]
    assert any("┈" * 20 in row for row in drawn(90, 30, timeframe="1D")[0] if " VWAP " in row)


def test_the_legend_names_the_volume_or_the_reason() -> None:
    points = (Point(0, 4.0, 1.0),)
    assert legend(Curve(points, True, "SPY")) == "┈ VWAP, volume of SPY · one and two sigma"
    assert legend(Curve(points, False, "SPY")) == "┈ VWAP, volume of SPY"
    assert legend(Curve(reason=UNTRADED)) == f"no VWAP curve: {UNTRADED}"
    assert legend(NOTHING) == ""
    assert any("┈ VWAP, volume of SPX" in row for row in drawn(90, 30)[0])
    assert any("~ VWAP, volume of SPX" in row for row in drawn(90, 30, UiOptions(glyphs="ascii"))[0])


@pytest.mark.parametrize("pitch", [1, 2, 3, 4, 6])
def test_every_zoom(pitch: int) -> None:
    rows, scene = drawn(90, 30, viewport=Viewport(pitch=pitch))
    assert scene.curve
    assert sum(row.count("·") for row in rows) > 5


def test_f29_a_tick_repaints_no_background() -> None:
    store, clock = desk()
    maker, painter = SceneMaker(), ChartPainter()
    for move in (0.0, 0.5, -0.7):
        tick(store, LAST + move)
        frame = make_frame((store, clock))
        view = build(frame, 79)
        scene = maker.scene(frame, view, maker.place(view, 90, 30, False), False)
        assert scene is not None
        painter.paint(scene, view)
    assert painter.backgrounds == 1
