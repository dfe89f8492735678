"""From cells to bars."""

from dataclasses import replace

from spxcc.ui.panels.chart.picture import Scene, column
from spxcc.ui.panels.chart.pointer import Drag, cell_of
from spxcc.ui.panels.chart.scene import SceneMaker
from spxcc.ui.panels.chart.view_model import build
from spxcc.ui.renderables.viewport import Viewport
from tests.fakes.screens import make_frame


def scene_of(pitch: int = 1) -> Scene:
    frame, maker = make_frame(viewport=Viewport(pitch=pitch)), SceneMaker()
    view = build(frame, 69)
    scene = maker.scene(frame, view, maker.place(view, 80, 30, False), False)
    assert scene is not None
    return scene


def test_every_column_of_a_bar_is_that_bar() -> None:
    for pitch in (1, 2, 3, 4, 6):
        scene = scene_of(pitch)
        for at, start in enumerate(scene.starts):
            for x in range(column(scene, at), column(scene, at) + pitch):
                found = cell_of(scene, x, 3)
                assert found is not None
                assert found[0] == start


def test_the_row_is_a_price_on_the_scale() -> None:
    scene = scene_of()
    found = cell_of(scene, 30, 5)
    assert found is not None
    assert scene.scale.row(found[1]) == 4


def test_beside_the_bars_the_nearest_one_counts_and_outside_the_plot_none() -> None:
    scene = scene_of()
    right, left = cell_of(scene, scene.geometry.plot_columns - 1, 3), cell_of(scene, 0, 3)
    assert right is not None
    assert right[0] == scene.starts[-1]
    assert left is not None
    assert left[0] == scene.starts[0]
    assert cell_of(scene, 30, 0) is None
    assert cell_of(scene, 30, scene.geometry.plot_rows + 1) is None
    assert cell_of(scene, scene.geometry.plot_columns, 3) is None
    assert cell_of(replace(scene, starts=()), 30, 3) is None


def test_a_gap_is_the_bar_after_it() -> None:
    scene = scene_of()
    holed = replace(scene, starts=(*scene.starts[:10], None, *scene.starts[11:]))
    found = cell_of(holed, column(holed, 10), 3)
    assert found is not None
    assert found[0] == scene.starts[11]


def test_nothing_is_dragged_at_first() -> None:
    assert Drag() == Drag(None, False)
