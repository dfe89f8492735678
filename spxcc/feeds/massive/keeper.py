"""One stage of the feed, asked again and again: no failure of it ends it, nor any other stage."""

import logging
from collections.abc import Awaitable, Callable

from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.schedule import RETRY_MAX_S, pause_after_failure_s
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.clock import Clock
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_SECOND

log = logging.getLogger(__name__)
AFTER_REST_S = 0.1
"""Between the end of a rest and the next question."""


class Keeper:
    """what: is told to the user ("the near chain of SPX"). step: one round. pause_s: seconds after a good one."""

    def __init__(
        self, what: str, step: Callable[[], Awaitable[None]], pause_s: Callable[[], float], clock: Clock, desk: Desk
    ) -> None:
        self._what = what
        self._step = step
        self._pause_s = pause_s
        self._clock = clock
        self._desk = desk
        self.failures = 0
        self.rounds = 0
        self._denials = 0

    @property
    def failing(self) -> bool:
        """Whether the last round went wrong in a way that is not the plan's."""
        return self.failures > 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(await self.round())

    async def round(self) -> float:
        """One round; seconds until the next."""
        try:
            await self._step()
        except Trouble as trouble:
            return self._troubled(trouble)
        except Exception as error:
            log.exception("%s failed", self._what)
            return self._failed(f"a failure of our own ({type(error).__name__})", lasting=False)
        finally:
            self.rounds += 1
        self.failures = self._denials = 0
        self._desk.over("vendor", "Massive answers again.")
        self._desk.over(f"stage:{self._what}", f"{self._capital()} comes again.")
        try:
            return self._pause_s()
        except ValueError:
            return RETRY_MAX_S

    def _troubled(self, trouble: Trouble) -> float:
        if trouble.kind == "denied":
            # What the plan lacks has a notice of its own, with its price.
            self._denials += 1
            return pause_after_failure_s(self._denials, lasting=True)
        if trouble.kind == "resting":
            # Nobody was asked for anybody: one notice for all stages.
            self.failures += 1
            hint = ", which may be more calls than your plan allows (massive_calls_per_minute)"
            text = f"Massive is left alone for some seconds: it said {trouble.found}{hint * (trouble.status == 429)}."
            self._desk.notice("vendor", "error", text)
            return RETRY_MAX_S if trouble.asked_s is None else min(RETRY_MAX_S, trouble.asked_s + AFTER_REST_S)
        return self._failed(trouble.found, lasting=trouble.kind == "config")

    def _failed(self, found: str, *, lasting: bool) -> float:
        self.failures += 1
        pause = pause_after_failure_s(self.failures, lasting=lasting)
        again = to_exchange(self._desk.time.now() + int(pause * NANOS_PER_SECOND))
        text = f"Expected {self._what} from Massive, found {found}; what was told stays, next try {again:%H:%M:%S} ET."
        self._desk.notice(f"stage:{self._what}", "error", text)
        return pause

    def _capital(self) -> str:
        return self._what[:1].upper() + self._what[1:]
