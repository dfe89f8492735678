"""State of every channel: how its engine fared and whether its price is fresh."""

from collections.abc import Iterable, Sequence
from typing import Any

from spxcc.engines.common import SYMBOLS
from spxcc.engines.engine import Engine, Outcome, Publication, Upstream, later
from spxcc.engines.health.result import HEALTH, HEALTH_KEY, ChannelHealth, Health, Notice
from spxcc.engines.sources import STALE_AFTER_S, freshness, newest_by_source
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis


def health_engine(engines: Sequence[Engine[Any, Any]]) -> Engine[Health, None]:
    """The health engine of a catalogue: answers for every channel of `engines`, and runs after all of them."""

    def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[Health, None]:
        channels: dict[str, ChannelHealth] = {}
        for engine in engines:
            channels |= channels_of(engine, upstream)
        channels |= _late_prices(snapshot, channels)
        channels[HEALTH.name] = ChannelHealth("ok")
        return _health(snapshot, channels), None

    return Engine(
        key=HEALTH_KEY,
        compute=compute,
        initial=_initial,
        publish=_publish,
        channels=(HEALTH,),
        needs=tuple(engine.key for engine in engines),
        explain=later("spxcc.engines.health.explain:explain"),
    )


def channels_of(engine: Engine[Any, Any], upstream: Upstream) -> dict[str, ChannelHealth]:
    """State of each channel of one engine: its own reason where its value has one, else the engine's outcome."""
    answerable = tuple(channel.name for channel in engine.channels)
    outcome = upstream.outcomes.get(engine.key.name, Outcome("failed", f"{engine.key.name} engine has not run yet"))
    if outcome.state == "failed":
        return dict.fromkeys(answerable, ChannelHealth("failed", outcome.reason))
    said = {item.channel.name: item.value for item in engine.publish(upstream.results[engine.key.name])}
    states: dict[str, ChannelHealth] = {}
    for name in (*answerable, *(name for name in said if name not in answerable)):
        value = said.get(name)
        if value is None:
            reason: str | None = outcome.reason or f"no input for {name} yet"
        elif hasattr(value, "reason"):
            reason = value.reason
        else:
            reason = outcome.reason if len(answerable) == 1 or not value else None
        states[name] = ChannelHealth("ok") if reason is None else ChannelHealth("degraded", reason)
    return states


def _late_prices(snapshot: MarketSnapshot, channels: dict[str, ChannelHealth]) -> dict[str, ChannelHealth]:
    late: dict[str, ChannelHealth] = {}
    for symbol in SYMBOLS:
        last, name = snapshot.prices.get(symbol), f"price:{symbol}"
        if last is None or name not in channels or channels[name].state != "ok":
            continue
        if freshness(snapshot, last.ts_event) != "ok":
            late[name] = ChannelHealth("degraded", f"the {symbol} price is older than {STALE_AFTER_S:.0f} s")
    return late


def _health(snapshot: MarketSnapshot, channels: dict[str, ChannelHealth]) -> Health:
    return Health(
        channels=channels,
        feeds={source: to_millis(newest) for source, newest in newest_by_source(snapshot).items()},
        events=snapshot.counters.events,
        stale_ticks=snapshot.counters.stale_ticks,
        rejected=snapshot.counters.rejected,
        notices=tuple(Notice(notice.level, notice.code, notice.text) for notice in snapshot.notices),
    )


def _publish(health: Health) -> Iterable[Publication]:
    yield Publication(HEALTH, health)


def _initial() -> None:
    return None
