"""Keeps a stage alive: what dies of an error starts again after a pause, and how often it did is known."""

import logging
from collections.abc import Awaitable, Callable

from spxcc.market.clock import Clock

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY = 60.0
"""Seconds; a stage that ran this long before it failed is waited for as after its first failure."""


class Supervised:
    """`run` ends when the stage ends by itself. `failure`: why it is down, `None` while it runs; `restarts`: so far."""

    def __init__(self, name: str, stage: Callable[[], Awaitable[None]], clock: Clock) -> None:
        self.name = name
        self.restarts = 0
        self.failure: str | None = None
        self._stage = stage
        self._clock = clock

    async def run(self) -> None:
        """Run the stage, again after each failure, with pauses that double up to half a minute."""
        pause = FIRST_PAUSE
        while True:
            began = self._clock.monotonic()
            self.failure = None
            try:
                await self._stage()
                return
            except Exception as error:
                self.failure = f"{self.name} failed: {type(error).__name__}"
                log.exception("%s failed and starts again", self.name)
            if self._clock.monotonic() - began >= HEALTHY:
                pause = FIRST_PAUSE
            await self._clock.sleep(pause)
            self.restarts += 1
            pause = min(LONGEST_PAUSE, pause * 2)
