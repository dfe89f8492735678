"""The last impulse of a trend and its pull-back, for every bar at once."""

from collections.abc import Sequence

import numpy as np

from spxcc.engines.setups.features import causal
from spxcc.engines.setups.features.tape import Tape
from spxcc.quant.indicators import Floats


def origin(tape: Tape, given: Sequence[Floats], bars: int) -> Floats:
    """Lowest low of the last `bars` up to their latest highest high."""
    return _part(tape, bars, "origin")


def peak(tape: Tape, given: Sequence[Floats], bars: int) -> Floats:
    """Latest highest high of the last `bars`."""
    return _part(tape, bars, "peak")


def swing(tape: Tape, given: Sequence[Floats], bars: int) -> Floats:
    """Lowest low since the peak, the peak itself if there was none."""
    return _part(tape, bars, "swing")


def trend(tape: Tape, given: Sequence[Floats], bars: int) -> Floats:
    """Signed efficiency of the `bars` that ended at the peak: a pull-back would hide the trend it belongs to."""
    return _part(tape, bars, "trend")


def _part(tape: Tape, bars: int, name: str) -> Floats:
    if f"leg {bars} {name}" not in tape.made:
        tape.made.update(_legs(tape, bars))
    return tape.made[f"leg {bars} {name}"]


def _legs(tape: Tape, bars: int) -> dict[str, Floats]:
    highs, lows = causal.windows(tape.high, bars), causal.windows(tape.low, bars)
    known = ~np.isnan(highs[..., 0])
    top = bars - 1 - np.argmax(np.where(np.isnan(highs), -np.inf, highs)[..., ::-1], axis=-1)
    upto = np.arange(bars) <= top[..., None]
    top_high = np.take_along_axis(highs, top[..., None], axis=-1)[..., 0]
    lowest = np.where(upto, lows, np.inf).min(axis=-1)
    after = np.where(upto, np.inf, lows).min(axis=-1)
    at = np.maximum(np.arange(tape.shape[-1]) - (bars - 1 - top), 0)
    along = np.take_along_axis(causal.efficiency(tape.close, bars), at, axis=-1)
    parts = {
        "origin": np.where(known, lowest, np.nan),
        "peak": np.where(known, top_high, np.nan),
        "swing": np.where(known, np.where(np.isinf(after), top_high, after), np.nan),
        "trend": np.where(known, along, np.nan),
    }
    return {f"leg {bars} {name}": values for name, values in parts.items()}
