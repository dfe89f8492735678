"""Small charts."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.labels import Mark
from spxcc.ui.renderables.mini import mini_chart, spark, spark_line, sparkline
from tests.fakes.desk_data import minutes

BARS = minutes(60)


def test_sparkline_spans_lowest_to_highest() -> None:
    text = sparkline(BARS, 30)
    assert len(text) == 30
    assert "▁" in text
    assert "█" in text
    assert sparkline(BARS, 0) == ""
    assert sparkline([], 10) == ""
    assert sparkline(BARS[:1], 10) == "▁"
    assert set(sparkline(BARS, 30, plain=True)) <= set("_.-=^")


def test_values_that_are_absent_stay_blank_and_more_than_cells_are_averaged() -> None:
    assert spark([1.0, None, 8.0], 10) == "▁ █"
    assert spark([0.0, 2.0, 7.0, 7.0], 2) == "▁█"
    assert spark([None, None], 5) == "  "
    assert spark([], 5) == ""
    assert spark([5.0, 5.0], 5) == "▁▁"
    assert spark([0.5], 5, low=0.0, high=1.0) in "▄▅"


def test_a_signed_line_shows_sides_by_shape_and_role() -> None:
    assert spark_line([-1.0, None, 1.0], 9) == (("▁", "down"), (" ", "text"), ("█", "up"))


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=60), st.integers(-3, 40), st.booleans())
def test_a_spark_line_never_outgrows_its_room(values: list[float | None], width: int, plain: bool) -> None:
    text = spark(values, width, plain)
    assert len(text) == min(len(values), max(width, 0))
    assert sum(len(part) for part, _ in spark_line(values, width, plain)) == len(text)


@given(st.integers(0, 120), st.integers(0, 20))
def test_mini_chart_at_any_size(width: int, height: int) -> None:
    lines = mini_chart(BARS, [Mark("a", 6900.0, "entry", "entry", 1.0)], width, height, "auto")
    assert all(width_of(line) == width for line in lines)
    assert len(lines) in (0, height)


def test_lines_are_named_and_candles_seen() -> None:
    lines = [text_of(line) for line in mini_chart(BARS, [Mark("a", 6900.0, "entry", "entry", 1.0)], 40, 8, "auto")]
    assert lines[0].startswith("━")
    assert lines[0].rstrip().endswith("entry")
    assert any("┃" in line for line in lines)
    assert mini_chart([], [], 40, 8, "auto") == []
