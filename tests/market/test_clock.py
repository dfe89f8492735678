"""The clock protocol, held by the double that all tests use."""

from spxcc.market.clock import Clock
from tests.fakes.clock import ManualClock


async def test_a_manual_clock_is_one() -> None:
    clock: Clock = ManualClock(7)
    assert clock.now() == 7
    assert clock.monotonic() == 0.0
    await clock.sleep(0.0)
    assert clock.now() == 7
