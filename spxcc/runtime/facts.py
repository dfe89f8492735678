"""What the ledger knows that an engine reads: told with the feed, so that a recording of the day holds it too."""

from collections.abc import AsyncIterator

import msgspec

from spxcc.market.events import FeedEvent, LedgerFact, Watermark
from spxcc.market.feed import Feed, Mode

SOURCE = "ledger"


class FactBoard:
    """`put` what is known; it is told before the next step. Put by one thread, the loop's."""

    def __init__(self) -> None:
        self._pending: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def put(self, name: str, fact: msgspec.Struct) -> None:
        """Say `fact` under `name` from the next step on."""
        self._pending[name] = msgspec.json.encode(fact).decode()

    def taken(self) -> dict[str, str]:
        """What was put since, once."""
        pending, self._pending = self._pending, {}
        self._known |= pending
        return pending

    def renew(self) -> None:
        """Say all of it again: a feed begins anew."""
        self._pending = {**self._known, **self._pending}

    def told(self, feed: Feed) -> Feed:
        """`feed` with the facts in it, each before the step that is the first to know it."""
        return _Told(feed, self)


class _Told:
    def __init__(self, feed: Feed, board: FactBoard) -> None:
        self._feed, self._board = feed, board

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's own, every one, and the facts."""
        self._board.renew()
        async for event in self._feed.events():
            if isinstance(event, Watermark):
                at = event.ts_event
                for name, body in self._board.taken().items():
                    yield LedgerFact(ts_event=at, ts_recv=at, source=SOURCE, name=name, body=body)
            yield event
