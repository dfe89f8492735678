"""Identity of an option contract: the compact OCC symbol, its parts, and the instant it settles."""

import re
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache
from typing import Literal, TypeAlias

from spxcc.market.session import OPEN, at_exchange, hours, previous_session
from spxcc.market.units import UnixNanos

Right: TypeAlias = Literal["C", "P"]
_SYMBOL = re.compile(r"^(?:O:)?([A-Z]{1,6}) *(\d{6})([CP])(\d{8})$", re.ASCII)
_UNDERLYING = {"SPXW": "SPX"}
_MORNING_ROOTS = frozenset({"SPX"})


@dataclass(frozen=True, slots=True)
class OptionContract:
    """Root ("SPXW"), expiration date (ISO), right, strike in points."""

    root: str
    expiry: str
    right: Right
    strike: float

    @property
    def symbol(self) -> str:
        """Compact OCC symbol: SPXW250110C05900000."""
        day = self.expiry[2:4] + self.expiry[5:7] + self.expiry[8:10]
        return f"{self.root}{day}{self.right}{round(self.strike * 1000):08d}"

    @property
    def is_call(self) -> bool:
        """Whether it is a call."""
        return self.right == "C"


@lru_cache(maxsize=65_536)
def parse_contract(text: str) -> OptionContract:
    """Parts of an OCC symbol: compact, padded to 21 characters, or with the prefix `O:`.

    Raises ValueError for all else: other texts, dates that are none, a strike of 0.
    """
    match = _SYMBOL.match(text.strip())
    if match is None or int(match[4]) == 0:
        raise ValueError(f"expected an OCC option symbol such as SPXW250110C05900000, found {text[:24]!r}")
    root, day, right, strike = match.groups()
    expiry = Date(2000 + int(day[:2]), int(day[2:4]), int(day[4:6])).isoformat()
    return OptionContract(root, expiry, "C" if right == "C" else "P", int(strike) / 1000)


def underlying_of(root: str) -> str:
    """Whose option a root is: SPXW and SPX are SPX's."""
    return _UNDERLYING.get(root, root)


@lru_cache(maxsize=4_096)
def settles_at(root: str, expiry: str) -> UnixNanos:
    """Settlement instant: SPX by the opening prices (09:30) of its expiration date, all others at that session's close.

    A date without a session (old Saturday expirations) settles with the session before it. Raises CalendarRangeError.
    """
    session = hours(expiry) or hours(previous_session(expiry))
    assert session is not None, "previous_session gives sessions only"
    return at_exchange(session.date, OPEN) if root in _MORNING_ROOTS else session.close_at
