"""The flow widget."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.result import FLOW_SUMMARY, FlowSummary
from spxcc.ui.panels.flow.panel import FlowPanel, draw, tape_line
from spxcc.ui.panels.flow.view_model import build, tape_row
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.desk_data import flow_alert, full_desk
from tests.fakes.screens import INKS, exact, make_frame, texts
from tests.ui.panels.flow.test_view_model import VOLUME

ROW = tape_row(flow_alert(1, "a"))


@given(st.integers(20, 200))
def test_a_tape_line_is_exact_at_any_width(width: int) -> None:
    assert width_of(tape_line(ROW, width)) == width


def test_columns_leave_from_the_right() -> None:
    assert text_of(tape_line(ROW, 80)).startswith(" 14:31:58 SWP C 6,895     457    4.10  181K ↑ bought 11-19")
    narrow = text_of(tape_line(ROW, 32))
    assert "4.10" not in narrow
    assert "181K ↑" in narrow


def test_scrolling_starts_further_down() -> None:
    view = build(make_frame())
    assert text_of(draw(view, 3, 60, 6)[0]).startswith(" 14:31:31")


def test_totals_are_short_where_there_is_no_room_for_words() -> None:
    view = build(make_frame())
    wide = text_of(draw(view, 0, 70, 12)[0]).rstrip()
    assert wide == " 15m C bought 4.1M sold 2.9M · P bought 1.2M sold 800K · ? 500K"
    assert text_of(draw(view, 0, 45, 12)[0]).rstrip() == " 15m C ↑4.1M ↓2.9M P ↑1.2M ↓800K ?500K"


def test_volume_rows_have_a_heading() -> None:
    store, clock = full_desk()
    label = "minute volume (bars, no prints)"
    store.put(FLOW_SUMMARY, FlowSummary(kind="minute_bars", label=label, windows=(), volumes=(VOLUME,)))
    lines = texts(FlowPanel(INKS).paint(make_frame((store, clock)), 70, 10))
    assert label in lines[0]
    assert lines[1].split() == ["contract", "last", "min", "day", "at"]
    assert lines[2].split() == ["C", "6,900", "11-19", "210", "12.3K", "14:32"]


@given(st.integers(34, 200))
def test_the_last_row_weighs_bought_against_sold(width: int) -> None:
    lines = draw(build(make_frame()), 0, width, 12)
    assert exact(lines, width, 12)
    text = text_of(lines[-1])
    assert text.startswith(" 15m bought 5.3M ")
    assert text.endswith(" 3.7M sold")
    assert width < 60 or text.count("█") > text.count("▒") > 0


def test_no_bar_where_no_side_is_known() -> None:
    store, clock = full_desk()
    store.put(FLOW_SUMMARY, FlowSummary(kind="prints", label="", windows=()))
    assert build(make_frame((store, clock))).balance is None
