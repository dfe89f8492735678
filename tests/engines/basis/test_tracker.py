"""Averages by time."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.basis import params
from spxcc.engines.basis.tracker import Average, Track
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at


def test_a_half_life_halves_the_distance() -> None:
    average = Average(300.0).add(10.0, 0.0).add(20.0, 300.0)
    assert average.mean == pytest.approx(15.0)
    assert average.variance == pytest.approx(25.0)


@given(st.floats(-100, 100), st.integers(1, 50), st.floats(1, 1000))
def test_f36_many_small_steps_equal_one_big_step(value: float, pieces: int, seconds: float) -> None:
    start = Average(300.0).add(5.0, 0.0)
    whole = start.add(value, seconds)
    split = start
    for _ in range(pieces):
        split = split.add(value, seconds / pieces)
    assert split.mean == pytest.approx(whole.mean, abs=1e-6)


def test_f36_asking_again_changes_nothing() -> None:
    begin = at("10:30")
    track = Track().observe(begin, 6000.0, 600.0).observe(begin + NANOS_PER_SECOND, 6001.0, 600.0)
    assert track.observe(begin + NANOS_PER_SECOND, 6050.0, 600.0) is track
    assert track.observe(begin, 6050.0, 600.0) is track


def test_z_needs_five_minutes_and_some_movement() -> None:
    begin, still, moving = at("10:30"), Track(), Track()
    for second in range(0, 301, 5):
        now = begin + second * NANOS_PER_SECOND
        still = still.observe(now, 6000.0, 600.0)
        moving = moving.observe(now, 6000.0 + (second % 3), 600.0)
        assert moving.z is None or second >= params.MIN_HISTORY_S
    assert still.z is None
    assert moving.z is not None


def test_samples_are_ten_minutes_at_most_one_per_five_seconds() -> None:
    track = Track()
    for second in range(1200):
        track = track.observe(at("10:30") + second * NANOS_PER_SECOND, 6000.0 + second, 600.0)
    times = [sample[0] for sample in track.samples]
    assert times[-1] - times[0] <= params.WINDOW_S * NANOS_PER_SECOND
    assert all(b - a >= params.SAMPLE_S * NANOS_PER_SECOND for a, b in itertools.pairwise(times))
    assert len(times) == 121
