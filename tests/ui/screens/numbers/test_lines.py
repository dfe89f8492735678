"""Numbers of the lines."""

from spxcc.ui.screens.numbers.lines import brief_numbers, header_numbers, now_numbers, status_numbers
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame
from tests.fakes.store import FakeConnection, FakeHop
from tests.ui.screens.numbers.laws import hold


def test_f33_header_now_line_status_line_and_brief_explain_themselves() -> None:
    store, clock = full_desk()
    store.latency = {"wire": FakeHop(12.0, 40.0, 95.0)}
    store.connect(FakeConnection("waiting", "lost", 4.0))
    frame = make_frame((store, clock))
    header = hold(header_numbers(frame))
    assert header["screen.header.flip.distance"].text == "+4.1"
    assert "screen.header.next_close" in header
    assert "basis:update.z" in header
    assert hold(now_numbers(frame))
    status = hold(status_numbers(frame))
    assert status["screen.status.wire.p95"].also == ("40", "40.0")
    assert status["screen.status.retry"].text == "4s"
    assert "status.message" in status
    assert hold(brief_numbers(frame))
