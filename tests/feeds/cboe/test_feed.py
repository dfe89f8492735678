"""The feed as the node sees it: events in order, steps by the clock, silence when the vendor is gone."""

import asyncio
import gc
import gzip
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from spxcc.feeds.cboe.answer import Answer, Trouble
from spxcc.feeds.cboe.feed import CboeFeed, http_feed
from spxcc.feeds.cboe.params import DOCUMENTS, FetchLimits, PollRules
from spxcc.market.events import ChainSnapshot, FeedEvent, FeedNotice, IndexTick, Watermark
from spxcc.market.session import CalendarRangeError
from tests.fakes.clock import ManualClock
from tests.fakes.real_data import real_data
from tests.fakes.snapshots import at
from tests.feeds.cboe.vendor import MORNING, Reply, ScriptedFetch, Vendor, body, scripted, vendor

PLAIN = PollRules(jitter=0.0)
DOWN = Trouble("unreachable", "no connection", answered=False)


class Player:
    """Plays a feed by hand: what it says is kept in `events`."""

    def __init__(self, feed: CboeFeed, clock: ManualClock) -> None:
        self.clock = clock
        self.feed = feed
        self.events: list[FeedEvent] = []

    async def play(self) -> None:
        """To its end."""
        async for event in self.feed.events():
            self.events.append(event)

    async def until(self, reached: Callable[[], bool], step_s: float = 1.0) -> None:
        """Move the clock second by second, with as much machine time for threads and sockets as they need."""
        async with asyncio.timeout(20):
            while not reached():
                await self.clock.advance(step_s)
                await asyncio.to_thread(lambda: None)

    async def seconds(self, count: int) -> None:
        """`count` seconds of the clock."""
        for _ in range(count):
            await self.clock.advance(1.0)
            await asyncio.to_thread(lambda: None)

    def steps(self) -> int:
        """Watermarks so far."""
        return sum(isinstance(event, Watermark) for event in self.events)

    def chains(self) -> list[str]:
        """Underlyings of the chains so far."""
        return [event.underlying for event in self.events if isinstance(event, ChainSnapshot)]

    def errors(self) -> list[str]:
        """Texts of the errors so far."""
        return [event.text for event in self.events if isinstance(event, FeedNotice) and event.level == "error"]


@asynccontextmanager
async def playing(feed: CboeFeed, clock: ManualClock) -> AsyncIterator[Player]:
    player = Player(feed, clock)
    task = asyncio.ensure_future(player.play())
    try:
        yield player
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def fed(fetch: ScriptedFetch) -> tuple[CboeFeed, ManualClock]:
    clock = ManualClock(MORNING)
    return CboeFeed(fetch, clock, "cboe.example", PLAIN), clock


async def test_f60_delayed_is_its_mode_whatever_comes() -> None:
    feed, _ = fed(scripted(DOWN))
    assert (feed.name, feed.mode) == ("cboe", "delayed")


async def test_the_first_step_waits_for_the_first_answers_and_order_is_kept() -> None:
    async with playing(*fed(scripted(Answer(200, {}, body())))) as player:
        await player.until(lambda: player.steps() > 2)
        assert sorted(player.chains()) == ["SPX", "SPY"]
        assert not [event for event in player.events[:8] if isinstance(event, Watermark)]
        received = [event.ts_recv for event in player.events]
        assert received == sorted(received)
        assert {event.source for event in player.events} == {"cboe"}


async def test_a_step_every_second_at_the_time_of_the_clock() -> None:
    async with playing(*fed(scripted(Answer(200, {}, body())))) as player:
        await player.until(lambda: player.steps() > 5)
        marks = [event.ts_event for event in player.events if isinstance(event, Watermark)]
        assert {later - earlier for earlier, later in pairwise(marks)} == {10**9}
        assert marks[-1] <= player.clock.now()


async def test_without_a_network_it_stays_alive_and_says_why() -> None:
    async with playing(*fed(scripted(DOWN, spy=[DOWN]))) as player:
        await player.seconds(40)
        assert player.steps() > 30
        assert player.errors()[0] == (
            "SPX: expected quotes from cboe.example, found no connection; there are none yet, next try 10:45:05 ET. "
            "[unreachable]"
        )


async def test_a_server_that_does_not_answer_holds_the_first_step_up_for_a_moment_only() -> None:
    class Hanging(ScriptedFetch):
        async def get(self, document: str, headers: object) -> Answer:
            never: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            return await never

    async with playing(*fed(Hanging({}))) as player:
        await player.seconds(4)
        assert player.steps() == 0
        await player.seconds(3)
        assert player.steps() >= 1


async def test_f10_lasting_trouble_stops_the_steps_so_that_what_was_said_counts_as_stale_and_an_answer_resumes() -> (
    None
):
    later = Answer(200, {}, body(made_at=at("10:55")))
    fetch = scripted(
        Answer(200, {}, body()), *[Answer(503)] * 3, later,
        spy=[Answer(200, {}, body("SPY")), *[Answer(503)] * 3, Answer(200, {}, body("SPY", at("10:55")))],
    )  # fmt: skip
    async with playing(*fed(fetch)) as player:
        await player.until(lambda: player.steps() > 0)
        await player.until(lambda: player.clock.now() >= at("10:47:50"))
        assert isinstance(player.events[-1], Watermark), "two failed polls are not yet silence"
        await player.until(lambda: player.clock.now() >= at("10:48:10"))
        said = player.steps()
        await player.until(lambda: player.clock.now() >= at("10:49:00"))
        assert player.steps() == said
        await player.until(lambda: len(player.chains()) == 4)
        await player.seconds(3)
        assert player.steps() > said


async def test_trouble_of_one_underlying_leaves_the_other_alive() -> None:
    async with playing(*fed(scripted(DOWN))) as player:
        await player.until(lambda: "SPY" in player.chains() and player.steps() > 0)
        await player.seconds(5)
        assert player.chains() == ["SPY"]
        assert player.errors()


async def test_the_end_cancels_the_questions_and_closes_the_connections() -> None:
    fetch = scripted(Answer(200, {}, body()))
    feed, clock = fed(fetch)
    async with playing(feed, clock) as player:
        await player.until(lambda: player.steps() > 0)
    assert fetch.closed
    assert len(asyncio.all_tasks()) == 1


async def test_a_fault_of_its_own_ends_the_feed() -> None:
    clock = ManualClock(2**62)
    feed = CboeFeed(scripted(Answer(200, {}, body())), clock, "cboe.example")
    player = Player(feed, clock)
    task = asyncio.ensure_future(player.play())
    await player.until(task.done)
    with pytest.raises(CalendarRangeError):
        task.result()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@cboe.example:8443/options", "cboe.example:8443"),
        ("https://cboe.example/options", "cboe.example"), ("http://me@[::1]:80/", "[::1]:80"),
    ],
)  # fmt: skip
async def test_notices_name_host_and_port_alone(url: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spxcc.feeds.cboe.feed.HttpFetch", lambda *_: scripted(DOWN, spy=[DOWN]))
    clock = ManualClock(MORNING)
    async with playing(http_feed(url, clock, rules=PLAIN), clock) as player:
        await player.until(lambda: len(player.errors()) >= 2)
    assert all(f"expected quotes from {shown}, found" in text for text in player.errors())


def replies(**changes: Reply) -> dict[str, Reply]:
    made = {DOCUMENTS[symbol]: Reply(body=body(symbol), headers={"ETag": f'"{symbol}"'}) for symbol in DOCUMENTS}
    return made | {DOCUMENTS[symbol]: reply for symbol, reply in changes.items()}


def served(server: Vendor, total_s: float = 15.0) -> tuple[CboeFeed, ManualClock]:
    clock = ManualClock(MORNING)
    return http_feed(server.url, clock, FetchLimits(total_s=total_s), PLAIN), clock


async def test_over_http_200_then_304() -> None:
    with vendor(replies()) as server:
        async with playing(*served(server)) as player:
            await player.until(lambda: len(player.chains()) == 2, 0.01)
            server.replies.update({name: Reply(304) for name in server.replies})
            await player.clock.advance(61)
            await player.until(lambda: len(server.asked) == 4, 0.01)
            await player.seconds(3)
            assert len(player.chains()) == 2
            assert not player.errors()
    assert {headers.get("if-none-match") for _, headers in server.asked} == {None, '"SPX"', '"SPY"'}


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(429, {"Retry-After": "77"}), "http_429"), (Reply(500), "http_500"),
        (Reply(body=body()[:-50]), "not_cboe_json"), (Reply(body=body(), cut=50), "cut_off"),
        (Reply(403, body=b"<html><title>Denied</title>"), "http_403"), (Reply(silent=True), "timeout"),
        (Reply(body=b"<!DOCTYPE html><title>Sign in</title>"), "html"),
    ],
    ids=str,
)  # fmt: skip
async def test_over_http_trouble_is_told_with_its_reason(reply: Reply, code: str) -> None:
    with vendor(replies(SPX=reply)) as server:
        async with playing(*served(server, 0.5 if reply.silent else 15.0)) as player:
            await player.until(lambda: bool(player.errors()), 0.01)
            assert player.errors()[0].endswith(f"[{code}]")
            assert server.url.removeprefix("http://") in player.errors()[0]
            await player.until(lambda: player.steps() > 0)


@pytest.fixture
def small_heap() -> Iterator[None]:
    """The collector's walk over all that the suite has imported is no fault of the feed."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.real_data
@pytest.mark.usefixtures("small_heap")
async def test_the_real_document_does_not_hold_the_loop_up() -> None:
    spy_document = gzip.decompress(real_data("chains/spy_2022-07-12_cdn-delayed_quotes.json.gz").read_bytes())
    clock = ManualClock(at("19:00", "2022-07-12"))
    given = [Answer(200, {}, spy_document)]
    feed = CboeFeed(scripted(DOWN, spy=given), clock, "cboe.example", PLAIN)
    async with playing(feed, clock) as player:
        held = await longest_hold(lambda: bool(player.chains()), clock)
        chain = next(event for event in player.events if isinstance(event, ChainSnapshot))
    assert (len(chain.rows), chain.ts_event) == (9_208, at("16:15", "2022-07-12"))
    assert chain.underlying_price == 380.88
    assert not [event for event in player.events if isinstance(event, IndexTick)]
    assert held < 0.1, f"the loop stood still for {held * 1000:.0f} ms"


async def longest_hold(reached: Callable[[], bool], clock: ManualClock) -> float:
    """Longest time between two turns of this task while the clock moves."""
    loop = asyncio.get_running_loop()
    longest, before = 0.0, loop.time()
    async with asyncio.timeout(30):
        while not reached():
            clock.shift(0.01)
            await clock.sleep(0)
            longest, before = max(longest, loop.time() - before), loop.time()
    return longest
