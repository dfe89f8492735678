"""Touches of a level, point in time: each closed bar meets the price that was known before it."""

from bisect import bisect_left

import msgspec

from spxcc.engines.levels import params
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos


class Minute(msgspec.Struct, frozen=True):
    """A closed bar."""

    start: UnixNanos
    open: float
    high: float
    low: float
    close: float


class Open(msgspec.Struct, frozen=True):
    """A touch whose outcome is open: side the market came from (+1 above), the level's price then, and until when."""

    side: int
    price: float
    until: UnixNanos


class Touches(msgspec.Struct, frozen=True):
    """Record of one level.

    price: as known before the next bar. upto: bars that start before it are done with. side: of the last close away
    from the level, 0 before one. armed: the next contact counts. held: those of `resolved` without a close beyond.
    story: start of the minute and what it was (`touch held broke`), oldest first: the counts one by one.
    """

    price: float
    upto: UnixNanos
    side: int = 0
    armed: bool = False
    touches: int = 0
    held: int = 0
    resolved: int = 0
    pending: Open | None = None
    story: tuple[tuple[UnixNanos, str], ...] = ()

    def meet(self, bar: Minute, band: float, beyond: float) -> "Touches":
        """With one more closed bar. band: half width of the level; beyond: how far a close must pass to break it."""
        side, armed = self.side, self.armed
        if side == 0 and abs(bar.open - self.price) > band:
            side, armed = (1 if bar.open > self.price else -1), True
        touches, pending, story = self.touches, self.pending, self.story
        contact = bar.low <= self.price + band and bar.high >= self.price - band
        if contact and armed and pending is None:
            touches += 1
            story = (*story, (bar.start, "touch"))
            pending = Open(side, self.price, bar.start + params.HELD_MINUTES * NANOS_PER_MINUTE)
            armed = False
        held, resolved = self.held, self.resolved
        if pending is not None:
            broken = pending.side * (bar.close - pending.price) < -beyond
            over = bar.start + NANOS_PER_MINUTE >= pending.until
            if broken or over:
                resolved += 1
                held += 0 if broken else 1
                story = (*story, (bar.start, "broke" if broken else "held"))
                pending = None
        away = bar.close - self.price
        if abs(away) > params.REARM_BANDS * band:
            side, armed = (1 if away > 0 else -1), True
        return Touches(self.price, bar.start + 1, side, armed, touches, held, resolved, pending, story)

    def moved(self, price: float, band: float, now: UnixNanos) -> "Touches":
        """At its new price from the next bar on; a jump makes it another level with an empty record."""
        if price == self.price:
            return self
        if abs(price - self.price) > params.RESET_BANDS * band:
            return Touches(price, now)
        return msgspec.structs.replace(self, price=price)

    def strength(self, weight: float) -> float:
        """Prior weight, moved by the touches of the day: (k·w + held)/(k + resolved), 0–1."""
        prior = params.PRIOR_TOUCHES
        return round((prior * weight + self.held) / (prior + self.resolved), 3)


def band_of(e15: float) -> float:
    """Half width of a level in points, to quarter points: clamp(0.10·E15, 0.75, 3)."""
    return min(params.BAND_MOST, max(params.BAND_LEAST, round(4 * params.BAND_E15 * e15) / 4))


def minutes_from(today: BarColumns, start: UnixNanos) -> list[Minute]:
    """Closed bars that start at or after `start`."""
    begin = int(today.start.searchsorted(start))
    rows = zip(
        today.start[begin:].tolist(),
        today.open[begin:].tolist(),
        today.high[begin:].tolist(),
        today.low[begin:].tolist(),
        today.close[begin:].tolist(),
        strict=True,
    )
    return [Minute(*row) for row in rows]


def follow(record: Touches, minutes: list[Minute], e15: float) -> Touches:
    """`record` after all `minutes` that it has not met."""
    band, beyond = band_of(e15), params.BEYOND_E15 * e15
    for bar in minutes[bisect_left(minutes, record.upto, key=_start) :]:
        record = record.meet(bar, band, beyond)
    return record


def _start(bar: Minute) -> UnixNanos:
    return bar.start
