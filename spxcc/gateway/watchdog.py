"""How late the event loop wakes who sleeps in it: the one number that says whether the server keeps up."""

import logging

log = logging.getLogger(__name__)

LIMIT = 0.5
"""Seconds late from which a turn of the loop is a stall."""
TELL_EVERY = 60.0


class LoopWatch:
    """Seconds: `last` lateness, `worst` since the start; `stalls` beyond `limit`, told in the log once a minute."""

    def __init__(self, limit: float = LIMIT) -> None:
        self.last = 0.0
        self.worst = 0.0
        self.stalls = 0
        self._limit = limit
        self._told_at: float | None = None

    def woke(self, due: float, now: float) -> None:
        """A sleeper that was due at `due` woke at `now` (monotonic seconds)."""
        self.last = max(0.0, now - due)
        self.worst = max(self.worst, self.last)
        if self.last <= self._limit:
            return
        self.stalls += 1
        if self._told_at is None or now - self._told_at >= TELL_EVERY:
            self._told_at = now
            log.warning("the event loop stood still for %.2f s; %d stalls so far", self.last, self.stalls)
