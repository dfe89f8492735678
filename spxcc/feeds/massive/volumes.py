"""Volume of the day: it only grows; where it falls, the session was begun anew."""

import msgspec

from spxcc.market.events import ChainRow
from spxcc.market.session import session_info
from spxcc.market.units import UnixNanos


class VolumeBook:
    """What each contract had traded. `resets` counts how often one began anew in this session."""

    def __init__(self) -> None:
        self._date = ""
        self._known: dict[str, int] = {}
        self._reset: set[str] = set()

    @property
    def resets(self) -> int:
        """Contracts whose volume fell."""
        return len(self._reset)

    def check(self, rows: dict[str, ChainRow], now: UnixNanos) -> dict[str, ChainRow]:
        """The rows; before the session opens its volume is unknown, what stands there being that of the night before.

        A fall is taken as it is: a new count, never a trade below zero. Raises CalendarRangeError.
        """
        session = session_info(now)
        if session.date != self._date:
            self._date, self._known, self._reset = session.date, {}, set()
        if now < session.open_at:
            return {name: msgspec.structs.replace(row, volume=None) for name, row in rows.items()}
        for name, row in rows.items():
            if row.volume is None:
                continue
            if row.volume < self._known.get(name, 0):
                self._reset.add(name)
            self._known[name] = row.volume
        return rows
