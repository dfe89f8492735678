"""Running averages, ranges, swings, profiles of price series. No look-ahead: a value at i uses data ≤ i."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pivot:
    """A confirmed swing extreme: at bar `index`, known since the close of bar `confirmed`."""

    index: int
    price: float
    kind: Literal["high", "low"]
    confirmed: int


def ema_step(previous: float | None, value: float, dt_s: float, half_life_s: float) -> float:
    """Exponential average after `dt_s` seconds: the weight of the past halves every `half_life_s` seconds.

    The first value starts it. Raises ValueError for dt_s < 0 or half_life_s ≤ 0.
    """
    if dt_s < 0 or half_life_s <= 0:
        raise ValueError(f"expected dt_s ≥ 0 and half_life_s > 0, found {dt_s} and {half_life_s}")
    if previous is None:
        return value
    return value + (previous - value) * math.exp2(-dt_s / half_life_s)


def true_range(high: Floats, low: Floats, close: Floats) -> Floats:
    """max(high, previous close) − min(low, previous close) of each bar; the first is high − low."""
    if not high.size:
        return np.zeros(0)
    before = np.concatenate((close[:1], close[:-1]))
    ranges = np.maximum(high, before) - np.minimum(low, before)
    ranges[0] = high[0] - low[0]
    return ranges


def wilder_atr(high: Floats, low: Floats, close: Floats, n: int = 14) -> Floats:
    """Average true range, one value a bar; NaN before `n` bars.

    The mean of the first `n` true ranges, then ATR + (TR − ATR)/n. Source: J. W. Wilder, New Concepts in Technical
    Trading Systems (1978), p. 23. Raises ValueError for n < 1.
    """
    if n < 1:
        raise ValueError(f"expected n ≥ 1, found {n}")
    ranges = true_range(high, low, close)
    answer = np.full(ranges.size, np.nan)
    if ranges.size < n:
        return answer
    level = float(ranges[:n].mean())
    answer[n - 1] = level
    for at in range(n, ranges.size):
        level += (float(ranges[at]) - level) / n
        answer[at] = level
    return answer


def vwap_bands(price: Floats, volume: Floats) -> tuple[Floats, Floats]:
    """Running VWAP and its standard deviation √(Σv(p − VWAP)²/Σv) after each bar; NaN before the first volume."""
    mass = np.cumsum(volume)
    base = float(price[0]) if price.size else 0.0
    away = price - base
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.cumsum(volume * away) / mass
        variance = np.cumsum(volume * away * away) / mass - mean * mean
    known = mass > 0
    return np.where(known, base + mean, np.nan), np.where(known, np.sqrt(np.maximum(variance, 0.0)), np.nan)


def efficiency_ratio(closes: Floats) -> float:
    """|last − first| / Σ|step|, 0…1; 0 for a series that did not move. Source: P. Kaufman, Smarter Trading (1995)."""
    path = float(np.abs(np.diff(closes)).sum())
    return 0.0 if path == 0 else min(1.0, abs(float(closes[-1]) - float(closes[0])) / path)


def zigzag(high: Floats, low: Floats, close: Floats, threshold: float) -> list[Pivot]:
    """Confirmed swing extremes, alternating, oldest first; a pivot once given never changes.

    An extreme is confirmed by the first close at least `threshold` (same unit as the prices, > 0) away from it. What
    has not turned yet is not given.
    """
    if not threshold > 0:
        raise ValueError(f"expected threshold > 0, found {threshold}")
    pivots: list[Pivot] = []
    top = bottom = 0
    rising: bool | None = None
    for at in range(close.size):
        if rising is not False and high[at] > high[top]:
            top = at
        if rising is not True and low[at] < low[bottom]:
            bottom = at
        falls = rising is not False and high[top] - close[at] >= threshold
        climbs = rising is not True and close[at] - low[bottom] >= threshold
        if falls and (not climbs or bottom >= top):
            pivots.append(Pivot(top, float(high[top]), "high", at))
            bottom, rising = _extreme(low, top, at, -1), False
        elif climbs:
            pivots.append(Pivot(bottom, float(low[bottom]), "low", at))
            top, rising = _extreme(high, bottom, at, 1), True
    return pivots


def _extreme(values: Floats, after: int, until: int, sign: int) -> int:
    """Index of the extreme of the bars after a pivot up to the present one (at least the present one)."""
    begin = min(after + 1, until)
    return begin + int(np.argmax(sign * values[begin : until + 1]))


def floor_pivots(high: float, low: float, close: float) -> dict[str, float]:
    """Floor-trader pivots of a session: P, R1–R3, S1–S3.

    P = (H+L+C)/3, R1 = 2P−L, S1 = 2P−H, R2 = P+(H−L), S2 = P−(H−L), R3 = H+2(P−L), S3 = L−2(H−P).
    """
    pivot, span = (high + low + close) / 3.0, high - low
    return {
        "P": pivot,
        "R1": 2 * pivot - low,
        "R2": pivot + span,
        "R3": high + 2 * (pivot - low),
        "S1": 2 * pivot - high,
        "S2": pivot - span,
        "S3": low - 2 * (high - pivot),
    }


def lead_lag(x: Floats, y: Floats, max_lag: int) -> tuple[int, float]:
    """Lag with the highest correlation of x[t] with y[t + lag], |lag| ≤ `max_lag`, and that correlation.

    x, y: equally spaced changes, equal length. lag > 0: x leads. Ties go to the smallest |lag|. (0, 0.0) where nothing
    can be said: fewer than three pairs or a constant series.
    """
    if x.shape != y.shape:
        raise ValueError(f"expected equal lengths, found {x.size} and {y.size}")
    best_lag, best = 0, -math.inf
    reach = min(max_lag, max(0, x.size - 3))
    for lag in sorted(range(-reach, reach + 1), key=abs):
        left = x[: x.size - lag] if lag >= 0 else x[-lag:]
        right = y[lag:] if lag >= 0 else y[: y.size + lag]
        found = _correlation(left, right)
        if found is not None and found > best + 1e-12:
            best_lag, best = lag, found
    return (best_lag, best) if best > -math.inf else (0, 0.0)


def _correlation(x: Floats, y: Floats) -> float | None:
    if x.size < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    a, b = x - x.mean(), y - y.mean()
    scale = math.sqrt(float(a @ a) * float(b @ b))
    return None if scale == 0 else float(a @ b) / scale


@dataclass(frozen=True, slots=True)
class VolumeProfile:
    """Volume by price row. `prices` are the rows' centres; poc the centre of the fullest row, val/vah the edges of the
    value area; all NaN where there was no volume."""

    prices: Floats
    volumes: Floats
    poc: float
    val: float
    vah: float


def volume_profile(low: Floats, high: Floats, volume: Floats, bin_width: float, share: float = 0.7) -> VolumeProfile:
    """Profile of bars whose volume is spread evenly over [low, high], on rows of `bin_width` (> 0) aligned at 0.

    Value area by the CBOT rule: from the fullest row on (ties: the middle of the profile), the larger of the next two
    rows above or below is added until it holds `share` of the volume.
    """
    if not bin_width > 0:
        raise ValueError(f"expected bin_width > 0, found {bin_width}")
    traded = volume > 0
    low, high, volume = low[traded], high[traded], volume[traded]
    if not volume.size:
        return VolumeProfile(np.zeros(0), np.zeros(0), math.nan, math.nan, math.nan)
    first = math.floor(float(low.min()) / bin_width)
    last = math.floor(float(high.max()) / bin_width)
    edges = bin_width * np.arange(first, last + 2, dtype=np.float64)
    width = high - low
    flat = width <= 0
    safe = np.where(flat, 1.0, width)
    below = np.clip((edges[:, None] - low) / safe, 0.0, 1.0)
    below[:, flat] = edges[:, None] > low[flat]
    rows = np.diff(below @ volume)
    middle = (rows.size - 1) / 2
    fullest = np.flatnonzero(rows >= rows.max() * (1 - 1e-12))
    poc = int(min(fullest, key=lambda at: (abs(at - middle), at)))
    begin, end = _value_area(rows, poc, share * float(rows.sum()))
    centres = edges[:-1] + 0.5 * bin_width
    return VolumeProfile(centres, rows, float(centres[poc]), float(edges[begin]), float(edges[end]))


def _value_area(rows: Floats, poc: int, wanted: float) -> tuple[int, int]:
    """First row and one past the last row of the value area."""
    begin, end, held = poc, poc + 1, float(rows[poc])
    while held < wanted and (begin > 0 or end < rows.size):
        above, under = float(rows[end : end + 2].sum()), float(rows[max(0, begin - 2) : begin].sum())
        if end < rows.size and (above >= under or begin == 0):
            end = min(rows.size, end + 2)
            held += above
        else:
            begin = max(0, begin - 2)
            held += under
    return begin, end
