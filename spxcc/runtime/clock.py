"""Clocks: the one place that asks the machine for the time."""

import asyncio
import time

from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


class SystemClock:
    """The machine's wall and monotonic time."""

    def now(self) -> UnixNanos:
        """Wall time."""
        return time.time_ns()

    def monotonic(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds`."""
        await asyncio.sleep(max(0.0, seconds))


class ScaledClock:
    """Market time that starts at `start` and runs `speed` times as fast as the machine's."""

    def __init__(self, start: UnixNanos, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be above 0, was {speed}")
        self._start = start
        self._speed = speed
        self._origin = time.monotonic()

    def now(self) -> UnixNanos:
        """Market time."""
        return self._start + int(self.monotonic() * NANOS_PER_SECOND)

    def monotonic(self) -> float:
        """Market seconds since the start."""
        return (time.monotonic() - self._origin) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of market time."""
        await asyncio.sleep(max(0.0, seconds) / self._speed)


class ShiftedClock:
    """Another clock, `offset_ns` ahead of it: market time of a server that lives at another date."""

    def __init__(self, clock: Clock, offset_ns: int) -> None:
        self._clock = clock
        self._offset_ns = offset_ns

    def now(self) -> UnixNanos:
        """Market time."""
        return self._clock.now() + self._offset_ns

    def monotonic(self) -> float:
        """Seconds of the other clock."""
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds`."""
        await self._clock.sleep(seconds)


class LeapingClock:
    """Market time at maximum speed: a sleep moves it forward at once and yields to the loop."""

    def __init__(self, start: UnixNanos) -> None:
        self._now = start
        self._start = start

    def now(self) -> UnixNanos:
        """Market time reached so far."""
        return self._now

    def monotonic(self) -> float:
        """Market seconds since the start."""
        return (self._now - self._start) / NANOS_PER_SECOND

    async def sleep(self, seconds: float) -> None:
        """Move `seconds` ahead."""
        self._now += int(max(0.0, seconds) * NANOS_PER_SECOND)
        await asyncio.sleep(0)


def market_clock(start: UnixNanos, speed: float | None) -> ScaledClock | LeapingClock:
    """The clock of a simulated or replayed session; `speed` `None` = as fast as it goes."""
    return LeapingClock(start) if speed is None else ScaledClock(start, speed)
