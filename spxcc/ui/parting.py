"""What the first press of the quit key says while alerts are armed; the second one leaves."""

from spxcc.engines.alerts.result import AlertBook
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

ASKED_FOR_S = 8
"""How long the answer to the first press counts, as long as its toast stands."""
ARMED = ("new", "armed", "waiting")


def armed(book: AlertBook | None) -> int:
    """Alerts that may still fire."""
    return 0 if book is None else sum(row.status in ARMED for row in book.rows)


class Parting:
    """Remembers when it asked last."""

    def __init__(self) -> None:
        self._asked: UnixNanos | None = None

    def objection(self, book: AlertBook | None, now: UnixNanos, key: str) -> str:
        """Why not to leave yet, as one sentence; "" where nothing is armed or it was said a moment ago."""
        count = armed(book)
        asked, self._asked = self._asked, now
        if not count or (asked is not None and 0 <= now - asked <= ASKED_FOR_S * NANOS_PER_SECOND):
            return ""
        alerts, are = ("alert", "is") if count == 1 else ("alerts", "are")
        return f"{count} {alerts} {are} armed and will be silent here · {key} again quits"
