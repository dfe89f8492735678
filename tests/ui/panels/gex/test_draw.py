"""Locked and ladder."""

from spxcc.ui.frame import ChartAxis
from spxcc.ui.panels.gex.draw import draw
from spxcc.ui.panels.gex.view_model import build
from spxcc.ui.renderables.scale import PriceScale
from tests.fakes.screens import check_snapshot, exact, make_frame, texts

AXIS = ChartAxis(PriceScale(6860.0, 6910.0, 25), 1)


def test_locked_rows_are_the_rows_of_the_chart() -> None:
    lines = draw(build(make_frame()), "locked", AXIS, 30, 31, plain=False)
    assert exact(lines, 30, 31)
    row = AXIS.scale.row(6905.0)
    assert row is not None
    assert "6905 CW" in texts(lines)[row]
    assert texts(lines)[25].startswith(" net")
    check_snapshot("gex_locked_30x31", "\n".join(texts(lines)) + "\n")


def test_f61_ladder_has_spot_in_the_middle() -> None:
    lines = draw(build(make_frame()), "ladder", AXIS, 30, 27, plain=False)
    assert "┼" in texts(lines)[(27 - 6) // 2]
    assert texts(lines)[(27 - 6) // 2].startswith("6885")


def test_without_an_axis_the_ladder_stands_in() -> None:
    view = build(make_frame())
    assert draw(view, "locked", None, 30, 27, plain=False) == draw(view, "ladder", None, 30, 27, plain=False)


def test_an_axis_taller_than_the_panel_is_not_used() -> None:
    view = build(make_frame())
    assert draw(view, "locked", AXIS, 30, 20, plain=True) == draw(view, "ladder", None, 30, 20, plain=True)
