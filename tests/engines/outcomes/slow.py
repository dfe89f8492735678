"""The resolution of a long order written out step by step, with its numbers in the text and no helper."""

from collections.abc import Sequence

from spxcc.engines.outcomes.result import Order
from tests.engines.outcomes.paths import AT, MINUTE, Bar


def slowly(order: Order, bars: Sequence[Bar]) -> tuple[str, float | None, bool] | None:
    """(verdict, R, whether T1 was reached), `None` while it is open. The first bar starts at the decision."""
    entry = round(bars[0][0] + 0.1, 2)
    if entry <= order.stop + 1e-9 or entry >= order.t1 - 1e-9:
        return "no_fill", None, False
    risk, half_gone, gained = entry - order.stop, False, 0.0
    for minute, (opened, high, low, close) in enumerate(bars):
        stop = entry if half_gone else order.stop
        t1_seen = minute > 0 and not half_gone and high >= order.t1 + 0.1 - 1e-9
        t2_seen = minute > 0 and order.t2 is not None and high >= order.t2 + 0.1 - 1e-9
        if opened <= stop:
            left = 0.5 if half_gone else 1.0
            name = "be_stop" if half_gone else "stopped"
            return name, gained + left * (opened - 0.1 - entry) / risk, half_gone
        if low <= stop:
            left = 0.5 if half_gone else 1.0
            both = t2_seen if half_gone else t1_seen
            name = "ambiguous" if both else "be_stop" if half_gone else "stopped"
            return name, gained + left * (stop - 0.1 - entry) / risk, half_gone
        if t1_seen:
            half_gone, gained = True, 0.5 * (order.t1 - entry) / risk
        if half_gone and t2_seen:
            assert order.t2 is not None
            return "t2_hit", gained + 0.5 * (order.t2 - entry) / risk, True
        if AT + (minute + 1) * MINUTE >= order.until:
            left = 0.5 if half_gone else 1.0
            return "time_exit", gained + left * (close - 0.1 - entry) / risk, half_gone
    return None
