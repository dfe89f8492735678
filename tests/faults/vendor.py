"""Massive's real feed before the simulated vendor, as the feed of a `desk`, on one clock that is moved by hand."""

import asyncio

import httpx

from spxcc.feeds.catalog import PlannedFeed
from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.feed import Access, MassiveFeed
from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.params import STEP_S, CallLimits, ChainRules, StreamRules
from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND
from tests.fakes.clock import ManualClock
from tests.feeds.massive.theatre import HOST, KEY, ClientEnd, Pipe, Transport

BEAT_S = 0.25


class Vendor:
    """Plays `market` from `second` after the open. One of its feeds may be planned."""

    def __init__(self, market: Market, second: int, seed: int = 7) -> None:
        self._market, self._second, self._box = market, second, FaultBox(seed)
        self.clock = ManualClock(market.open_ms * NANOS_PER_MILLI + second * NANOS_PER_SECOND)
        self.server = MassiveServer(market, Pace(self.clock, market.open_ms + 1_000 * second), self._box)
        self._beating: asyncio.Task[None] | None = None

    def switch(self, *faults: Fault) -> None:
        """From now on these faults."""
        self._box.switch(faults)

    def plan(self) -> PlannedFeed:
        """The feed, and the vendor beside it as soon as it is built."""
        return PlannedFeed("live", "Massive", None, STEP_S, self._build)

    async def ends(self) -> None:
        """No beat any more."""
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait({self._beating})

    def _build(self, clock: Clock) -> MassiveFeed:
        assert clock is self.clock
        limits = CallLimits()
        http = httpx.AsyncClient(transport=Transport(self.server, self.clock, limits))
        client = MassiveClient(HttpFetch(HOST, KEY, limits, http), self.clock, limits)
        rules = ChainRules(band=0.05, expiries=2)
        self._beating = asyncio.ensure_future(self._beats())
        return MassiveFeed(
            client, self._connect, clock, Access("ws://vendor", KEY, "live"), rules, StreamRules(quotes=60)
        )

    async def _connect(self, url: str) -> ClientEnd:
        return ClientEnd(Pipe(self.server.hub, url), self.server.hub)

    async def _beats(self) -> None:
        while True:
            self.server.hub.step(self.clock.now() // NANOS_PER_MILLI - self._market.open_ms)
            await self.clock.sleep(BEAT_S)
