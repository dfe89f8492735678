"""Named parts of a chain: what to ask for, and whether a row is what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spxcc.feeds.massive.params import ChainRules
from spxcc.feeds.massive.rows import OptionRow
from spxcc.market.session import next_session, session_info
from spxcc.market.units import UnixNanos

NEAR = "near"
WHOLE = ""


@dataclass(frozen=True, slots=True)
class ChainScope:
    """A part of the chain of `underlying`. Absent bounds do not bound. Dates in ISO, inclusive, as are strikes."""

    name: str
    underlying: str
    first: str | None = None
    last: str | None = None
    low: float | None = None
    high: float | None = None
    most_pages: int | None = None
    expiries: tuple[str, ...] = field(default=())

    def filters(self) -> Mapping[str, str]:
        """Parameters of the question."""
        bounds = {
            "expiration_date.gte": self.first,
            "expiration_date.lte": self.last,
            "strike_price.gte": None if self.low is None else f"{self.low:g}",
            "strike_price.lte": None if self.high is None else f"{self.high:g}",
        }
        return {name: bound for name, bound in bounds.items() if bound is not None}

    def holds(self, row: OptionRow) -> bool:
        """Whether a row is within the bounds."""
        return self.spans(row.details.expiration_date, row.details.strike_price)

    def spans(self, expiry: str, strike: float) -> bool:
        """Whether a contract is within the bounds. expiry: ISO."""
        return (
            (self.first is None or self.first <= expiry)
            and (self.last is None or expiry <= self.last)
            and (self.low is None or self.low <= strike)
            and (self.high is None or strike <= self.high)
        )

    def title(self) -> str:
        """`SPX near chain (2026-01-14 to 2026-01-16, strikes 5,700–6,300)`."""
        if self.name == WHOLE:
            return f"{self.underlying} whole chain"
        strikes = "" if self.low is None or self.high is None else f", strikes {self.low:,.0f}–{self.high:,.0f}"
        return f"{self.underlying} {self.name} chain ({self.first} to {self.last}{strikes})"


def near_scope(underlying: str, spot: float | None, now: UnixNanos, rules: ChainRules) -> ChainScope:
    """The next sessions' expirations, today's first while it trades, with strikes around `spot` (all without one).

    Raises CalendarRangeError.
    """
    dates = near_dates(now, rules.expiries)
    step = 5.0 if underlying == "SPX" else 1.0
    low = None if spot is None else step * (spot * (1 - rules.band) // step)
    high = None if spot is None else step * -(-spot * (1 + rules.band) // step)
    return ChainScope(NEAR, underlying, dates[0], dates[-1], low, high, rules.max_pages, dates)


def whole_scope(underlying: str, now: UnixNanos) -> ChainScope:
    """Everything that has not expired. Raises CalendarRangeError."""
    return ChainScope(WHOLE, underlying, near_dates(now, 1)[0])


def near_dates(now: UnixNanos, count: int) -> tuple[str, ...]:
    """The dates of `count` sessions that have not closed, the next first. Raises CalendarRangeError."""
    session = session_info(now)
    date = session.date if now < session.close_at else next_session(session.date)
    dates = [date]
    while len(dates) < count:
        dates.append(next_session(dates[-1]))
    return tuple(dates)
