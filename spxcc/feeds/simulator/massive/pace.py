"""Simulated time: how fast it runs, and where it stands."""

from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis


class Pace:
    """Market time driven by `clock`. speed: market seconds a second, 0 = paused. turns: counts the jumps."""

    def __init__(self, clock: Clock, start: UnixMillis, speed: float = 1.0) -> None:
        self.clock = clock
        self._from = float(start)
        self._since = clock.monotonic()
        self._speed = speed
        self.turns = 0

    @property
    def speed(self) -> float:
        """Market seconds a second."""
        return self._speed

    def now(self) -> UnixMillis:
        """Market time."""
        return int(self._from + 1_000.0 * self._speed * (self.clock.monotonic() - self._since))

    def run(self, speed: float) -> None:
        """Go on at another speed. Raises ValueError below 0."""
        if not 0 <= speed < 1e6:
            raise ValueError(f"expected a speed from 0 (paused) up, found {speed}")
        self._from, self._since = float(self.now()), self.clock.monotonic()
        self._speed = speed

    def jump(self, to: UnixMillis) -> None:
        """Go on from another market time; what lies between is not played."""
        self._from, self._since = float(to), self.clock.monotonic()
        self.turns += 1
