"""Alerts on a day that is over."""

from collections.abc import AsyncIterator

import pytest

from spxcc.engines.alerts.parse import NotUnderstood
from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed
from spxcc.runtime.alert_trial import trial, wished
from spxcc.runtime.errors import UserError


class Cut:
    """A feed that ends after so many steps from its start."""

    def __init__(self, feed: Feed, start: int, steps: int) -> None:
        self.name, self.mode = feed.name, feed.mode
        self._feed, self._start, self._steps = feed, start, steps

    async def events(self) -> AsyncIterator[FeedEvent]:
        """As the whole feed gives them."""
        left = self._steps
        async for event in self._feed.events():
            yield event
            if isinstance(event, Watermark) and event.ts_event >= self._start:
                left -= 1
                if left <= 0:
                    return


def short(steps: int) -> PlannedFeed:
    whole = plan_feed(FeedRequest("sim", "flip-loss", 7))
    start = whole.start_at
    assert start is not None

    def build(clock: Clock) -> Feed:
        return Cut(whole.build(clock), start, steps)

    return PlannedFeed(whole.mode, whole.title, start, whole.cadence_s, build)


async def test_the_same_day_gives_the_same_firings_and_tells_how_far_it_is() -> None:
    told: list[int] = []
    first, steps = await trial(short(60), wished(["print >= 1k", "touch 6100"]), told.append)
    again, _ = await trial(short(60), wished(["print >= 1k", "touch 6100"]), lambda now: None)
    assert first
    assert first == again
    assert steps == len(told) == 15
    assert told == sorted(told)


async def test_a_feed_that_lives_now_cannot_be_tried() -> None:
    whole = short(1)
    live = PlannedFeed("delayed", "Cboe", None, 1.0, whole.build)
    with pytest.raises(UserError, match="cannot be played again"):
        await trial(live, (), lambda now: None)


def test_words_are_read_or_refused() -> None:
    assert [(one.id, one.once) for one in wished(["touch 6905 once", "flip"])] == [(1, False), (2, False)]
    with pytest.raises(NotUnderstood):
        wished(["buy"])
