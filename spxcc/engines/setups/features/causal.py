"""Operators along the last axis whose value at i depends on values up to i."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from spxcc.quant.indicators import Floats

UNKNOWN = 0.5
"""The flag that is neither true nor false."""


def lag(values: Floats, bars: int, before: float = np.nan) -> Floats:
    """The value `bars` ago; `before` where the session had not begun. Raises ValueError for bars < 0."""
    if bars < 0:
        raise ValueError(f"expected bars ≥ 0, found {bars}: that would be the future")
    if bars == 0:
        return values
    moved = np.full_like(values, before)
    moved[..., bars:] = values[..., :-bars]
    return moved


def highest(values: Floats, bars: int) -> Floats:
    """Largest of the last `bars` ≥ 1 values, this one included; NaN where there are fewer."""
    return _spread(np.maximum, values, bars, np.nan)


def lowest(values: Floats, bars: int) -> Floats:
    """Smallest of the last `bars` ≥ 1 values, this one included; NaN where there are fewer."""
    return _spread(np.minimum, values, bars, np.nan)


def on_one_of(flags: Floats, bars: int) -> Floats:
    """Whether a flag held on one of the last `bars`; before the session nothing did."""
    return _spread(np.maximum, flags, bars, 0.0)


def on_all_of(flags: Floats, bars: int) -> Floats:
    """Whether a flag held on all of the last `bars`; before the session nothing did."""
    return _spread(np.minimum, flags, bars, 0.0)


def _spread(pick: np.ufunc, values: Floats, bars: int, before: float) -> Floats:
    """Doubling: 1, 2, 4 … bars, then the rest."""
    made, wide = values, 1
    while 2 * wide <= bars:
        made = pick(made, lag(made, wide, before))
        wide *= 2
    return made if wide == bars else np.asarray(pick(made, lag(made, bars - wide, before)))


def windows(values: Floats, bars: int) -> Floats:
    """The last `bars` values of every bar as (…, n, bars), oldest first, NaN before the session."""
    shape = (*values.shape[:-1], bars - 1)
    return sliding_window_view(np.concatenate((np.full(shape, np.nan), values), axis=-1), bars, axis=-1)


def median(values: Floats, bars: int) -> Floats:
    """Median of the last `bars` values; NaN where there are fewer or one is unknown."""
    ordered = np.sort(windows(values, bars), axis=-1)
    middle = 0.5 * (ordered[..., (bars - 1) // 2] + ordered[..., bars // 2])
    return np.where(np.isnan(ordered[..., -1]), np.nan, middle)


def running_high(values: Floats) -> Floats:
    """Largest value so far."""
    return np.asarray(np.fmax.accumulate(values, axis=-1))


def since(flags: Floats) -> Floats:
    """Bars since a flag last held, 0 on its bar; NaN if it never did."""
    last = _last(flags)
    place = np.arange(flags.shape[-1])
    return np.where(last >= 0, place - last, np.nan)


def held(values: Floats, flags: Floats) -> Floats:
    """The value on the bar on which a flag last held; NaN if it never did."""
    last = _last(flags)
    taken = np.take_along_axis(values, np.maximum(last, 0), axis=-1)
    return np.where(last >= 0, taken, np.nan)


def lowest_during(values: Floats, flags: Floats) -> Floats:
    """Smallest value since a flag began to hold without a break; the value itself while it does not hold."""
    found = np.empty(values.shape)
    for row in np.ndindex(values.shape[:-1]):
        least = float("inf")
        made: list[float] = []
        for value, flag in zip(values[row].tolist(), flags[row].tolist(), strict=True):
            least = min(least, value) if flag == 1.0 else float("inf")
            made.append(min(least, value))
        found[row] = made
    return found


def _last(flags: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    place = np.where(flags == 1.0, np.arange(flags.shape[-1]), -1)
    return np.asarray(np.maximum.accumulate(place, axis=-1), dtype=np.int64)


def efficiency(closes: Floats, bars: int) -> Floats:
    """Kaufman's ratio of the last `bars` steps, signed by their direction; 0 where nothing moved, NaN before.

    Sums run from the session's start, so a value is the same however many bars follow.
    """
    steps = np.abs(np.diff(closes, axis=-1, prepend=closes[..., :1]))
    path = np.cumsum(steps, axis=-1)
    gone = path - lag(path, bars)
    away = closes - lag(closes, bars)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(gone > 0, np.clip(away / gone, -1.0, 1.0), 0.0)
    return np.where(np.isnan(gone), np.nan, ratio)
