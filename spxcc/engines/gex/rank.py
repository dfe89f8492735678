"""The net exposure among the same minute of earlier days."""

from bisect import bisect_left

import msgspec

from spxcc.engines.facts import fact_of
from spxcc.engines.gex.params import HISTORY_DAYS
from spxcc.engines.gex.result import HISTORY_FACT, GexHistory, GexRank, GexResult
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import UnixNanos

NO_HISTORY = "no earlier days of this minute are kept"


def past_of(snapshot: MarketSnapshot, minute: str) -> tuple[float, ...]:
    """Net exposure of that minute on earlier days, as the ledger told them."""
    history = fact_of(snapshot, HISTORY_FACT, GexHistory)
    return () if history is None else history.minutes.get(minute, ())


def with_rank(result: GexResult, snapshot: MarketSnapshot) -> GexResult:
    """The result with its rank; one without a net has none."""
    if result.net_gex is None:
        return result
    minute = minute_of(snapshot.as_of)
    return msgspec.structs.replace(result, rank=rank_of(result.net_gex, minute, past_of(snapshot, minute)))


def minute_of(instant: UnixNanos) -> str:
    """`10:42`, exchange time."""
    return f"{to_exchange(instant):%H:%M}"


def rank_of(net: float, minute: str, past: tuple[float, ...]) -> GexRank:
    """Without enough earlier days the share is absent, with the reason."""
    days = len(past)
    if days < HISTORY_DAYS:
        reason = f"{days} earlier days of this minute, {HISTORY_DAYS} needed" if past else NO_HISTORY
        return GexRank(minute=minute, days=days, reason=reason)
    below = bisect_left(sorted(past), net)
    return GexRank(minute=minute, days=days, below=below, percentile=round(below / days, 3))
