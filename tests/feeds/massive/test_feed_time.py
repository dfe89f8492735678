"""The market's time."""

from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.clock import ManualClock
from tests.feeds.massive.vendor import NOW

HOUR = 3600 * NANOS_PER_SECOND


def test_live_the_machine_counts_and_its_skew_is_told() -> None:
    clock = ManualClock(NOW)
    time = FeedTime(clock, follow=False)
    time.server_said(NOW + 5 * NANOS_PER_SECOND)
    time.heard(NOW + 9 * NANOS_PER_SECOND)
    assert (time.now(), time.skew_s) == (NOW, 5.0)


def test_a_simulator_is_followed_and_time_never_runs_backwards() -> None:
    clock = ManualClock(NOW)
    time = FeedTime(clock, follow=True)
    time.server_said(NOW + HOUR)
    assert time.now() == NOW + HOUR
    time.server_said(NOW + HOUR - NANOS_PER_SECOND)
    assert time.now() == NOW + HOUR, "whole seconds differ by as much"
    clock.shift(1)
    time.heard(NOW + HOUR + 3 * NANOS_PER_SECOND)
    assert time.now() == NOW + HOUR + 3 * NANOS_PER_SECOND
    before = time.went_back
    time.server_said(NOW)
    assert (before, time.went_back) == (False, True)
    assert time.now() == NOW + HOUR + 3 * NANOS_PER_SECOND
