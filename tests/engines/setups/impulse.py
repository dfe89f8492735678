"""The last impulse of a trend and its pull-back, looked for one bar at a time."""

from dataclasses import dataclass

import numpy as np

from spxcc.market.snapshot import Floats
from spxcc.quant.indicators import efficiency_ratio


@dataclass(frozen=True, slots=True)
class Leg:
    """An impulse from `origin` to `peak`, and `swing`, the furthest price of the pull-back since (`peak` if none).

    efficiency: ratio of the closes up to the peak, negative where they moved the other way; `None` if they are too few.
    """

    origin: float
    peak: float
    swing: float
    efficiency: float | None = None

    @property
    def size(self) -> float:
        """Points."""
        return abs(self.peak - self.origin)

    @property
    def retrace(self) -> float:
        """Share of the impulse that was given back; may exceed 1."""
        return abs(self.peak - self.swing) / self.size if self.size > 0 else 0.0

    @property
    def given_back(self) -> str:
        """The retrace in words."""
        return "all" if self.retrace >= 1 else f"{self.retrace:.0%}"


def leg_of(high: Floats, low: Floats, close: Floats, sign: int, window: int) -> Leg:
    """The leg of the last `window` bars in the direction `sign`.

    peak = the latest extreme, origin = the opposite one up to it, swing = the opposite one after it. The efficiency is
    that of the `window` minutes that end at the peak: a pull-back would hide the trend that it belongs to. Raises
    ValueError without a bar.
    """
    if not high.size:
        raise ValueError("expected at least one bar, found none")
    with_it, against = (high, low) if sign > 0 else (-low, -high)
    with_it, against = with_it[-window:], against[-window:]
    top = with_it.size - 1 - int(np.argmax(with_it[::-1]))
    peak, origin = float(with_it[top]), float(against[: top + 1].min())
    swing = float(against[top + 1 :].min()) if top + 1 < against.size else peak
    upto = close[: close.size - with_it.size + top + 1]
    return Leg(sign * origin, sign * peak, sign * swing, _along(upto[-window - 1 :], sign, window))


def _along(closes: Floats, sign: int, window: int) -> float | None:
    if closes.size <= window:
        return None
    ratio = efficiency_ratio(closes)
    return ratio if sign * float(closes[-1] - closes[0]) >= 0 else -ratio
