"""The live code path over real sockets, against the simulated market that speaks the same API."""

import asyncio
from collections.abc import Callable

import pytest

from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.feeds.simulator.scenarios import DEFAULT, scenario_named
from spxcc.market.events import ChainSnapshot, EquityTick, FeedNotice, IndexTick, OptionQuote, OptionTrade, Watermark
from spxcc.market.state import MarketState
from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.massive_sim import SimOptions, server_of

PATIENCE_S = 60.0
WANTED = {IndexTick, EquityTick, OptionQuote, OptionTrade, Watermark}


async def served(
    port: int, key: str, enough: Callable[[set[object], MarketState], bool]
) -> tuple[PlannedFeed, MarketState]:
    """What a feed with `key` brings until it is enough."""
    request = FeedRequest("massive", url=f"http://127.0.0.1:{port}", key=key)
    plan = await asyncio.to_thread(plan_feed, request)
    wall = SystemClock()
    assert plan.lives_at is not None
    state, seen = MarketState(plan.mode), set[object]()
    async with asyncio.timeout(PATIENCE_S):
        async for event in plan.build(ShiftedClock(wall, plan.lives_at - wall.now())).events():
            state.fold(event)
            seen.add(type(event))
            if isinstance(event, ChainSnapshot):
                seen.add((event.underlying, event.scope))
            if isinstance(event, FeedNotice):
                seen.add(event.code)
            if enough(seen, state):
                return plan, state
    raise AssertionError("the feed ended")


def whole(seen: set[object], state: MarketState) -> bool:
    chains = {(name, scope) for name in ("SPX", "SPY") for scope in ("", "near")}
    return seen >= WANTED | chains


@pytest.mark.slow
async def test_f30_the_live_path_plays_the_simulated_market_and_says_sim() -> None:
    clock = SystemClock()
    server = server_of(SimOptions(scenario_named(DEFAULT), 7, 0, at="10:30"), clock)
    port = await server.start(0)
    playing = asyncio.ensure_future(server.play())
    try:
        plan, state = await served(port, "sim", whole)
        snapshot = state.snapshot(clock.now())
        assert plan.mode == snapshot.mode == "sim"
        assert snapshot.counters.rejected == 0
        _, bare = await served(
            port, "sim-indices", lambda seen, state: {"plan:chain", "plan:stocks", IndexTick} <= seen
        )
        assert bare.snapshot(clock.now()).chains == {}
        with pytest.raises(ValueError, match="expected a key that"):
            await served(port, "wrong", whole)
    finally:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        await server.stop()
