"""The chain stage over a small market."""

import asyncio
from collections.abc import Awaitable

import httpx
import pytest

from spxcc.feeds.massive.chains import ChainStage
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.params import UNDERLYINGS, CallLimits, ChainRules
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.events import ChainSnapshot, EquityTick, FeedNotice, IndexTick
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW, Bench, World, page, tickers

ONCE = CallLimits(tries=1)


class Stage:
    """A stage of one underlying over a world."""

    def __init__(self, world: World, underlying: str = "SPX") -> None:
        self.world = world
        self.bench = Bench(world, ONCE)
        self.desk = Desk(FeedTime(self.bench.clock, follow=False))
        self.stage = ChainStage(underlying, self.bench.client, self.bench.clock, self.desk, ChainRules())

    async def told(self, work: Awaitable[None]) -> list[object]:
        task = asyncio.ensure_future(work)
        for _ in range(4000):
            if task.done():
                break
            await self.bench.clock.advance(0.05)
            await asyncio.to_thread(int)
        await task
        return list(self.desk.inbox.take())


def chains(events: list[object]) -> list[ChainSnapshot]:
    return [each for each in events if isinstance(each, ChainSnapshot)]


async def test_f32_near_chains_of_both_cost_at_most_twenty_calls() -> None:
    calls = 0
    for underlying in UNDERLYINGS:
        stage = Stage(World(step={"SPX": 5, "SPY": 1}), underlying)
        (chain,) = chains(await stage.told(stage.stage.near()))
        first = len(stage.world.calls)
        (again,) = chains(await stage.told(stage.stage.near()))
        assert len(stage.world.calls) - first <= first
        calls += first
        assert (chain.scope, chain.complete, again.complete) == ("near", True, True)
        assert len(chain.rows) == {"SPX": 3 * 2 * 121, "SPY": 3 * 2 * 61}[underlying]
    assert calls <= 20
    assert calls == 1 + 3 + 1 + 2


async def test_f32_the_cap_on_calls_holds_on_a_finer_chain_and_is_said() -> None:
    calls = 0
    for underlying in UNDERLYINGS:
        stage = Stage(World(step={"SPX": 1, "SPY": 1}, page_rows=100), underlying)
        events = await stage.told(stage.stage.near())
        (chain,) = chains(events)
        await stage.told(stage.stage.near())
        calls += len(stage.world.calls) - 1
        if underlying == "SPX":
            assert not chain.complete
            assert "10 pages were the most" in chain.remarks[0]
    assert calls / 2 <= 20


async def test_the_chain_is_asked_for_with_the_prefix_of_an_index_and_around_the_spot() -> None:
    stage = Stage(World())
    await stage.told(stage.stage.near())
    assert {url.path for url in stage.world.calls} == {"/v3/snapshot/options/I:SPX"}
    first, second = stage.world.calls[:2]
    assert dict(first.params) == {"limit": "1", "expiration_date": "2026-01-14"}
    assert (second.params["strike_price.gte"], second.params["strike_price.lte"]) == ("5700", "6300")
    stage.desk.price("SPX", 6100.0, NOW + 1)
    await stage.told(stage.stage.near())
    assert stage.world.calls[-1].params["strike_price.gte"] == "5795"


async def test_the_price_beside_the_chain_is_a_tick_of_its_own_time() -> None:
    for underlying, kind, price in (("SPX", IndexTick, 6000.0), ("SPY", EquityTick, 600.0)):
        stage = Stage(World(), underlying)
        ticks = [each for each in await stage.told(stage.stage.near()) if isinstance(each, kind)]
        assert [(tick.symbol, tick.price, tick.ts_event) for tick in ticks] == [(underlying, price, NOW)]


async def test_the_whole_follows_the_near_and_keeps_its_fresher_rows() -> None:
    stage = Stage(World())
    (near,) = chains(await stage.told(stage.stage.near()))
    assert near.remarks == ("only the near part of the chain is there yet; the whole is being read",)
    (whole,) = chains(await stage.told(stage.stage.whole()))
    assert (whole.scope, whole.complete, whole.remarks) == ("", True, ())
    assert len(whole.rows) == 4 * 2 * 481
    (near,) = chains(await stage.told(stage.stage.near()))
    assert near.remarks == ()


async def test_f32_a_whole_that_breaks_off_does_not_replace_a_whole() -> None:
    stage = Stage(World())
    await stage.told(stage.stage.whole())
    good = stage.world

    def breaking(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if int(request.url.params.get("cursor", "0")) >= 1000 else good(request)

    stage.bench.handler = breaking
    with pytest.raises(Trouble, match="500"):
        await stage.told(stage.stage.whole())
    assert chains(list(stage.desk.inbox.take())) == []

    fresh = Stage(World())
    fresh.bench.handler = breaking
    with pytest.raises(Trouble, match="500"):
        await fresh.told(fresh.stage.whole())
    (part,) = chains(list(fresh.desk.inbox.take()))
    assert (part.complete, len(part.rows)) == (False, 1000)
    assert part.remarks[0] == "the whole chain is partial: after 4 pages HTTP status 500"


async def test_a_delayed_answer_is_quarter_of_an_hour_old_and_said_to_be() -> None:
    stage = Stage(World(status="DELAYED"))
    events = await stage.told(stage.stage.near())
    (chain,) = chains(events)
    assert NOW - chain.ts_event == 900 * NANOS_PER_SECOND
    assert stage.desk.delayed
    assert any(isinstance(each, FeedNotice) and "15 minutes late" in each.text for each in events)


async def test_f32_a_plan_without_chains_is_said_with_its_price() -> None:
    stage = Stage(World(broken={"/v3/snapshot/options": httpx.Response(403)}))
    with pytest.raises(Trouble):
        await stage.told(stage.stage.near())
    (notice,) = stage.desk.inbox.take()
    assert isinstance(notice, FeedNotice)
    assert "0 contracts" in notice.text
    assert "$29" in notice.text
    stage.world.broken.clear()
    await stage.told(stage.stage.near())
    assert stage.desk.lacking == set()


async def test_f32_rows_of_another_part_are_dropped_and_counted() -> None:
    stage = Stage(World())
    plain = stage.world

    def deaf(request: httpx.Request) -> httpx.Response:
        """A vendor that forgets the filter on later pages."""
        if request.url.params.get("cursor"):
            stripped = httpx.URL(str(request.url).split("?")[0], params={"cursor": "0", "limit": "250"})
            answer = plain(httpx.Request("GET", stripped))
            body = answer.json()
            body.pop("next_url", None)
            return httpx.Response(200, json=body)
        return plain(request)

    stage.bench.handler = deaf
    (chain,) = chains(await stage.told(stage.stage.near()))
    strikes = {float(row.contract[-8:]) / 1000 for row in chain.rows}
    assert min(strikes) >= 5700
    assert "were not asked for, left out" in chain.remarks[0]


async def test_open_interest_of_zero_everywhere_is_missing() -> None:
    stage = Stage(World())
    plain = stage.world

    def zero(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, content=plain(request).content.replace(b'"open_interest": 1000', b'"open_interest": 0')
        )

    stage.bench.handler = zero
    events = await stage.told(stage.stage.near())
    (chain,) = chains(events)
    assert {row.open_interest for row in chain.rows} == {None}
    assert any(isinstance(each, FeedNotice) and each.level == "warning" for each in events)
    assert "taken as missing" in chain.remarks[0]


async def test_without_a_value_of_the_index_strikes_are_chosen_by_spy() -> None:
    stage = Stage(World())
    plain = stage.world

    def bare(request: httpx.Request) -> httpx.Response:
        rows = plain(request).json()
        for row in rows["results"]:
            row["underlying_asset"] = {"ticker": "I:SPX"}
        return httpx.Response(200, json=rows)

    stage.bench.handler = bare
    stage.desk.price("SPY", 600.0, NOW)
    (chain,) = chains(await stage.told(stage.stage.near()))
    assert stage.world.calls[-1].params["strike_price.gte"] == "5700"
    assert (chain.underlying_price, stage.desk.spot("SPX")) == (None, None)


async def test_an_empty_part_leaves_what_stands() -> None:
    stage = Stage(World())
    await stage.told(stage.stage.near())
    stage.bench.handler = lambda request: httpx.Response(200, content=page([]))
    events = await stage.told(stage.stage.near())
    assert chains(events) == []
    assert any(isinstance(each, FeedNotice) and each.level == "warning" for each in events)


async def test_before_the_open_volume_is_unknown_and_open_interest_has_its_date() -> None:
    stage = Stage(World())
    stage.bench.clock.shift((at("09:20", "2026-01-15") - NOW) / NANOS_PER_SECOND)
    (chain,) = chains(await stage.told(stage.stage.near()))
    assert {row.volume for row in chain.rows} == {None}
    assert chain.open_interest_date == "2026-01-14"
    assert chain.rows[0].contract in tickers(range(5700, 6301, 5), "2026-01-15")
