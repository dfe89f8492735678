"""Where the parts of the chart stand."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.panels.chart.geometry import geometry


@given(st.integers(0, 220), st.integers(0, 70), st.integers(8, 12), st.booleans())
def test_parts_fill_the_panel_exactly(width: int, height: int, axis: int, gutter: bool) -> None:
    place = geometry(width, height, axis, gutter)
    assert place.plot_columns + place.axis_width + place.gutter == width
    time = 0 if place.time_row is None else 1
    assert place.plot_rows + place.volume_rows + time == max(height - 1, 0)
    assert place.volume_top == 1 + place.plot_rows
    assert place.axis_left == place.plot_columns


def test_parts_give_way_in_order() -> None:
    assert geometry(100, 40, 10, True).gutter > 0
    assert geometry(40, 40, 10, True).gutter == 0
    assert geometry(15, 40, 10, True).axis_width == 0
    assert geometry(100, 8, 10, True).volume_rows == 0
    assert geometry(100, 5, 10, True).time_row is None
