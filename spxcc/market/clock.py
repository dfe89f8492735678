"""The `Clock` protocol; implementations live in `spxcc.runtime.clock`, fakes in the tests."""

from typing import Protocol

from spxcc.market.units import UnixNanos


class Clock(Protocol):
    """Source of time for the shells. A scaled or manual clock makes a replay run at any speed."""

    def now(self) -> UnixNanos:
        """Wall time of this clock."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; for timers and back-off."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of this clock's own time; always yields to the event loop at least once."""
        ...
