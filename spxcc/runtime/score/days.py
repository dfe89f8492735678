"""A file of minute bars as sessions, each with what was known before its open."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path as File

import numpy as np

from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.stack import Recorded
from spxcc.engines.setups.wicks import clean
from spxcc.feeds.files.bars import MinuteBars, read_minute_bars
from spxcc.feeds.files.errors import DataFileError
from spxcc.market.session import SessionHours, hours, to_exchange
from spxcc.market.snapshot import Floats, Ints
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE, to_millis, to_nanos
from spxcc.runtime.errors import UserError

SCALES = {"SPX": 1.0, "SPY": 10.0}
"""Points a unit of price; SPY's times ten are no index prices, but distances have its size."""
WARM_UP, LOOK_BACK = 5, 10
"""Sessions before the first that is decided, and sessions that a volatility is taken from."""


@dataclass(frozen=True, slots=True)
class Day:
    """One session's minutes in points, without bad wicks. start: ms.

    sigma: standard deviation of one minute in points, from the sessions before. before: (high, low, close) of the
    session before. remarks: what was found wrong with the day. digest: of its bars.
    """

    hours: SessionHours
    start: Ints
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    sigma: float
    before: tuple[float, float, float]
    remarks: tuple[str, ...]
    digest: str

    @property
    def date(self) -> str:
        """ISO date of the session."""
        return self.hours.date

    @property
    def path(self) -> Path:
        """As the resolution rules read it."""
        return Path("minutes", self.start, self.open, self.high, self.low, self.close)

    @property
    def opens(self) -> int:
        """The open in ms."""
        return to_millis(self.hours.open_at)

    @property
    def closes(self) -> int:
        """The close in ms."""
        return to_millis(self.hours.close_at)

    @property
    def recorded(self) -> Recorded:
        """For random entries."""
        return Recorded(self.date, self.path, self.opens, self.closes, self.sigma)


@dataclass(frozen=True, slots=True)
class Days:
    """Sessions that can be decided, oldest first. first: those that only warm up. title: what they are made from."""

    days: tuple[Day, ...]
    first: tuple[str, ...]
    symbol: str
    title: str


def read_days(file: File) -> Days:
    """The regular hours of each session in a file of minute bars. Raises UserError."""
    try:
        bars = read_minute_bars(file)
    except DataFileError as error:
        raise UserError(str(error)) from None
    scale = SCALES.get(bars.symbol)
    if scale is None:
        raise UserError(f"expected minutes of SPX or SPY, found {bars.symbol} in {file.name}")
    sessions = list(_sessions(bars))
    if len(sessions) <= WARM_UP:
        raise UserError(f"expected more than {WARM_UP} sessions in {file.name}, found {len(sessions)}")
    made: list[Day] = []
    variances = [_variance(bars, rows) for _, rows in sessions]
    for at in range(WARM_UP, len(sessions)):
        known = variances[max(0, at - LOOK_BACK) : at]
        made.append(_day(bars, scale, sessions[at], sessions[at - 1][1], float(np.mean(known))))
    title = f"{bars.symbol} minutes" + ("" if scale == 1 else f" × {scale:g}")
    return Days(tuple(made), tuple(session.date for session, _ in sessions[:WARM_UP]), bars.symbol, title)


def _sessions(bars: MinuteBars) -> Iterator[tuple[SessionHours, range]]:
    """Sessions of a file with the places of their regular minutes; days without one are passed over."""
    at = 0
    while at < len(bars):
        instant = int(bars.start[at])
        session = hours(to_exchange(instant).date().isoformat())
        if session is not None:
            rows = bars.between(session.open_at, session.close_at)
            if len(rows):
                yield session, rows
        until = max(instant - instant % NANOS_PER_DAY + NANOS_PER_DAY, 0 if session is None else session.close_at)
        at = max(at + 1, int(np.searchsorted(bars.start, until, side="left")))


def _variance(bars: MinuteBars, rows: range) -> float:
    """Variance of one minute's relative move, from the closes of a session."""
    closes = bars.close[rows.start : rows.stop]
    moves = np.diff(np.log(closes))
    return float(np.mean(moves * moves)) if moves.size else 0.0


def _day(bars: MinuteBars, scale: float, session: tuple[SessionHours, range], earlier: range, variance: float) -> Day:
    when, rows = session
    cut, past = slice(rows.start, rows.stop), slice(earlier.start, earlier.stop)
    opened, close = scale * bars.open[cut], scale * bars.close[cut]
    start = bars.start[cut]
    found = clean(start, opened, scale * bars.high[cut], scale * bars.low[cut], close)
    high, low = found.high, found.low
    remarks = [f"bad wick of {to_exchange(to_nanos(one.at)):%H:%M} left out" for one in found.wicks]
    expected = (when.close_at - when.open_at) // NANOS_PER_MINUTE
    if len(rows) < expected:
        remarks.append(f"{expected - len(rows)} of {expected} minutes missing")
    old = clean(bars.start[past], *(scale * column[past] for column in (bars.open, bars.high, bars.low, bars.close)))
    before = float(old.high.max()), float(old.low.min()), float(scale * bars.close[past][-1])
    digest = sha256()
    for column in (start, opened, high, low, close, bars.volume[cut]):
        digest.update(np.ascontiguousarray(column).tobytes())
    return Day(
        when, start // 1_000_000, opened, high, low, close, bars.volume[cut], float(np.sqrt(variance) * opened[0]),
        before, tuple(remarks), digest.hexdigest()[:16],
    )  # fmt: skip
