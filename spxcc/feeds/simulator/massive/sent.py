"""One event on its way out."""

from dataclasses import dataclass

from spxcc.feeds.simulator.massive.shapes import Shape

LAG_MS = 5
"""From the source to the wire."""
SECOND_LATE_MS, MINUTE_LATE_MS = 2_000, 250
"""After its end a bar is sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """due_ms: after the open, when it leaves. topic, symbol: what it is subscribed by, "T" and "O:…".

    fault: the name of the one that made or changed it. raw: sent instead of `event`.
    """

    due_ms: int
    topic: str
    symbol: str
    event: Shape
    fault: str = ""
    raw: bytes | None = None
