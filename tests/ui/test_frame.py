"""The frame is a value."""

from tests.fakes.screens import make_frame


def test_frame_carries_choices_and_time() -> None:
    frame = make_frame(timeframe="5m")
    assert frame.state.timeframe == "5m"
    assert frame.session_now == frame.now // 1_000_000
    assert frame.axis is None
