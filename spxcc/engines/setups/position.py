"""What becomes of a fill, bar by bar (SETUPS.md 3, R2–R9)."""

from dataclasses import dataclass

import msgspec

from spxcc.engines.setups.geometry import Blueprint, Trade, plan
from spxcc.engines.setups.lifecycle import Phase
from spxcc.engines.setups.params import Common
from spxcc.engines.setups.reading import pts
from spxcc.engines.setups.scene import end_of
from spxcc.market.candles import Candle
from spxcc.market.units import to_millis


@dataclass(frozen=True, slots=True)
class Event:
    """A phase that was reached at a price, and in words why."""

    phase: Phase
    price: float
    reason: str


def fill(sign: int, blueprint: Blueprint, opened: float, start_ms: int, common: Common) -> tuple[Trade | None, Event]:
    """The trade at the open of the bar after the trigger, or why there is none."""
    entry = opened + sign * common.slip
    made = plan(sign, blueprint, entry, common.least_r, common.least_risk)
    if made is None:
        return None, Event("no_fill", opened, f"no fill: the open {pts(opened)} is at the stop or beyond")
    if made.t1 is None:
        return None, Event("no_fill", opened, f"no fill: under {common.least_r:.2f} R to T1 at the open {pts(opened)}")
    risk = sign * (made.entry - made.stop)
    trade = Trade(filled_at=start_ms, entry=made.entry, stop=made.stop, t1=made.t1, t2=made.t2, risk=risk)
    return trade, Event("filled", made.entry, f"filled at {pts(made.entry)}")


def resolve(
    sign: int, trade: Trade, phase: Phase, bar: Candle, expires: int, common: Common
) -> tuple[Trade, list[Event]]:
    """The events of one closed bar, in order; none while the trade goes on.

    A touch of the stop fills at the stop, at the open if that is beyond, less slip. A target needs to be traded
    through, and not in the bar of the fill. Stop and target in one bar are ambiguous and count as the stop, unless the
    bar opened at the stop or beyond: then that came first.
    """
    inner, outer = (bar.low, bar.high) if sign > 0 else (bar.high, bar.low)
    stop = trade.stop if phase == "filled" else trade.entry
    stopped = sign * (inner - stop) <= 0
    reach = sign * outer - common.through if to_millis(bar.start) != trade.filled_at else -float("inf")
    target = trade.t1 if phase == "filled" else trade.t2
    hit = target is not None and reach >= sign * target - 1e-9
    if stopped:
        gapped = sign * (bar.open - stop) <= 0
        price = (bar.open if gapped else stop) - sign * common.slip
        return trade, [_stopped(sign, trade, phase, price, hit and not gapped, common)]
    events: list[Event] = []
    if hit and phase == "filled":
        banked = common.partial_share * sign * (trade.t1 - trade.entry) / trade.risk
        trade = msgspec.structs.replace(trade, banked=banked)
        events.append(Event("t1_hit", trade.t1, f"T1 hit at {pts(trade.t1)}, {banked:+.2f} R banked"))
        hit = trade.t2 is not None and reach >= sign * trade.t2 - 1e-9
        phase = "t1_hit"
    if hit and phase == "t1_hit" and trade.t2 is not None:
        total = result_r(sign, trade, phase, trade.t2, common)
        return trade, [*events, Event("t2_hit", trade.t2, f"T2 hit at {pts(trade.t2)}, {total:+.2f} R")]
    if end_of(bar) >= expires:
        events.append(closing(sign, trade, phase, "time_exit", bar.close, "time stop", common))
    return trade, events


def closing(sign: int, trade: Trade, phase: Phase, into: Phase, price: float, word: str, common: Common) -> Event:
    """Out at the market, less slip."""
    out = price - sign * common.slip
    return Event(into, out, f"{word} at {pts(out)}, {result_r(sign, trade, phase, out, common):+.2f} R")


def result_r(sign: int, trade: Trade, phase: Phase, price: float, common: Common) -> float:
    """Result in R of what is left at `price`, with what was banked."""
    share = 1.0 if phase == "filled" else 1.0 - common.partial_share
    return trade.banked + share * sign * (price - trade.entry) / trade.risk


def _stopped(sign: int, trade: Trade, phase: Phase, price: float, unordered: bool, common: Common) -> Event:
    total = result_r(sign, trade, phase, price, common)
    if unordered:
        return Event("ambiguous", price, f"ambiguous: stop and target in one minute, counted {total:+.2f} R")
    into: Phase = "stopped" if phase == "filled" else "be_stop"
    word = "stopped" if into == "stopped" else "break-even stop"
    return Event(into, price, f"{word} at {pts(price)}, {total:+.2f} R")
