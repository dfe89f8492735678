"""What one connection was sent so far: what came behind something newer, and the silences that faults made."""

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Quote, Trade, Value

DECIDED_MS = 2_000
"""A silence of more than this counts."""
EXCUSED = frozenset({conditions.CANCEL, *conditions.LATE})
"""Prints that say themselves that they are not of this moment stand in no order."""


class Tally:
    """Milliseconds after the open; begun when the connection is first served."""

    def __init__(self, now_ms: int) -> None:
        self._newest: dict[tuple[str, str], int] = {}
        self._spoke_ms = now_ms
        self._withheld: set[str] = set()
        self._counted: set[str] = set()

    def behind(self, sent: Sent) -> bool:
        """Whether what is sent now is older than something sent before of the same topic and symbol."""
        event = sent.event
        if not isinstance(event, Value | Trade | Quote):
            return False
        if isinstance(event, Trade) and not EXCUSED.isdisjoint(event.c):
            return False
        key = sent.topic, sent.symbol
        newest = self._newest.get(key, event.t)
        self._newest[key] = max(newest, event.t)
        return event.t < newest

    def spoke(self, now_ms: int) -> None:
        """Something was sent, or nothing is subscribed."""
        self._spoke_ms = now_ms
        self._withheld.clear()
        self._counted.clear()

    def withheld(self, fault: str) -> None:
        """Something was due that `fault` kept back."""
        self._withheld.add(fault)

    def silenced(self, now_ms: int) -> set[str]:
        """Faults that keep a silence which has just become one that counts: each once until something is sent."""
        if now_ms - self._spoke_ms <= DECIDED_MS:
            return set()
        fresh = self._withheld - self._counted
        self._counted |= fresh
        return fresh
