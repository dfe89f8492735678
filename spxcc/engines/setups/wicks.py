"""Bad wicks: a print far from everything that nobody could have traded at (ENGINES.md 12).

Whether the price comes straight back is known a minute later only, so a wick that is too long is cut to the body at
once, for good, and listed; the list says whether the next close returned. A move that is real shows in the closes.
"""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.setups.features import causal
from spxcc.engines.setups.result import BadWick
from spxcc.market.snapshot import BarColumns, Floats, Ints
from spxcc.market.units import to_millis

TIMES_USUAL, SHARE, RETURNED = 6.0, 0.007, 0.001
"""A wick is too long beyond six usual ranges and 0.7 % of the price; a close within 0.1 % has returned."""
USUAL_BARS = 60


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Highs and lows that setups may look at, and what was cut."""

    high: Floats
    low: Floats
    wicks: tuple[BadWick, ...]


def usual_range(high: Floats, low: Floats) -> Floats:
    """Median range of up to `USUAL_BARS` bars before each, 0 for the first: what is judged does not judge itself."""
    ranges = high - low
    padded = causal.windows(ranges, USUAL_BARS + 1)[..., :-1]
    known = np.sum(~np.isnan(padded), axis=-1)
    ordered = np.sort(padded, axis=-1)
    at = np.maximum(known - 1, 0)
    low_middle = np.take_along_axis(ordered, (at // 2)[..., None], axis=-1)[..., 0]
    high_middle = np.take_along_axis(ordered, ((at + 1) // 2)[..., None], axis=-1)[..., 0]
    return np.where(known > 0, 0.5 * (low_middle + high_middle), 0.0)


def clean(start: Ints, opened: Floats, high: Floats, low: Floats, close: Floats) -> Cleaned:
    """One session's bars without their bad wicks. start: nanoseconds."""
    if not close.size:
        return Cleaned(high, low, ())
    body_high, body_low = np.maximum(opened, close), np.minimum(opened, close)
    longest = np.maximum(TIMES_USUAL * usual_range(high, low), SHARE * close)
    above, below = high - body_high > longest, body_low - low > longest
    if not (above.any() or below.any()):
        return Cleaned(high, low, ())
    wicks = [
        BadWick(
            at=to_millis(int(start[bar])),
            raw=float(raw[bar]),
            used=float(used[bar]),
            returned=None if bar + 1 >= close.size else bool(abs(close[bar + 1] / close[bar] - 1.0) <= RETURNED),
        )
        for flags, raw, used in ((above, high, body_high), (below, low, body_low))
        for bar in np.flatnonzero(flags).tolist()
    ]
    found = tuple(sorted(wicks, key=lambda one: (one.at, one.raw)))
    return Cleaned(np.where(above, body_high, high), np.where(below, body_low, low), found)


def cleaned(bars: BarColumns) -> tuple[BarColumns, tuple[BadWick, ...]]:
    """The same bars with bad wicks cut; the very same object where there are none."""
    found = clean(bars.start, bars.open, bars.high, bars.low, bars.close)
    if not found.wicks:
        return bars, ()
    return BarColumns(bars.start, bars.open, found.high, found.low, bars.close, bars.volume), found.wicks
