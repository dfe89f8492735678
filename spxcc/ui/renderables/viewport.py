"""Which bars a chart shows: pitch (columns per bar) and the bar at the right edge."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spxcc.market.candles import Candle
from spxcc.market.units import UnixNanos

PITCHES = (1, 2, 3, 4, 6)


@dataclass(frozen=True, slots=True)
class Viewport:
    """`anchor` is the start of the rightmost bar, `None` follows the live edge."""

    pitch: int = 1
    anchor: UnixNanos | None = None

    @property
    def follow(self) -> bool:
        """Whether the live edge is shown."""
        return self.anchor is None

    def stop(self, candles: Sequence[Candle]) -> int:
        """Index after the rightmost visible bar of `candles` (oldest first)."""
        if self.anchor is None:
            return len(candles)
        return min(max(bisect_right(candles, self.anchor, key=lambda candle: candle.start), 1), len(candles))

    def window(self, candles: Sequence[Candle], columns: int) -> tuple[int, int]:
        """Indices [first, stop) of the bars that `columns` columns can hold."""
        stop = self.stop(candles)
        return max(0, stop - max(columns // self.pitch, 1)), stop

    def panned(self, candles: Sequence[Candle], bars: int) -> "Viewport":
        """Moved by `bars` (negative = into the past); reaching the last bar follows again."""
        if not candles:
            return self
        stop = min(max(self.stop(candles) + bars, 1), len(candles))
        return replace(self, anchor=None if stop == len(candles) else candles[stop - 1].start)

    def zoomed(self, steps: int) -> "Viewport":
        """Pitch `steps` further along 1, 2, 3, 4, 6."""
        at = PITCHES.index(self.pitch) if self.pitch in PITCHES else 0
        return replace(self, pitch=PITCHES[min(max(at + steps, 0), len(PITCHES) - 1)])

    def following(self) -> "Viewport":
        """Back at the live edge."""
        return replace(self, anchor=None)
