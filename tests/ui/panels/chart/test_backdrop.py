"""What stands behind the bars."""

from dataclasses import replace

import pytest
from msgspec import structs

from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION
from spxcc.market.candles import Candle
from spxcc.market.session import hours, previous_session
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.ui.frame import Frame
from spxcc.ui.options import GlyphChoice, UiOptions
from spxcc.ui.panels.chart.backdrop import is_gap
from spxcc.ui.panels.chart.painter import ChartPainter
from spxcc.ui.panels.chart.picture import Scene, column
from spxcc.ui.panels.chart.scene import SceneMaker
from spxcc.ui.panels.chart.view_model import ChartView, build
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import full_desk, minutes, prediction
from tests.fakes.screens import check_snapshot, make_frame, texts
from tests.fakes.store import FakeController, FakeStore

TODAY = "2026-11-19"


def drawn(frame: Frame, width: int = 90, height: int = 30) -> tuple[list[str], Scene, ChartView]:
    maker = SceneMaker()
    view = build(frame, width - 11)
    scene = maker.scene(frame, view, maker.place(view, width, height, False), False)
    assert scene is not None
    return texts(ChartPainter().paint(scene, view)), scene, view


def two_sessions(jump: float, back: bool = False) -> tuple[FakeStore, FakeController]:
    """Forty minutes of today after twenty of yesterday, with an open `jump` points away; two minutes are missing."""
    desk = full_desk()
    first, second = hours(previous_session(TODAY)), hours(TODAY)
    assert first is not None
    assert second is not None
    bars = [Candle(first.close_at + (at - 20) * NANOS_PER_MINUTE, 6870.0, 6871.0, 6869.0, 6870.0) for at in range(20)]
    for at in range(40):
        price = 6870.0 + (0.0 if back and at == 25 else jump)
        if at not in (10, 11):
            bars.append(Candle(second.open_at + at * NANOS_PER_MINUTE, price, price + 1, price - 1, price))
    desk[0].put_minutes("SPX", bars)
    desk[0].put_items(LEVELS_UPDATE, [])
    return desk


def test_a_session_break_is_a_line_with_its_date_and_gap() -> None:
    rows, scene, _ = drawn(make_frame(two_sessions(12.0), overlays="none"))
    night = next(seam for seam in scene.seams if seam.kind == "session")
    x = column(scene, night.index)
    assert sum(row[x] in "│║" for row in rows[: scene.geometry.plot_rows]) == scene.geometry.plot_rows
    assert any("11-19 gap +12.00" in row for row in rows)
    assert "filled" not in "".join(rows)
    close = scene.scale.row(6870.0)
    assert close is not None
    assert rows[close][x + 1 : scene.geometry.plot_columns].strip("╶┄· ┊") == ""
    assert rows[close].count("╶") > 30


def test_a_filled_gap_ends_where_it_was_filled() -> None:
    rows, scene, _ = drawn(make_frame(two_sessions(12.0, back=True), overlays="none"))
    assert any("gap +12.00 filled" in row for row in rows)
    close = scene.scale.row(6870.0)
    assert close is not None
    assert 15 < rows[close].count("╶") < 30


def test_missing_minutes_are_a_broken_line_and_counted_in_the_time_row() -> None:
    rows, scene, _ = drawn(make_frame(two_sessions(12.0), overlays="none"))
    hole = next(seam for seam in scene.seams if seam.kind == "data")
    x = column(scene, hole.index)
    assert sum(row[x] == "┊" for row in rows[: scene.geometry.plot_rows]) >= scene.geometry.plot_rows - 1
    assert scene.geometry.time_row is not None
    assert rows[scene.geometry.time_row - 1][x : x + 2] == "×2"


def test_a_small_step_overnight_is_no_gap() -> None:
    _, scene, _ = drawn(make_frame(two_sessions(1.0)))
    assert not any(is_gap(seam) for seam in scene.seams)


def test_sessions_golden_picture() -> None:
    rows, _, _ = drawn(make_frame(two_sessions(12.0, back=True)), 100, 24)
    check_snapshot("chart_sessions_100x24", "\n".join(row.rstrip() for row in rows) + "\n")


def test_the_cone_stands_right_of_the_last_bar_and_only_there() -> None:
    rows, scene, _ = drawn(make_frame(overlays="none"))
    left = scene.geometry.plot_columns - scene.ahead
    assert scene.ahead
    assert not any("┄" in row[:left] for row in rows)
    assert any("┄" in row[left:] for row in rows)
    assert {deviations for _, _, deviations in scene.cone} == {1, 2}
    none = full_desk()
    none[0].put(PREDICTION, structs.replace(prediction(), horizons=()))
    rows, scene, _ = drawn(make_frame(none))
    assert scene.ahead == 0
    assert "┄" not in "".join(rows)


def test_f59_zones_of_the_selected_setup_are_shaded_between_its_lines() -> None:
    rows, scene, _ = drawn(make_frame(setup_id="s1", timeframe="5m"))
    assert {role for role, _, _ in scene.zone} == {"stop", "target"}
    left = scene.geometry.plot_columns - scene.ahead
    shaded = [row for row, text in enumerate(rows) if "░" in text[left : scene.geometry.plot_columns]]
    assert shaded
    for row in shaded:
        assert any(top <= row <= bottom for _, top, bottom in scene.zone)
    assert not any("░" in text[:left] for text in rows)
    assert drawn(make_frame())[1].zone == ()


def test_the_crosshair_has_its_price_on_the_axis() -> None:
    at = minutes()[-9].start
    rows, scene, view = drawn(make_frame(crosshair=at, cross_price=6880.5, overlays="none"))
    assert view.cross is not None
    row = scene.scale.row(6880.5)
    assert row is not None
    assert "┼ 6,880.50" in rows[row]
    assert rows[row].count("╌") > 20
    rows, scene, view = drawn(make_frame(crosshair=at, overlays="none"))
    close = f"{minutes()[-9].close:,.2f}"
    assert any(f"┼ {close}" in text for text in rows)
    assert "╌" not in "".join(rows)


def test_the_countdown_stands_under_the_axis() -> None:
    rows, scene, _ = drawn(make_frame())
    assert scene.geometry.time_row is not None
    assert rows[scene.geometry.time_row - 1].rstrip().endswith("0:53")


@pytest.mark.parametrize("glyphs", ["auto", "ascii"])
def test_plain_glyphs_are_plain_everywhere(glyphs: GlyphChoice) -> None:
    options = UiOptions(fps=0, glyphs=glyphs)
    frame = make_frame(two_sessions(12.0), options, crosshair=minutes()[-1].start, cross_price=6875.0, setup_id="s1")
    rows, scene, _ = drawn(frame)
    plot = "".join(row[: scene.geometry.plot_columns] for row in rows[: scene.geometry.plot_rows])
    for name in ("−", "▲", "▼", "·", "×"):
        plot = plot.replace(name, "")
    assert plot.isascii() == (glyphs == "ascii")


def test_words_give_way_where_there_is_no_room() -> None:
    view_frame = make_frame(two_sessions(12.0))
    view = build(view_frame, 79)
    seam = replace(next(one for one in view.seams if one.kind == "session"), index=len(view.bars) - 2)
    maker = SceneMaker()
    scene = maker.scene(view_frame, replace(view, seams=(seam,), cone=()), maker.place(view, 90, 30, False), False)
    assert scene is not None
    rows = ChartPainter().paint(scene, view)
    assert not any("11-19 gap +12.00 filled" in text_of(row) for row in rows)
