"""A stage that dies starts again."""

import asyncio
import logging

import pytest

from spxcc.gateway.supervisor import Supervised
from tests.fakes.clock import ManualClock, settle


class Fragile:
    """Fails `failures` times, each `lasts` seconds after it began; then waits to be ended."""

    def __init__(self, clock: ManualClock, failures: int, lasts: float = 0.0) -> None:
        self.began: list[float] = []
        self.end = asyncio.Event()
        self._clock, self._failures, self._lasts = clock, failures, lasts

    async def __call__(self) -> None:
        self.began.append(self._clock.monotonic())
        if len(self.began) > self._failures:
            await self.end.wait()
            return
        await self._clock.sleep(self._lasts)
        raise ValueError("broken")


async def test_a_dead_stage_starts_again_after_pauses_that_double(caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock()
    stage = Fragile(clock, 9)
    kept = Supervised("the beat", stage, clock)
    with caplog.at_level(logging.ERROR):
        running = asyncio.ensure_future(kept.run())
        await settle()
        assert (kept.failure, kept.restarts) == ("the beat failed: ValueError", 0)
        await clock.advance(200.0)
    assert stage.began == [0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5, 121.5]
    assert (kept.failure, kept.restarts) == (None, 9)
    assert "the beat failed and starts again" in caplog.text
    stage.end.set()
    await running


async def test_a_stage_that_ran_for_a_minute_is_waited_for_as_at_first() -> None:
    clock = ManualClock()
    stage = Fragile(clock, 3, lasts=60.0)
    running = asyncio.ensure_future(Supervised("it", stage, clock).run())
    await clock.advance(300.0)
    assert stage.began == [0.0, 60.5, 121.0, 181.5]
    running.cancel()
    await asyncio.wait({running})


async def test_whoever_ends_it_ends_the_stage() -> None:
    clock = ManualClock()
    kept = Supervised("it", Fragile(clock, 0), clock)
    running = asyncio.ensure_future(kept.run())
    await settle()
    running.cancel()
    await asyncio.wait({running})
    assert running.cancelled()
    assert kept.restarts == 0
