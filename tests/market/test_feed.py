"""The feed protocol: the smallest feed there can be."""

from collections.abc import AsyncIterator
from typing import get_args

from spxcc.market.events import FeedEvent, IndexTick, Watermark
from spxcc.market.feed import Feed, Mode


class TwoEvents:
    """One value and one step."""

    name = "two"
    mode: Mode = "sim"

    async def events(self) -> AsyncIterator[FeedEvent]:
        yield IndexTick(ts_event=1, ts_recv=1, source="two", symbol="SPX", price=6000.0)
        yield Watermark(ts_event=1, ts_recv=1, source="two")


def what_it_says(feed: Feed) -> tuple[str, Mode]:
    return feed.name, feed.mode


async def test_a_feed_ends_each_step_with_a_watermark() -> None:
    feed = TwoEvents()
    assert what_it_says(feed) == ("two", "sim")
    assert [type(event) for event in [event async for event in feed.events()]] == [IndexTick, Watermark]


def test_modes_are_the_words_of_the_header() -> None:
    assert get_args(Mode) == ("live", "delayed", "replay", "sim")
