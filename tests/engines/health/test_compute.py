"""Health: every channel has a state, and a sentence if it is not ok."""

from typing import Any

import msgspec

from spxcc.engines.bars.compute import ENGINE as BARS_ENGINE
from spxcc.engines.engine import Engine
from spxcc.engines.graph import EngineGraph
from spxcc.engines.health.compute import health_engine
from spxcc.engines.health.result import ChannelHealth, Health, Notice
from spxcc.engines.price.compute import ENGINE as PRICE_ENGINE
from spxcc.market.events import FeedNotice
from spxcc.market.snapshot import FeedCounters, MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND, to_millis
from tests.fakes.snapshots import at, make_bars, make_price, make_snapshot

OK = ChannelHealth("ok")


def health(snapshot: MarketSnapshot, failing: str | None = None) -> Health:
    engines: tuple[Engine[Any, Any], ...] = (PRICE_ENGINE, BARS_ENGINE)
    graph = EngineGraph((health_engine(engines), *engines))
    if failing is not None:
        graph.fail(failing)
    step = graph.step(snapshot)
    assert step.ran[-1] == "health"
    result = step.results["health"]
    assert isinstance(result, Health)
    return result


def test_all_well() -> None:
    found = health(make_snapshot(bars={"SPX": make_bars([6000.0]), "SPY": make_bars([600.0])}))
    assert found.channels == dict.fromkeys(("price:SPX", "price:SPY", "bars:SPX", "bars:SPY", "health:update"), OK)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Health) == found


def test_a_channel_without_a_value_says_so_and_its_sister_is_well() -> None:
    found = health(make_snapshot(spy=None, bars={"SPX": make_bars([6000.0])}))
    assert found.channels["price:SPX"] == OK
    assert found.channels["price:SPY"] == ChannelHealth("degraded", "no price yet for SPY")
    assert found.channels["bars:SPX"] == OK
    assert found.channels["bars:SPY"] == ChannelHealth("degraded", "no input for bars:SPY yet")


def test_a_failed_engine_takes_down_its_channels_only() -> None:
    found = health(make_snapshot(bars={"SPX": make_bars([6000.0])}), failing="price")
    assert found.channels["price:SPX"] == ChannelHealth("failed", "price engine failed: made to fail on request")
    assert found.channels["bars:SPX"] == OK


def test_a_late_price_is_degraded_while_the_market_is_open() -> None:
    now = at("10:30")
    prices = {
        "SPX": make_price("SPX", 6000.0, now - 91 * NANOS_PER_SECOND),
        "SPY": make_price("SPY", 600.0, now - 90 * NANOS_PER_SECOND),
    }
    found = health(make_snapshot(now, prices=prices))
    assert found.channels["price:SPX"] == ChannelHealth("degraded", "the SPX price is older than 90 s")
    assert found.channels["price:SPY"] == OK


def test_counters_feeds_and_notices_are_passed_on() -> None:
    now = at("10:30")
    notice = FeedNotice(ts_event=now, ts_recv=now, source="fake", level="warning", code="mapped", text="SPY × 10")
    found = health(make_snapshot(now, notices=(notice,), counters=FeedCounters(10, 2, 1)))
    assert (found.events, found.stale_ticks, found.rejected) == (10, 2, 1)
    assert found.feeds == {"fake": to_millis(now)}
    assert found.notices == (Notice("warning", "mapped", "SPY × 10"),)
