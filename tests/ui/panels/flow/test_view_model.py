"""Words of flow."""

from msgspec import structs

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, ContractMinuteVolume, FlowSummary
from spxcc.ui.panels.flow.view_model import build, passes, tape_row
from spxcc.ui.state import FLOW_FILTERS, FlowFilter
from tests.fakes.desk_data import NOW, empty_desk, flow_alert, full_desk
from tests.fakes.screens import empty_frame, make_frame

VOLUME = ContractMinuteVolume(
    contract="SPXW261119C06900000", strike=6900.0, right="C", expiry="2026-11-19", day_volume=12_345,
    last_minute_volume=210, last_start=NOW // 1_000_000,
)  # fmt: skip


def test_newest_first_with_side_size_and_premium() -> None:
    view = build(make_frame())
    assert [row.time for row in view.tape][:2] == ["14:31:58", "14:31:49"]
    row = view.tape[0]
    assert (row.kind, row.contract, row.size, row.premium, row.side, row.arrow) == (
        "SWP", "C 6,895", "457", "181K", "bought", "↑",
    )  # fmt: skip
    assert view.windows[0] == (
        "15m C bought 4.1M sold 2.9M · P bought 1.2M sold 800K · ? 500K", "15m C ↑4.1M ↓2.9M P ↑1.2M ↓800K ?500K",
    )  # fmt: skip


def test_direction_is_never_read_into_a_side() -> None:
    words = " ".join(str(row) for row in build(make_frame()).tape).lower()
    assert "bull" not in words
    assert "bear" not in words


def test_filters_pass_what_they_name() -> None:
    alerts = [flow_alert(at, f"f{at}") for at in range(1, 13)]
    counts = {wanted: sum(passes(one, wanted) for one in alerts) for wanted in FLOW_FILTERS}
    assert counts["all"] == counts["sweeps"] + counts["blocks"] == counts["calls"] + counts["puts"] == 12
    wanted: FlowFilter = "puts"
    assert {row.contract[0] for row in build(make_frame(flow_filter=wanted)).tape} == {"P"}


def test_minute_bars_show_volume_with_their_label_and_no_tape() -> None:
    store, clock = full_desk()
    label = "minute volume (bars, no prints)"
    store.put(FLOW_SUMMARY, FlowSummary(kind="minute_bars", label=label, windows=(), volumes=(VOLUME,)))
    view = build(make_frame((store, clock)))
    assert (view.label, view.tape, view.windows) == (label, (), ())
    assert view.volumes == (("C 6,900 11-19", "210", "12.3K", "14:32"),)
    assert build(make_frame((store, clock), flow_filter="puts")).volumes == ()


def test_reasons() -> None:
    assert build(empty_frame()).reason == "waiting for the first value of flow:alert"
    store, clock = empty_desk()
    store.put(FLOW_SUMMARY, FlowSummary(kind="none", label="", windows=(), reason="the feed has no option trades"))
    assert build(make_frame((store, clock))).reason == "the feed has no option trades"
    store.put(FLOW_SUMMARY, FlowSummary(kind="prints", label="", windows=()))
    assert build(make_frame((store, clock))).reason == "no print above the threshold yet"
    store.put_events(FLOW_ALERT, [flow_alert(1, "a")])
    assert build(make_frame((store, clock), flow_filter="puts")).reason == "no print passes the filter puts"


def test_f59_prints_at_the_selected_strike_are_marked() -> None:
    strikes = {row.contract[2:] for row in build(make_frame(setup_id="s1")).tape if row.selected}
    assert strikes <= {"6,905"}
    assert tape_row(flow_alert(5, "x"), selected=True).selected
    assert not any(row.selected for row in build(make_frame()).tape)


def test_a_contract_of_another_underlying_has_its_name() -> None:
    assert tape_row(structs.replace(flow_alert(1, "x"), symbol="SPY", strike=605.0, right="P")).contract == "SPY P605"
