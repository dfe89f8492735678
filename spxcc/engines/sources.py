"""How fresh each source of the snapshot is."""

from typing import Literal, TypeAlias

from spxcc.market.snapshot import LastPrice, MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

Freshness: TypeAlias = Literal["ok", "stale", "down"]

STALE_AFTER_S = 90.0
"""One cadence of minute bars and half of another."""
DOWN_AFTER_S = 300.0
DELAY_S = 1200.0
"""What a delayed feed may lag on top."""


def newest_by_source(snapshot: MarketSnapshot) -> dict[str, UnixNanos]:
    """Newest event per source among prices and chains, by name of the source."""
    newest: dict[str, UnixNanos] = {}
    said: list[LastPrice | OptionChain] = [*snapshot.prices.values(), *snapshot.chains.values()]
    for item in said:
        newest[item.source] = max(newest.get(item.source, 0), item.ts_event)
    return dict(sorted(newest.items()))


def feed_states(snapshot: MarketSnapshot) -> dict[str, Freshness]:
    """Freshness of every source of prices. A chain is a still of its own moment: its age is told, it is not down."""
    newest: dict[str, UnixNanos] = {}
    for last in snapshot.prices.values():
        newest[last.source] = max(newest.get(last.source, 0), last.ts_event)
    return {source: freshness(snapshot, at) for source, at in sorted(newest.items())}


def freshness(snapshot: MarketSnapshot, newest: UnixNanos) -> Freshness:
    """Of a source whose newest event is `newest`; while the market is not open nothing is late."""
    if snapshot.session.phase != "open":
        return "ok"
    allowed = DELAY_S if snapshot.mode == "delayed" else 0.0
    age_s = (snapshot.as_of - newest) / NANOS_PER_SECOND - allowed
    if age_s <= STALE_AFTER_S:
        return "ok"
    return "stale" if age_s <= DOWN_AFTER_S else "down"
