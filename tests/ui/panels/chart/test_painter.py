"""Painting: golden picture, and what a tick touches."""

from dataclasses import replace

from spxcc.market.candles import Candle
from spxcc.ui.panels.chart.painter import ChartPainter, Scene, body_width, column, overlay_rows, pinned, room_for
from spxcc.ui.panels.chart.scene import SceneMaker
from spxcc.ui.panels.chart.view_model import ChartView, build
from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.renderables.labels import Mark
from tests.fakes.desk_data import LAST, full_desk, minutes, tick
from tests.fakes.screens import check_snapshot, exact, make_frame, texts


def paint(view: ChartView, width: int = 60, height: int = 20) -> tuple[list[Line], Scene, ChartPainter]:
    maker, painter = SceneMaker(), ChartPainter()
    place = maker.place(view, width, height, True)
    scene = maker.scene(make_frame(), view, place, False)
    assert scene is not None
    return painter.paint(scene, view), scene, painter


def test_golden_picture() -> None:
    lines, _, _ = paint(build(make_frame(), 37))
    assert exact(lines, 60, 19)
    check_snapshot("chart_60x20", "\n".join(texts(lines)) + "\n")


def test_f29_a_tick_moves_the_last_bar_and_the_tag_alone() -> None:
    desk = full_desk()
    before, scene, painter = paint(build(make_frame(desk), 37))
    tick(desk[0], LAST + 1.1)
    view = build(make_frame(desk), 37)
    after = painter.paint(scene, view)
    changed = [row for row in range(len(after)) if before[row] != after[row]]
    assert painter.backgrounds == 1
    assert changed
    assert set(changed) <= set(overlay_rows(scene, view)) | {
        row for row in range(len(before)) if "▐" in text_of(before[row])
    }
    assert any("▐6,886.96▌" in text_of(line) for line in after)


def test_f29_partial_paint_equals_a_full_one() -> None:
    desk = full_desk()
    _, scene, painter = paint(build(make_frame(desk), 37))
    for move in (0.7, -1.3, 2.2, -0.4):
        tick(desk[0], LAST + move)
        view = build(make_frame(desk), 37)
        assert painter.paint(scene, view) == ChartPainter().paint(scene, view)
        calm = replace(view, last=LAST + move / 2)
        assert painter.paint(scene, calm) == ChartPainter().paint(scene, calm)
        crossed = replace(view, cross=3)
        assert painter.paint(scene, crossed) == ChartPainter().paint(scene, crossed)


def test_f29_a_new_bar_moves_the_picture() -> None:
    store, clock = full_desk()
    painter, maker = ChartPainter(), SceneMaker()

    def draw() -> list[Line]:
        view = build(make_frame((store, clock)), 37)
        scene = maker.scene(make_frame((store, clock)), view, maker.place(view, 60, 20, True), False)
        assert scene is not None
        return painter.paint(scene, view)

    before = draw()
    bars = minutes()
    store.put_minutes(
        "SPX", [*bars, Candle(bars[-1].start + 60_000_000_000, LAST, LAST + 2, LAST - 2, LAST - 1, 900.0)]
    )
    after = draw()
    assert painter.backgrounds == 2
    assert before != after


def test_stale_price_is_hatched() -> None:
    view = replace(build(make_frame(), 37), stale=True)
    lines, _, _ = paint(view)
    assert any("▒6,885.86▒" in text_of(line) for line in lines)
    assert not any("▐6,885.86▌" in text_of(line) for line in lines)


def test_a_label_never_covers_a_bar() -> None:
    """It shrinks to the room that the bars leave in its row, down to one name, and gives way altogether."""
    view = build(make_frame(), 37)
    wall = Mark("w", LAST, "A VERY LONG NAME OF A LEVEL", "wall", 9.0)
    crowd = (wall, Mark("v", LAST, "SHORT", "dyn", 8.0), Mark("u", LAST, "OTHER", "dyn", 7.0))
    plain, _, _ = paint(replace(view, marks=()))
    named, scene, _ = paint(replace(view, marks=crowd))
    for row in range(scene.geometry.plot_rows):
        for x, char in enumerate(text_of(plain[row])[: scene.geometry.plot_columns]):
            assert char not in "┃│╽╿╷╵╻╹" or text_of(named[row])[x] == char


def test_the_lines_of_the_chosen_setup_are_always_named() -> None:
    view = build(make_frame(setup_id="s1"), 37)
    lines, _, _ = paint(view)
    text = "\n".join(texts(lines))
    assert all(f"━ {name}" in text for name in ("entry", "stop", "T1", "T2"))


def test_room_is_found_between_the_bars() -> None:
    assert room_for("──┃────────┃──", ("CW+PDH", "CW"), "─") == (4, "CW+PDH")
    assert room_for("──┃──────┃────", ("CW+PDH", "CW"), "─") == (4, "CW")
    assert room_for("┃─┃─┃", ("CW+PDH", "CW"), "─") is None


def test_gaps_are_drawn_as_gaps() -> None:
    view = build(make_frame(), 37)
    holed = replace(view, bars=(*view.bars[:10], None, *view.bars[11:]))
    lines, scene, _ = paint(holed)
    x = column(scene, 10)
    assert sum(text_of(lines[row])[x] == "┊" for row in range(scene.geometry.plot_rows)) >= scene.geometry.plot_rows - 4


def test_crosshair_is_a_column() -> None:
    lines, scene, _ = paint(replace(build(make_frame(), 37), cross=5))
    x = column(scene, 5)
    assert sum(text_of(lines[row])[x] == "╎" for row in range(scene.geometry.plot_rows)) > 3


def test_far_levels_are_pinned_with_their_distance() -> None:
    lines, scene, _ = paint(build(make_frame(), 37))
    assert pinned(scene)
    row, arrow, mark = pinned(scene)[0]
    assert f"{arrow} {mark.price:,.2f} {mark.label}" in text_of(lines[row])


def test_volume_bars_are_as_wide_as_bodies() -> None:
    assert [body_width(pitch) for pitch in (1, 2, 3, 6)] == [1, 1, 2, 5]
