"""A feed without its first events."""

from collections.abc import AsyncIterator, Sequence

from spxcc.market.events import FeedEvent
from spxcc.market.feed import Mode
from spxcc.runtime.later_feed import LaterFeed
from tests.fakes.recorded import seconds

EVENTS = [event for second in seconds(3) for event in second]


class Few:
    """Some events."""

    name = "few"
    mode: Mode = "sim"

    def __init__(self, events: Sequence[FeedEvent]) -> None:
        self._events = events

    async def events(self) -> AsyncIterator[FeedEvent]:
        """All of them."""
        for event in self._events:
            yield event


async def test_the_first_events_are_left_out_and_all_others_come_in_order() -> None:
    for first in (0, 1, 4, len(EVENTS), len(EVENTS) + 3):
        later = LaterFeed(Few(EVENTS), first)
        assert [event async for event in later.events()] == EVENTS[first:]
        assert (later.name, later.mode) == ("few", "sim")
