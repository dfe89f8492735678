"""Price axis of a chart: nice steps, autoscale with hysteresis, price ↔ row."""

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MIN_SPAN = 0.05
HYSTERESIS = 0.10


def nice_step(span: float, count: int) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that divides `span` into at most `count` parts."""
    rough = max(span, MIN_SPAN) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for step in STEPS:
        if step * power >= rough * (1 - 1e-9):
            return step * power
    return 10.0 * power


def ticks(low: float, high: float, step: float) -> tuple[float, ...]:
    """Multiples of `step` within [low, high], ascending."""
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(index * step for index in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class PriceScale:
    """`rows` rows from `high` at the upper edge of row 0 to `low` at the lower edge of the last."""

    low: float
    high: float
    rows: int

    @property
    def per_row(self) -> float:
        """Points in one row."""
        return (self.high - self.low) / max(self.rows, 1)

    def position(self, price: float) -> float:
        """Rows from the upper edge, unbounded."""
        return (self.high - price) / (self.high - self.low) * self.rows

    def row(self, price: float) -> int | None:
        """Row that holds `price`, `None` outside."""
        position = self.position(price)
        if not 0 <= position <= self.rows:
            return None
        return min(int(position), self.rows - 1)

    def price_at(self, row: int) -> float:
        """Price at the middle of `row`."""
        return self.high - (row + 0.5) * self.per_row


def autoscale(previous: PriceScale | None, low: float, high: float, rows: int) -> PriceScale:
    """A scale that holds [low, high] with 5 % air. `previous` stays while the data is inside and fills it enough.

    It is given up when the data leaves it, when it is more than 2 × 10 % wider than needed on top of its own air, or
    when the number of rows changed; so the axis does not twitch with each tick.
    """
    span = max(high - low, MIN_SPAN)
    wanted = span * (1 + HYSTERESIS)
    if previous is not None and previous.rows == rows:
        kept = previous.high - previous.low
        if previous.low <= low and high <= previous.high and kept <= wanted * (1 + 2 * HYSTERESIS):
            return previous
    middle = (low + high) / 2
    return PriceScale(middle - wanted / 2, middle + wanted / 2, rows)
