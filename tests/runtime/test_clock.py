"""The clocks of runs."""

import pytest

from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.clock import LeapingClock, ScaledClock, ShiftedClock, SystemClock, market_clock
from tests.fakes.clock import START, ManualClock


async def test_a_leaping_clock_moves_by_its_sleeps_alone() -> None:
    clock = market_clock(100 * NANOS_PER_SECOND, None)
    assert isinstance(clock, LeapingClock)
    await clock.sleep(2.5)
    await clock.sleep(-1.0)
    assert (clock.now(), clock.monotonic()) == (102_500_000_000, 2.5)


async def test_a_scaled_clock_starts_where_told_and_runs_faster() -> None:
    clock = market_clock(0, 1e5)
    assert isinstance(clock, ScaledClock)
    await clock.sleep(1.0)
    assert clock.now() >= NANOS_PER_SECOND
    assert clock.monotonic() >= 1.0
    with pytest.raises(ValueError, match="above 0"):
        ScaledClock(0, 0.0)


async def test_a_shifted_clock_is_another_one_at_another_date() -> None:
    manual = ManualClock()
    clock = ShiftedClock(manual, -5)
    await clock.sleep(0)
    manual.shift(2.0)
    assert (clock.now(), clock.monotonic()) == (START + 2 * NANOS_PER_SECOND - 5, 2.0)


async def test_the_machines_time_only_rises() -> None:
    clock = SystemClock()
    before, wall = clock.monotonic(), clock.now()
    await clock.sleep(0.0)
    assert clock.monotonic() >= before
    assert wall > 1_700_000_000 * NANOS_PER_SECOND
