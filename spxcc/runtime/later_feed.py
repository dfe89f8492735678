"""A feed from some event on."""

from collections.abc import AsyncIterator

from spxcc.market.events import FeedEvent
from spxcc.market.feed import Feed, Mode


class LaterFeed:
    """A feed without its first events."""

    def __init__(self, feed: Feed, first: int) -> None:
        self._feed, self._first = feed, first

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """From the number `first` on."""
        left = self._first
        async for event in self._feed.events():
            if left:
                left -= 1
            else:
                yield event
