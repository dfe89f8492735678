"""The market's time: the machine's own, or that of a simulator which lives at another."""

from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_STEP_NS = 2 * NANOS_PER_SECOND
"""Server times are told in whole seconds: smaller differences are none."""


class FeedTime:
    """`now` never runs backwards. follow: take the server's time as the market's, as a simulator asks."""

    def __init__(self, clock: Clock, *, follow: bool) -> None:
        self._clock = clock
        self._follow = follow
        self._offset = 0
        self._last: UnixNanos = 0
        self._known = not follow
        self.skew_s: float | None = None
        self.went_back = False

    def now(self) -> UnixNanos:
        """Instant of the market."""
        self._last = max(self._last, self._clock.now() + self._offset)
        return self._last

    def server_said(self, server: UnixNanos) -> None:
        """The server told its time just now."""
        own = self._clock.now() + self._offset
        if not self._follow:
            self.skew_s = (server - own) / NANOS_PER_SECOND
            return
        if not self._known or abs(server - own) > _STEP_NS:
            self._offset = server - self._clock.now()
            self.went_back = self._known and self._last - server > 60 * NANOS_PER_SECOND
        self._known = True

    def heard(self, ts_event: UnixNanos) -> None:
        """An event of a simulator happened by now: its clock is at least as far."""
        if self._follow and ts_event > self._clock.now() + self._offset:
            self._offset = ts_event - self._clock.now()
