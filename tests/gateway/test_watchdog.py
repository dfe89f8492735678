"""How late the event loop wakes who sleeps."""

import logging

import pytest

from spxcc.gateway.watchdog import LoopWatch


def test_lateness_is_measured_and_never_negative() -> None:
    watch = LoopWatch()
    watch.woke(10.0, 10.3)
    assert [watch.last, watch.worst, watch.stalls] == pytest.approx([0.3, 0.3, 0])
    watch.woke(20.0, 19.9)
    assert [watch.last, watch.worst] == pytest.approx([0.0, 0.3])


def test_a_stall_is_counted_each_time_and_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    watch = LoopWatch(0.5)
    with caplog.at_level(logging.WARNING):
        watch.woke(10.0, 10.5)
        assert caplog.messages == []
        for at in (10.0, 20.0, 69.9, 70.6):
            watch.woke(at, at + 1.0)
    assert watch.stalls == 4
    assert caplog.messages == [
        "the event loop stood still for 1.00 s; 1 stalls so far",
        "the event loop stood still for 1.00 s; 4 stalls so far",
    ]
