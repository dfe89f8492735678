"""The feed `cboe`."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

from spxcc.feeds.cboe.http import Fetch, HttpFetch
from spxcc.feeds.cboe.params import DOCUMENTS, FIRST_WAIT_S, SOURCE, STEP_S, FetchLimits, PollRules
from spxcc.feeds.cboe.poller import Poller
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode


class CboeFeed:
    """Delayed quotes of SPX and SPY, and a step of the engines every second.

    Where every question has been in trouble for long, the steps stop, so that what was said last counts as stale. Until
    a first answer they go on, so that the reason can be seen. where: the vendor's name in notices.
    """

    def __init__(self, fetch: Fetch, clock: Clock, where: str, rules: PollRules | None = None) -> None:
        self._fetch = fetch
        self._clock = clock
        self._waiting: deque[FeedEvent] = deque()
        self._pollers = [
            Poller(symbol, fetch, clock, self._waiting.extend, rules or PollRules(), where) for symbol in DOCUMENTS
        ]

    @property
    def name(self) -> str:
        """`cboe`."""
        return SOURCE

    @property
    def mode(self) -> Mode:
        """Always `delayed`."""
        return "delayed"

    async def events(self) -> AsyncIterator[FeedEvent]:
        """All events, without end."""
        tasks = [asyncio.ensure_future(poller.run()) for poller in self._pollers]
        started = self._clock.monotonic()
        try:
            while True:
                while self._waiting:
                    yield self._waiting.popleft()
                _raise_failure(tasks)
                if self._speaks(self._clock.monotonic() - started):
                    now = self._clock.now()
                    yield Watermark(ts_event=now, ts_recv=now, source=SOURCE)
                await self._clock.sleep(STEP_S)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._fetch.close()

    def _speaks(self, running_s: float) -> bool:
        if running_s < FIRST_WAIT_S and not all(poller.tried for poller in self._pollers):
            return False
        shown = [poller for poller in self._pollers if poller.has_quotes]
        return not shown or not all(poller.silent for poller in shown)


def http_feed(url: str, clock: Clock, limits: FetchLimits | None = None, rules: PollRules | None = None) -> CboeFeed:
    """The feed over HTTP, documents below `url`."""
    return CboeFeed(HttpFetch(url, limits or FetchLimits()), clock, _place(url), rules)


def _place(url: str) -> str:
    """Host and port of `url`, for everybody's eyes: never who asks there, nor with which password."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port is None else f"{shown}:{parts.port}"


def _raise_failure(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        if task.done():
            task.result()
