"""Open interest: that of the close before, the same all day, whatever single answers say."""

from collections.abc import Mapping

import msgspec

from spxcc.market.events import ChainRow
from spxcc.market.session import at_exchange, previous_session, session_info
from spxcc.market.units import UnixNanos

PUBLISHED, FIRM = "06:30", "09:00"
"""Exchange time before which the new figures are not yet there, and from which they stand."""


def interest_date(now: UnixNanos) -> str | None:
    """Date of the close that open interest asked for at `now` refers to; `None` while it is being published.

    Raises CalendarRangeError.
    """
    session = session_info(now).date
    before = previous_session(session)
    if now >= at_exchange(session, FIRM):
        return before
    return previous_session(before) if now < at_exchange(session, PUBLISHED) else None


class InterestLatch:
    """The first figure of a contract that is firm counts for its session. `changes` counts answers that differed."""

    def __init__(self) -> None:
        self._date = ""
        self._firm: dict[str, int] = {}
        self.changes = 0

    def hold(self, rows: dict[str, ChainRow], now: UnixNanos) -> dict[str, ChainRow]:
        """The rows with the figures that count. Raises CalendarRangeError."""
        session = session_info(now).date
        if session != self._date:
            self._date, self._firm, self.changes = session, {}, 0
        if now < at_exchange(session, FIRM):
            return rows
        held = dict(rows)
        for contract, row in rows.items():
            if row.open_interest is None:
                continue
            firm = self._firm.setdefault(contract, row.open_interest)
            if firm != row.open_interest:
                self.changes += 1
                held[contract] = msgspec.structs.replace(row, open_interest=firm)
        return held

    def unlike_zero(self, rows: Mapping[str, ChainRow], now: UnixNanos) -> int:
        """How many of `rows`, which say 0 everywhere, are known or must be thought to have some: all but a firm 0.

        Raises CalendarRangeError.
        """
        firm = self._firm if session_info(now).date == self._date else {}
        return sum(row.open_interest is not None and firm.get(name) != 0 for name, row in rows.items())


def all_zero(rows: dict[str, ChainRow]) -> bool:
    """Whether there are figures and every one is 0, which means that they are missing."""
    told = [row.open_interest for row in rows.values() if row.open_interest is not None]
    return bool(told) and not any(told)


def without_interest(rows: dict[str, ChainRow]) -> dict[str, ChainRow]:
    """The rows with open interest unknown."""
    return {contract: msgspec.structs.replace(row, open_interest=None) for contract, row in rows.items()}
