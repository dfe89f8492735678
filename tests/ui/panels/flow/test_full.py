"""The full view of flow at any size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowSummary
from spxcc.ui.frame import Frame
from spxcc.ui.panels.flow.full import draw_full
from spxcc.ui.panels.flow.stats import stats_of
from spxcc.ui.panels.flow.view_model import build
from spxcc.ui.renderables.cells import Line
from tests.fakes.desk_data import empty_desk, flow_alert
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import check_snapshot, empty_frame, exact, make_frame, roles_known, texts
from tests.ui.panels.flow.test_view_model import VOLUME

FRAME = make_frame(rich_desk(), zoomed=True)


def drawn(frame: Frame, width: int, height: int, first: int = 0, plain: bool = False) -> list[Line]:
    return draw_full(build(frame, first + height), stats_of(frame), first, width, height, plain)


def one_print() -> Frame:
    store, clock = empty_desk()
    store.put_events(FLOW_ALERT, [flow_alert(1, "a")])
    return make_frame((store, clock), zoomed=True)


def minute_volume() -> Frame:
    store, clock = rich_desk()
    store.put(FLOW_SUMMARY, FlowSummary(kind="minute_bars", label="", windows=(), volumes=(VOLUME,) * 70))
    return make_frame((store, clock), zoomed=True)


def burst() -> Frame:
    store, clock = rich_desk()
    odd = "SPY" * 3
    store.put_events(
        FLOW_ALERT, [structs.replace(flow_alert(at % 900, f"b{at}"), condition=odd) for at in range(5_000)]
    )
    return make_frame((store, clock), zoomed=True)


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_pictures(width: int, height: int) -> None:
    lines = drawn(FRAME, width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)
    check_snapshot(f"flow_full_{width}x{height}", "\n".join(texts(lines)) + "\n")


@pytest.mark.parametrize("frame", [FRAME, empty_frame(zoomed=True), one_print(), minute_volume()])
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 60), st.integers(0, 9), st.booleans())
def test_any_size(frame: Frame, width: int, height: int, first: int, plain: bool) -> None:
    lines = drawn(frame, width, height, first, plain)
    assert exact(lines, width, height)
    assert roles_known(lines)


def test_a_burst_is_drawn_and_counted() -> None:
    lines = drawn(burst(), 160, 44)
    assert exact(lines, 160, 44)
    assert "tape 5032 since" in "\n".join(texts(lines))


def test_shapes_say_what_colours_say() -> None:
    text = "\n".join(texts(drawn(FRAME, 160, 44)))
    for wanted in ("█ nearer ask", "▒ nearer bid", "↑ bought", "↓ sold", "92 % known", "14 packages netted",
                   "vertical, 2 legs", "1 at the middle of the quote"):  # fmt: skip
        assert wanted in text
    plain = "\n".join(texts(drawn(FRAME, 160, 44, plain=True)))
    assert not set("█▒▁▂▃▄▅▆▇") & set(plain)


def test_minute_volume_says_that_it_knows_no_side() -> None:
    text = "\n".join(texts(drawn(minute_volume(), 100, 26)))
    assert "no prints, so no side, no sweep, no block, no premium" in text
    assert "aggressor" not in text


def test_the_filter_and_the_least_premium_hold_for_rows_and_sums() -> None:
    frame = make_frame(rich_desk(), zoomed=True, flow_filter="puts", flow_premium=250_000)
    view, stats = build(frame), stats_of(frame)
    assert view.filtered == "puts ≥ 250K"
    assert len(view.tape) == stats.prints > 0
    assert {one.right for one in stats.strikes} == {"P"}
    assert build(make_frame(rich_desk(), flow_premium=1_000_000)).reason == "no print passes the filter all ≥ 1.0M"
