"""Places of the desk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.screens.layout import LEAST_HEIGHT, LEAST_WIDTH, Box, plan
from spxcc.ui.state import GEX_MODES, PANELS, ViewState

STATES = st.builds(
    ViewState, focus=st.sampled_from(PANELS), zoomed=st.booleans(), gex=st.sampled_from(GEX_MODES),
    left=st.integers(-30, 60), right=st.integers(-60, 60), card=st.booleans(),
)  # fmt: skip


@given(st.integers(1, 260), st.integers(1, 90), STATES)
def test_f57_parts_cover_the_screen_without_overlap(width: int, height: int, state: ViewState) -> None:
    boxes = plan(width, height, state).boxes.values()
    assert all(box.width > 0 and box.height >= 0 and box.x >= 0 and box.y >= 0 for box in boxes)
    assert all(box.x + box.width <= width and box.y + box.height <= height for box in boxes)
    assert sum(box.width * box.height for box in boxes) == width * height
    grid = {(x, y) for box in boxes for x in range(box.x, box.x + box.width) for y in (box.y, box.y + box.height - 1)}
    assert sum(min(box.height, 2) * box.width for box in boxes) == len(grid)


@pytest.mark.parametrize(
    ("size", "name"), [((160, 48), "large"), ((140, 30), "large"), ((100, 30), "medium"), ((80, 24), "small"),
                       ((60, 16), "small"), ((59, 40), "smallest"), ((200, 15), "smallest"), ((1, 1), "smallest")],
)  # fmt: skip
def test_f57_layout_by_size(size: tuple[int, int], name: str) -> None:
    assert plan(*size, ViewState()).name == name


def test_f57_eighty_by_24_shows_the_focused_panel_with_price_and_levels() -> None:
    for panel in PANELS:
        parts = set(plan(80, 24, ViewState(focus=panel)).boxes)
        assert parts == {"header", "now_line", "status_line", "tabs", "brief", panel}


def test_f57_columns_can_be_resized() -> None:
    wider = ViewState(focus="gex").widened(8)
    assert plan(160, 48, wider).boxes["gex"].width == plan(160, 48, ViewState()).boxes["gex"].width + 8
    flow = ViewState(focus="flow").widened(8)
    assert plan(160, 48, flow).boxes["flow"].width == plan(160, 48, ViewState()).boxes["flow"].width + 8
    narrower = plan(160, 48, ViewState(left=-30)).boxes["gex"].width
    assert narrower >= 20


def test_locked_gex_stands_beside_the_chart_or_in_its_gutter() -> None:
    large = plan(160, 48, ViewState())
    assert large.boxes["gex"].y == large.boxes["chart"].y
    assert large.boxes["gex"].height == large.boxes["chart"].height
    assert not large.gutter
    assert plan(100, 30, ViewState()).gutter
    assert "gex" not in plan(160, 48, ViewState(gex="off")).boxes


def test_an_open_card_gets_the_room_it_needs() -> None:
    for size, rows in (((160, 48), 20), ((100, 30), 16)):
        boxes = plan(*size, ViewState(card=True)).boxes
        assert boxes["setups"].height >= rows > plan(*size, ViewState()).boxes["setups"].height
        assert boxes["chart"] == plan(*size, ViewState()).boxes["chart"]


def test_zoom_leaves_the_lines_of_truth() -> None:
    zoomed = plan(160, 48, ViewState(focus="flow", zoomed=True))
    assert set(zoomed.boxes) == {"header", "now_line", "status_line", "flow"}
    assert zoomed.boxes["flow"] == Box(0, 2, 160, 45)
    assert plan(LEAST_WIDTH - 1, LEAST_HEIGHT, ViewState(zoomed=True)).name == "smallest"
