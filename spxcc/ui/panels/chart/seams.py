"""Where the bars do not follow each other: the break between two sessions, and minutes missing inside one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND
from spxcc.ui import format as words

Kind: TypeAlias = Literal["session", "data"]
DAILY = "1D"


@dataclass(frozen=True, slots=True)
class Seam:
    """The empty column number `index`. missing: buckets that are not there (0 between sessions).

    close, open: the prices on both sides. filled: index of the first bar after a session break that reached the close
    before it, `None` while none has.
    """

    index: int
    kind: Kind
    missing: int
    close: float
    open: float
    day: str
    filled: int | None = None

    @property
    def gap(self) -> float:
        """Points from the close before to the open after."""
        return self.open - self.close


def with_gaps(
    candles: Sequence[Candle], first: int, stop: int, seconds: int | None, columns: int
) -> tuple[Candle | None, ...]:
    """The newest `columns` of candles[first:stop], with one `None` wherever buckets are missing in between.

    seconds: length of a bucket, `None` for days, which have no gaps. The first column is always a bar.
    """
    bars: list[Candle | None] = []
    limit = 0 if seconds is None else seconds * NANOS_PER_SECOND * 3 // 2
    previous: Candle | None = None
    for at in range(first, stop):
        candle = candles[at]
        if previous is not None and limit and candle.start - previous.start > limit:
            bars.append(None)
        bars.append(candle)
        previous = candle
    shown = bars[-columns:]
    return tuple(shown[1:] if shown and shown[0] is None else shown)


def seams_of(bars: Sequence[Candle | None], seconds: int | None) -> tuple[Seam, ...]:
    """What the empty columns of `bars` are."""
    if seconds is None:
        return ()
    return tuple(_seam(bars, at, seconds) for at, bar in enumerate(bars) if bar is None and 0 < at < len(bars) - 1)


def _seam(bars: Sequence[Candle | None], at: int, seconds: int) -> Seam:
    before, after = bars[at - 1], bars[at + 1]
    assert before is not None
    assert after is not None
    days = [words.day(one.start // NANOS_PER_MILLI) for one in (before, after)]
    if days[0] == days[1]:
        missing = round((after.start - before.start) / (seconds * NANOS_PER_SECOND)) - 1
        return Seam(at, "data", missing, before.close, after.open, days[1])
    filled = (
        index
        for index, bar in enumerate(bars[at + 1 :], start=at + 1)
        if bar is not None and bar.low <= before.close <= bar.high
    )
    return Seam(at, "session", 0, before.close, after.open, days[1], next(filled, None))
