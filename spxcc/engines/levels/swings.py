"""Fibonacci retracements and extensions of the last confirmed swing."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking
from spxcc.market.snapshot import BarColumns, Floats, SymbolBars
from spxcc.quant.indicators import wilder_atr, zigzag

SESSION_GAP_NS = 4 * 3_600 * 1_000_000_000


def last_session(earlier: BarColumns) -> BarColumns:
    """The minutes of the newest earlier session: from the last gap of more than four hours on."""
    if len(earlier) < 2:
        return earlier
    gaps = np.flatnonzero(np.diff(earlier.start) > SESSION_GAP_NS)
    begin = int(gaps[-1]) + 1 if gaps.size else 0
    return BarColumns(
        earlier.start[begin:],
        earlier.open[begin:],
        earlier.high[begin:],
        earlier.low[begin:],
        earlier.close[begin:],
        earlier.volume[begin:],
    )


def swing_threshold(bars: SymbolBars) -> float | None:
    """Eight one-minute ATRs of the newest bar, in points; `None` before 30 bars."""
    high, low, close = _joined(bars)
    if close.size < params.MIN_SWING_BARS:
        return None
    atr = float(wilder_atr(high, low, close, params.ATR_BARS)[-1])
    return params.SWING_ATR * atr if np.isfinite(atr) and atr > 0 else None


def _joined(bars: SymbolBars) -> tuple[Floats, Floats, Floats]:
    """High, low and close of the last earlier session and of today."""
    before = last_session(bars.earlier)
    return (
        np.concatenate((before.high, bars.today.high)),
        np.concatenate((before.low, bars.today.low)),
        np.concatenate((before.close, bars.today.close)),
    )


def last_pivots(bars: SymbolBars, threshold: float) -> tuple[float, float] | None:
    """Prices of the last two confirmed pivots, in order; `None` before there are two."""
    pivots = zigzag(*_joined(bars), threshold)
    return None if len(pivots) < 2 else (pivots[-2].price, pivots[-1].price)


@dataclass(frozen=True, slots=True)
class Second:
    """SPY's swing in index points, to hold the index's against: its two ends, and how near is the same."""

    begin: float
    end: float
    near: float


def second_swing(spy: SymbolBars | None, ratio: float | None, e15: float | None) -> Second | None:
    """The last confirmed swing of SPY by its own threshold, mapped; `None` without bars, ratio or E15."""
    threshold = None if spy is None else swing_threshold(spy)
    if spy is None or threshold is None or ratio is None or e15 is None:
        return None
    ends = last_pivots(spy, threshold)
    return None if ends is None else Second(ends[0] * ratio, ends[1] * ratio, params.AGREES_E15 * e15)


def fibonacci_levels(bars: SymbolBars, threshold: float | None, second: Second | None = None) -> Found:
    """Retracements and extensions of the swing between the last two confirmed zig-zag pivots.

    The later pivot is where the retracement starts: B − r·(B − A), so the order of the two decides the direction; an
    extension goes on from A through B: A + x·(B − A).
    """
    if threshold is None:
        return lacking("fibonacci", f"swings need {params.MIN_SWING_BARS} closed minutes")
    ends = last_pivots(bars, threshold)
    if ends is None:
        return lacking("fibonacci", f"no two turns of {threshold:.1f} points yet")
    begin, end = ends
    source = f"swing {'up' if end > begin else 'down'} {begin:.2f} → {end:.2f}"
    return Found(
        [
            Candidate(
                kind=f"{'fibx' if ratio > 1 else 'fib'}_{round(1000 * ratio):03d}",
                label=f"F{100 * ratio:.1f}",
                category="fibonacci",
                family="fibonacci",
                price=round(at_ratio(begin, end, ratio), 2),
                weight=params.WEIGHTS["fib"],
                source=f"{source}; SPY agrees" if _agrees(second, begin, end, ratio) else source,
                scope="swing",
                rank=rank,
            )
            for rank, ratio in enumerate((*params.FIBONACCI, *params.EXTENSIONS), start=1)
        ]
    )


def at_ratio(begin: float, end: float, ratio: float) -> float:
    """Price of a retracement (ratio < 1) or of an extension of the swing."""
    return begin + ratio * (end - begin) if ratio > 1 else end - ratio * (end - begin)


def _agrees(second: Second | None, begin: float, end: float, ratio: float) -> bool:
    if second is None or (second.end > second.begin) != (end > begin):
        return False
    return abs(at_ratio(second.begin, second.end, ratio) - at_ratio(begin, end, ratio)) <= second.near
