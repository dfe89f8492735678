"""The status line."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH, Health, Notice
from spxcc.engines.recording.result import RECORDING, RecordingState
from spxcc.market.units import to_millis
from spxcc.ui.actions import hint_pairs
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.status_line.view_model import hints, status
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.desk_data import NOW, full_desk, gex
from tests.fakes.screens import empty_frame, make_frame
from tests.fakes.store import FakeConnection, FakeHop


def test_session_connection_and_counters() -> None:
    text = text_of(status(make_frame()))
    for part in ("open · Open until 16:00 ET", "connected to 127.0.0.1:8787", "events 12,345", "2026-11-19"):
        assert part in text


def test_a_lost_connection_counts_down() -> None:
    store, clock = full_desk()
    store.connect(FakeConnection("waiting", "lost the server", 7.4))
    assert "lost the server, next try in 7s (R now)" in text_of(status(make_frame((store, clock))))


def test_warnings_come_before_notices() -> None:
    store, clock = full_desk()
    notices = (Notice("warning", "map", "SPX from SPY × 10.0359"), Notice("info", "x", "all well"))
    store.put(HEALTH, Health(channels={}, feeds={}, events=1, stale_ticks=0, rejected=0, notices=notices))
    text = text_of(status(make_frame((store, clock))))
    assert "SPX from SPY × 10.0359" in text
    assert "all well" not in text


def test_a_long_notice_is_cut_at_a_word_and_not_left_out() -> None:
    store, clock = full_desk()
    told = "Your Massive plan gives no option chains (HTTP status 403 (You are not entitled to this data.)): none"
    notices = (Notice("warning", "plan:chain", told),)
    store.put(HEALTH, Health(channels={}, feeds={}, events=1, stale_ticks=0, rejected=0, notices=notices))
    text = text_of(status(make_frame((store, clock)), 160))
    assert " · Your Massive plan gives no option chains (HTTP status 403 (You are not…" in text


def test_latency_by_hop() -> None:
    store, clock = full_desk()
    store.latency["wire"] = FakeHop(1.2, 4.6, 19.0)
    assert "wire p50/p95/max 1/5/19ms" in text_of(status(make_frame((store, clock))))


def test_debugging_the_stream_names_its_key() -> None:
    assert "` stream log" in text_of(status(make_frame(options=UiOptions(debug_stream=True))))
    assert "stream log" not in text_of(status(make_frame()))


def test_age_of_the_chain_with_its_date_where_it_is_not_todays() -> None:
    store, clock = full_desk()
    assert "· chain 14:32 ·" in text_of(status(make_frame((store, clock))))
    evening = to_millis(NOW) - 17 * 3_600_000
    store.put(gex_channel("SPX"), structs.replace(gex(), quotes_at=evening))
    assert "· chain 2026-11-18 21:32 ·" in text_of(status(make_frame((store, clock))))
    store.put(gex_channel("SPX"), structs.replace(gex(), quotes_at=None))
    assert "chain" not in text_of(status(make_frame((store, clock))))


def test_f56_size_and_rate_of_the_recording_and_an_alarm_where_it_stopped() -> None:
    store, clock = full_desk()
    assert "rec " not in text_of(status(make_frame((store, clock))))
    store.put(RECORDING, RecordingState(on=True, size_bytes=12 * 2**20, rate_bytes_per_hour=15 * 2**20))
    assert " · rec 12.0 MB 15 MB/h" in text_of(status(make_frame((store, clock))))
    store.put(RECORDING, RecordingState(on=False, reason="recording stopped: the disk is full", alarm=True))
    assert "NOT RECORDED: recording stopped: the disk is full" in text_of(status(make_frame((store, clock)), 100))
    store.put(RECORDING, RecordingState(on=False, name="a", reason="stopped at 10:31:05 by its owner"))
    assert "NOT RECORDED: stopped at 10:31:05 by its owner" in text_of(status(make_frame((store, clock)), 200))
    store.put(RECORDING, RecordingState(on=False, reason="a replay"))
    assert "rec" not in text_of(status(make_frame((store, clock))))


def test_before_anything() -> None:
    assert text_of(status(empty_frame())).startswith(" SESSION unknown")


@given(st.integers(1, 200))
def test_hints_never_overflow(width: int) -> None:
    assert width_of(hints(hint_pairs(), width)) <= width
