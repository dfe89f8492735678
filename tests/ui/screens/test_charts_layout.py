"""Where the charts stand."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.screens.charts_layout import charts_plan


def charts(width: int, height: int, focused: int = 0, zoomed: bool = False) -> list[str]:
    return sorted(name for name in charts_plan(width, height, 4, focused, zoomed).boxes if name.startswith("chart"))


def test_four_where_there_is_room_two_or_one_where_not() -> None:
    assert charts(160, 48) == ["chart_0", "chart_1", "chart_2", "chart_3"]
    assert charts(100, 30) == ["chart_0", "chart_1", "chart_2", "chart_3"]
    assert charts(120, 24) == ["chart_0", "chart_1"]
    assert charts(80, 40) == ["chart_0", "chart_1"]
    assert charts(80, 24) == ["chart_0"]
    assert charts(160, 48, zoomed=True, focused=2) == ["chart_2"]


def test_the_focused_one_is_always_seen() -> None:
    assert charts(80, 24, focused=3) == ["chart_3"]
    assert charts(120, 24, focused=2) == ["chart_2", "chart_3"]


def test_lines_only_where_they_leave_room() -> None:
    assert "header" in charts_plan(80, 24, 4, 0, False).boxes
    assert set(charts_plan(40, 8, 4, 0, False).boxes) == {"chart_0"}


@given(st.integers(0, 200), st.integers(0, 60), st.integers(0, 3), st.booleans())
def test_parts_never_overlap_and_never_leave_the_screen(width: int, height: int, focused: int, zoomed: bool) -> None:
    plan = charts_plan(width, height, 4, focused, zoomed)
    seen: set[tuple[int, int]] = set()
    for box in plan.boxes.values():
        cells = {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}
        assert not cells & seen
        seen |= cells
        assert box.x >= 0
        assert box.x + box.width <= width
        assert box.y + box.height <= height
    assert (f"chart_{focused}" in plan.boxes) == (width > 0 and height > 0)
    assert len(seen) == width * height
