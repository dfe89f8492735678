"""A feed that lives now, after a restart: no print counts twice, and no trouble stands that nobody sees any more."""

from collections.abc import AsyncIterator, Iterable, Sequence

import msgspec

from spxcc.market.events import EquityTick, FeedEvent, FeedNotice, OptionTrade
from spxcc.market.feed import Feed, Mode
from spxcc.market.units import UnixNanos


class ResumedFeed:
    """tail: the last events before the cut; a print that is among them, but for when it was heard, is left out.

    standing: what was told last on each matter before the cut. at: market time of the restart. A feed says that a
    trouble is over only if it told of it itself; without this one those of the run that was killed would stand for the
    rest of the day. What is still so is told again by `feed`.
    """

    def __init__(
        self, feed: Feed, tail: Iterable[FeedEvent], standing: Sequence[FeedNotice], at: UnixNanos
    ) -> None:  # fmt: skip
        self._feed, self._at = feed, at
        self._known = {_unheard(each) for each in tail if isinstance(each, OptionTrade | EquityTick)}
        self._troubles = [each for each in standing if each.level != "info"]

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The troubles as no more than news, once, then what the feed sends."""
        troubles, self._troubles = self._troubles, []
        for each in troubles:
            text = f"Before the restart, and not seen since: {each.text}"
            yield msgspec.structs.replace(each, ts_event=self._at, ts_recv=self._at, level="info", text=text)
        async for event in self._feed.events():
            if not (isinstance(event, OptionTrade | EquityTick) and _unheard(event) in self._known):
                yield event


def _unheard(event: OptionTrade | EquityTick) -> OptionTrade | EquityTick:
    return msgspec.structs.replace(event, ts_recv=0)
