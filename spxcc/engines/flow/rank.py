"""The premium of the last minutes among the same minute of earlier days."""

from bisect import bisect_left

from spxcc.engines.flow import params
from spxcc.engines.flow.result import FlowHistory, FlowRank, FlowWindow
from spxcc.market.session import to_exchange
from spxcc.market.units import UnixNanos
from spxcc.quant.statistics import wilson_interval

NO_HISTORY = "no earlier days of this minute are kept"


def premium_of(window: FlowWindow) -> float:
    """All of it in USD, whatever its side."""
    return round(window.call_bought + window.call_sold + window.put_bought + window.put_sold + window.unknown, 2)


def rank_of(window: FlowWindow, end: UnixNanos, history: FlowHistory | None) -> FlowRank:
    """Of `window`, which ends at `end`; without enough earlier days the share is absent, with the reason."""
    minute, premium = f"{to_exchange(end):%H:%M}", premium_of(window)
    past = () if history is None else history.minutes.get(minute, ())
    if len(past) < params.HISTORY_DAYS:
        reason = NO_HISTORY if not past else f"{len(past)} earlier days of this minute, {params.HISTORY_DAYS} needed"
        return FlowRank(minute=minute, premium=premium, days=len(past), reason=reason)
    below = bisect_left(sorted(past), premium)
    interval = wilson_interval(below, len(past))
    assert interval is not None, "there are days"
    return FlowRank(
        minute=minute,
        premium=premium,
        days=len(past),
        below=below,
        percentile=round(below / len(past), 3),
        low=round(interval[0], 3),
        high=round(interval[1], 3),
    )
