"""How a position is followed: each price once, in order, and what it came to."""

import msgspec

from spxcc.engines.positions import params
from spxcc.engines.positions.result import End, Planned, Position, Side
from spxcc.engines.setups.result import Setup
from spxcc.market.units import UnixMillis


def planned_of(setup: Setup) -> Planned:
    """What the setup says now."""
    return Planned(
        kind=setup.kind,
        level=setup.level_label,
        state=setup.state,
        entry=setup.entry,
        stop=setup.stop,
        t1=setup.t1,
        r1=setup.r1,
    )


def entry_of(price: float, side: Side, paper: bool) -> float:
    """A paper entry pays the slip; a taken one stands at the price of the moment."""
    slip = params.SLIP if paper else 0.0
    return round(price + slip if side == "long" else price - slip, 2)


def followed(position: Position, price: float, now: UnixMillis, closes: UnixMillis) -> Position:
    """After one price of the index. A paper position leaves at its stop, its target, or when the market closes."""
    if position.closed is not None or now < position.opened:
        return position
    seen = msgspec.structs.replace(
        position,
        high=price if position.high is None else max(position.high, price),
        low=price if position.low is None else min(position.low, price),
    )
    if not seen.paper:
        return seen
    way = 1.0 if seen.side == "long" else -1.0
    if seen.stop is not None and way * (price - seen.stop) <= 0:
        worst = min(price, seen.stop) if way > 0 else max(price, seen.stop)
        return ended(seen, worst - way * params.SLIP, now, "stop")
    if seen.t1 is not None and way * (price - seen.t1) >= params.THROUGH - 1e-9:
        return ended(seen, seen.t1, now, "target")
    return ended(seen, price - way * params.SLIP, now, "market closed") if now >= closes else seen


def ended(position: Position, price: float | None, now: UnixMillis, end: End) -> Position:
    """Closed at `price`; R from entry, stop and exit, absent where one of them is."""
    risk, r = position.risk, None
    if price is not None and risk is not None:
        gain = price - position.entry if position.side == "long" else position.entry - price
        r = round(gain / risk, 3)
    found = None if price is None else round(price, 2)
    return msgspec.structs.replace(position, closed=now, exit=found, end=end, r=r)
