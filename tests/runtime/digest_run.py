"""Plays some market minutes of a scenario at full speed and prints the digest; run as a process of its own.

Run: python -m tests.runtime.digest_run SCENARIO SEED MINUTES
"""

import asyncio
import sys
from collections.abc import AsyncIterator

from spxcc.engines.catalog import ENGINES
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.clock import SystemClock, market_clock
from spxcc.runtime.digest import Digest
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline


class CutFeed:
    """`feed` up to its watermark at `until`, with those of its steps that fall on a multiple of `every_ns`."""

    def __init__(self, feed: Feed, until: UnixNanos, every_ns: int = 1) -> None:
        self._feed, self._until, self._every_ns = feed, until, every_ns

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's, cut."""
        async for event in self._feed.events():
            step = isinstance(event, Watermark)
            if not step or event.ts_event % self._every_ns == 0:
                yield event
            if step and event.ts_event >= self._until:
                return


async def digest_of(scenario: str, seed: int, minutes: float, speed: float | None = None) -> Digest:
    """Digest of the morning and `minutes` from the scenario's start on."""
    plan = plan_feed(FeedRequest("sim", scenario, seed))
    assert plan.start_at is not None
    clock = market_clock(plan.start_at, speed)
    until = plan.start_at + int(minutes * NANOS_PER_MINUTE)
    wall = SystemClock()
    hub = Hub("any", wall.now)
    digest = Digest()
    hub.observers.append(digest)
    node = Node(CutFeed(plan.build(clock), until), Pipeline(ENGINES, plan.mode), hub, wall)
    await node.run()
    if node.failure is not None:
        raise RuntimeError(node.failure)
    return digest


def main() -> None:
    """Print frames and digest."""
    scenario, seed, minutes = sys.argv[1:4]
    digest = asyncio.run(digest_of(scenario, int(seed), float(minutes)))
    print(digest.frames, digest.hexdigest())


if __name__ == "__main__":
    main()
