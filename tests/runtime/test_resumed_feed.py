"""Prints of before a restart are left out, and its troubles taken back, once."""

import msgspec

from spxcc.market.events import EquityTick, FeedEvent, FeedNotice, OptionTrade
from spxcc.market.state import MarketState
from spxcc.runtime.resumed_feed import ResumedFeed
from tests.fakes.feed import ScriptedFeed, ticks
from tests.fakes.recorded import OPEN

SLOW = FeedNotice(ts_event=OPEN, ts_recv=OPEN, source="m", level="warning", code="slow", text="No answer for 2 s.")
FINE = FeedNotice(ts_event=OPEN, ts_recv=OPEN, source="m", level="info", code="chain", text="196 contracts.")
EVENTS = ticks(OPEN + 2, (6000.0, 6001.0), 1_000_000_000)


async def test_what_was_wrong_is_news_of_the_past_before_the_first_event_and_what_was_fine_stays() -> None:
    feed = ResumedFeed(ScriptedFeed(EVENTS), (), (SLOW, FINE), OPEN + 1)
    first, *rest = [event async for event in feed.events()]
    assert (feed.name, feed.mode) == ("scripted", "sim")
    assert isinstance(first, FeedNotice)
    assert (first.source, first.code, first.level, first.ts_event, first.ts_recv) == (
        "m", "slow", "info", OPEN + 1, OPEN + 1,
    )  # fmt: skip
    assert first.text == "Before the restart, and not seen since: No answer for 2 s."
    assert rest == EVENTS


async def test_a_feed_that_is_begun_again_does_not_take_back_what_it_told_itself() -> None:
    feed = ResumedFeed(ScriptedFeed(EVENTS), (), (SLOW,), OPEN + 1)
    assert len([event async for event in feed.events()]) == len(EVENTS) + 1
    assert [event async for event in feed.events()] == EVENTS


async def test_the_market_keeps_one_word_a_matter_the_newest() -> None:
    state = MarketState("live")
    state.fold(SLOW)
    state.fold(FINE)
    assert state.notices == (SLOW, FINE)
    async for event in ResumedFeed(ScriptedFeed([]), (), state.notices, OPEN + 1).events():
        state.fold(event)
    assert [(each.code, each.level) for each in state.notices] == [("chain", "info"), ("slow", "info")]


async def test_a_print_that_is_known_is_left_out_and_another_of_the_same_instant_is_not() -> None:
    trade = OptionTrade(
        ts_event=OPEN, ts_recv=OPEN, source="m", contract="SPXW260324C06000000", price=10.0, size=3, trade_id="1"
    )
    tick = EquityTick(ts_event=OPEN, ts_recv=OPEN, source="m", symbol="SPY", price=600.0, size=100.0)
    again = [msgspec.structs.replace(each, ts_recv=OPEN + 9) for each in (trade, tick)]
    fresh: list[FeedEvent] = [
        msgspec.structs.replace(trade, trade_id="2"), msgspec.structs.replace(tick, size=200.0), *EVENTS,
    ]  # fmt: skip
    feed = ResumedFeed(ScriptedFeed([*again, *fresh]), [trade, tick, *EVENTS], (), OPEN + 1)
    assert [event async for event in feed.events()] == fresh
