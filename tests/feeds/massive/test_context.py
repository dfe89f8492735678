"""Bars, the previous close, the server's clock."""

import asyncio
from collections.abc import Awaitable

import httpx
import pytest

from spxcc.feeds.massive.context import ContextStage
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.events import FeedEvent, FeedNotice, History, PreviousClose
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW, Bench, World, finished, page


class Stage:
    """A stage over a world."""

    def __init__(self, world: World, follow: bool = False) -> None:
        self.bench = Bench(world, CallLimits(tries=1))
        self.desk = Desk(FeedTime(self.bench.clock, follow=follow))
        self.stage = ContextStage(self.bench.client, self.desk)

    async def told(self, work: Awaitable[None]) -> list[FeedEvent]:
        await finished(self.bench.clock, asyncio.ensure_future(work))
        return self.desk.inbox.take()


async def test_days_before_today_the_close_of_the_last_and_whole_minutes() -> None:
    stage = Stage(World())
    days, close, minutes = await stage.told(stage.stage.session("SPY"))
    assert isinstance(days, History)
    assert [(bar.start, bar.interval_s, bar.volume) for bar in days.bars] == [
        (at("09:30", "2026-01-12"), 86_400, 100.0),
        (at("09:30", "2026-01-13"), 86_400, 100.0),
    ]
    assert isinstance(close, PreviousClose)
    assert (close.symbol, close.price, close.date) == ("SPY", 601.0, "2026-01-13")
    assert isinstance(minutes, History)
    assert [bar.start for bar in minutes.bars] == [at("09:30"), at("10:58"), at("10:59")], "none outside, none forming"


async def test_f31_bars_of_an_index_carry_its_prefix_and_no_volume() -> None:
    stage = Stage(World())
    days, *_ = await stage.told(stage.stage.session("SPX"))
    assert isinstance(days, History)
    assert {bar.volume for bar in days.bars} == {0.0}
    assert all("/ticker/I:SPX/" in request.url.path for request in stage.bench.asked)


async def test_a_gap_is_filled_from_its_beginning() -> None:
    stage = Stage(World())
    (minutes,) = await stage.told(stage.stage.repair("SPX", 60.0))
    assert isinstance(minutes, History)
    assert [bar.start for bar in minutes.bars] == [at("10:58"), at("10:59")]


async def test_f32_a_plan_without_indices_is_said() -> None:
    stage = Stage(World(broken={"/v2/aggs": httpx.Response(403)}))
    with pytest.raises(Trouble):
        await stage.told(stage.stage.session("SPX"))
    with pytest.raises(Trouble):
        await stage.told(stage.stage.session("SPY"))
    assert stage.desk.lacking == {"indices", "stocks"}


async def test_bars_that_cannot_be_read_are_counted() -> None:
    stage = Stage(World(broken={"/v2/aggs": httpx.Response(200, content=page([{"o": 1}]))}))
    (notice,) = await stage.told(stage.stage.repair("SPX", 60.0))
    assert isinstance(notice, FeedNotice)
    assert "1 bars of SPX could not be read" in notice.text


async def test_the_clocks_difference_is_told_and_taken_back() -> None:
    stage = Stage(World(server_time="2026-01-14T11:00:05-05:00"))
    (notice,) = await stage.told(stage.stage.clock())
    assert isinstance(notice, FeedNotice)
    assert (notice.level, "+5.0 s" in notice.text) == ("warning", True)
    stage.bench.clock.shift(5)
    (notice,) = await stage.told(stage.stage.clock())
    assert isinstance(notice, FeedNotice)
    assert notice.level == "info"


async def test_a_simulators_clock_is_followed() -> None:
    stage = Stage(World(server_time="2026-01-14T14:00:00-05:00"), follow=True)
    assert await stage.told(stage.stage.clock()) == []
    assert stage.desk.time.now() >= at("14:00")
    assert at("14:00") > NOW


async def test_a_time_that_is_none_is_trouble() -> None:
    stage = Stage(World(server_time="noon"))
    with pytest.raises(Trouble, match="noon"):
        await stage.told(stage.stage.clock())
