"""Painting: golden picture, and what a tick touches."""

from dataclasses import replace

import pytest

from spxcc.market.candles import Candle
from spxcc.ui.options import GlyphChoice, UiOptions
from spxcc.ui.panels.chart.painter import ChartPainter, overlay_rows, pinned
from spxcc.ui.panels.chart.picture import Scene, column
from spxcc.ui.panels.chart.scene import SceneMaker
from spxcc.ui.panels.chart.view_model import ChartView, build
from spxcc.ui.panels.chart.vwap import NOTHING
from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.renderables.labels import Mark
from spxcc.ui.renderables.viewport import PITCHES, Viewport
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


def test_gaps_are_drawn_as_gaps() -> None:
    view = build(make_frame(), 37)
    holed = replace(view, bars=(*view.bars[:10], None, *view.bars[11:]))
    lines, scene, _ = paint(holed)
    assert scene.seams == ()
    x = column(scene, 10)
    assert all(text_of(lines[row])[x] in " ─╌┈" for row in range(scene.geometry.plot_rows))


def test_crosshair_is_a_column() -> None:
    lines, scene, _ = paint(replace(build(make_frame(), 37), cross=5))
    x = column(scene, 5)
    assert sum(text_of(lines[row])[x] == "╎" for row in range(scene.geometry.plot_rows)) > 3


def test_far_levels_are_pinned_with_their_distance() -> None:
    lines, scene, _ = paint(build(make_frame(), 37))
    assert pinned(scene)
    row, arrow, mark = pinned(scene)[0]
    assert f"{arrow} {mark.price:,.2f} {mark.label}" in text_of(lines[row])


@pytest.mark.parametrize("pitch", PITCHES)
def test_the_glyph_ladder_by_zoom(pitch: int) -> None:
    """Box glyphs for narrow bars, eighth blocks from three columns; what the user asked for goes first."""

    def drawn(glyphs: GlyphChoice) -> set[str]:
        frame = make_frame(viewport=Viewport(pitch=pitch), options=UiOptions(fps=0, glyphs=glyphs))
        view, maker = build(frame, 60), SceneMaker()
        scene = maker.scene(frame, replace(view, marks=(), curve=NOTHING), maker.place(view, 71, 30, False), False)
        assert scene is not None
        rows = ChartPainter().paint(scene, view)[: scene.geometry.plot_rows]
        return set("".join(text_of(row)[: scene.geometry.plot_columns - scene.ahead] for row in rows))

    box, block = set("┃╽╿╻╹"), set("▁▂▃▄▅▆▇█━▀")
    auto = drawn("auto")
    assert bool(auto & box) == (pitch < 3)
    assert bool(auto & block) == (pitch >= 3)
    assert drawn("box") & box
    assert not drawn("box") & block
    assert bool(drawn("block") & block) == (pitch >= 3)
    assert drawn("ascii") <= set(" #%|-.:")
