"""A price that jumps far counts when others confirm it."""

from dataclasses import dataclass

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

JUMP, NEAR = 0.02, 0.005
CONFIRMED = 3
"""Prices in a row, near each other and far from the one before, that make a jump true."""
OLD_NS = 60 * NANOS_PER_SECOND


@dataclass(frozen=True, slots=True)
class _Seen:
    price: float
    ts_event: UnixNanos


class OutlierGate:
    """Of one symbol. A jump of more than 2 % waits for the next prices: near it, it was true; else it is dropped."""

    def __init__(self) -> None:
        self._last: _Seen | None = None
        self._held: list[float] = []
        self.dropped = 0

    def admit(self, price: float, ts_event: UnixNanos) -> bool:
        """Whether the price counts now."""
        last, held = self._last, self._held
        if last is not None and ts_event - last.ts_event <= OLD_NS and _far(price, last.price, JUMP):
            if held and _far(price, held[-1], NEAR):
                self.dropped += len(held)
                held.clear()
            held.append(price)
            if len(held) < CONFIRMED:
                return False
        else:
            self.dropped += len(held)
        held.clear()
        if last is None or ts_event >= last.ts_event:
            self._last = _Seen(price, ts_event)
        return True


def _far(price: float, other: float, share: float) -> bool:
    return abs(price - other) > share * other
