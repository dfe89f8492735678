"""A price that jumps far counts when others confirm it."""

from dataclasses import dataclass

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

CONFIRMED = 5
"""Prices in a row, near each other and far from the one before, that make a jump true."""
OLD_NS = 60 * NANOS_PER_SECOND
BESIDE_OLD_NS = 150 * NANOS_PER_SECOND
"""A minute bar closes a minute after it began and is asked for up to a minute later."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A price and when it was."""

    price: float
    ts_event: UnixNanos


@dataclass(frozen=True, slots=True)
class Reach:
    """Shares of a price: a move beyond `jump` waits to be confirmed by prices within `near` of each other."""

    jump: float
    near: float


PRICES, VOLATILITIES = Reach(0.02, 0.005), Reach(0.04, 0.02)
"""A volatility index may move some percent between two of its values, which come every fifteen seconds."""


def reach_of(symbol: str) -> Reach:
    """How far a symbol may move at once."""
    return VOLATILITIES if symbol.startswith(("VIX", "VVIX")) else PRICES


class OutlierGate:
    """Of one symbol. A jump beyond the reach waits for the next prices: near it, it was true; else it is dropped."""

    def __init__(self, reach: Reach = PRICES) -> None:
        self._reach = reach
        self._last: Seen | None = None
        self._held: list[float] = []
        self.dropped = 0

    def admit(self, price: float, ts_event: UnixNanos, beside: Seen | None = None) -> bool:
        """Whether the price counts now. `beside`, known by another way, is what a first price is held against."""
        last, held = self._known(ts_event, beside), self._held
        if last is not None and _far(price, last.price, self._reach.jump):
            if held and _far(price, held[-1], self._reach.near):
                self.dropped += len(held)
                held.clear()
            held.append(price)
            if len(held) < CONFIRMED:
                return False
        else:
            self.dropped += len(held)
        held.clear()
        if self._last is None or ts_event >= self._last.ts_event:
            self._last = Seen(price, ts_event)
        return True

    def _known(self, ts_event: UnixNanos, beside: Seen | None) -> Seen | None:
        if self._last is not None and ts_event - self._last.ts_event <= OLD_NS:
            return self._last
        fresh = beside is not None and abs(ts_event - beside.ts_event) <= BESIDE_OLD_NS
        return beside if fresh else None


def _far(price: float, other: float, share: float) -> bool:
    return abs(price - other) > share * other
