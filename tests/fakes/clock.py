"""A clock that moves only when told to."""

import asyncio
import heapq
from collections.abc import Generator

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

START: UnixNanos = 1_750_000_000 * NANOS_PER_SECOND


class _Turn:
    """Awaitable that lets every other ready task run once."""

    def __await__(self) -> Generator[None, None, None]:
        yield


async def settle(turns: int = 50) -> None:
    """Let the ready tasks run until those of this loop had `turns` turns each."""
    for _ in range(turns):
        await _Turn()


class ManualClock:
    """Time by hand. Sleepers wake in the order of their deadlines, equals in the order of falling asleep."""

    def __init__(self, now_ns: UnixNanos = START) -> None:
        self._now = now_ns
        self._start = now_ns
        self._count = 0
        self._sleepers: list[tuple[UnixNanos, int, asyncio.Future[None]]] = []

    @property
    def sleepers(self) -> int:
        """How many tasks are asleep."""
        return sum(not future.done() for _, _, future in self._sleepers)

    def now(self) -> UnixNanos:
        """Wall time."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since this clock was made."""
        return (self._now - self._start) / NANOS_PER_SECOND

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved far enough; yields at least once."""
        if seconds <= 0:
            await _Turn()
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self._now + round(seconds * NANOS_PER_SECOND), self._count, future))
        await future

    def shift(self, seconds: float) -> None:
        """Move the time and wake who is due, without waiting for them."""
        self._wake(self._now + round(seconds * NANOS_PER_SECOND))

    async def advance(self, seconds: float) -> None:
        """Move the time, deadline by deadline, and let the woken run at each."""
        target = self._now + round(seconds * NANOS_PER_SECOND)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            self._wake(self._sleepers[0][0])
            await settle()
        self._now = target
        await settle()

    def _wake(self, instant: UnixNanos) -> None:
        self._now = max(self._now, instant)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)
