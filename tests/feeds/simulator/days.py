"""Simulated days and their events, made once for several tests."""

from collections.abc import Sequence
from functools import cache

from spxcc.feeds.simulator.day import Day, make_day
from spxcc.feeds.simulator.feed import SimulatorFeed
from spxcc.feeds.simulator.live import minute_events
from spxcc.feeds.simulator.scenarios import SCENARIOS, scenario_named
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.session import at_exchange
from spxcc.market.units import UnixNanos
from spxcc.runtime.clock import LeapingClock

SEEDS = (7, 1, 42)
NAMES = tuple(scenario.name for scenario in SCENARIOS)


@cache
def day_of(name: str = "flip-loss", seed: int = 7, date: str | None = None) -> Day:
    """The day of a scenario, on its own date if no other is given."""
    return make_day(scenario_named(name), seed, date or scenario_named(name).date)


def feed_of(
    clock: Clock, name: str = "flip-loss", seed: int = 7, date: str | None = None, start: str | None = None
) -> SimulatorFeed:
    """The feed of a scenario, with a start in exchange time if given."""
    start_at = None if start is None else at_exchange(date or scenario_named(name).date, start)
    return SimulatorFeed(scenario_named(name), seed, clock, date, start_at)


async def events_until(feed: SimulatorFeed, until: UnixNanos) -> list[FeedEvent]:
    """What the feed says up to its watermark at `until`."""
    found: list[FeedEvent] = []
    async for event in feed.events():
        found.append(event)
        if isinstance(event, Watermark) and event.ts_event >= until:
            break
    return found


async def first_minutes(name: str, seed: int, minutes: int) -> Sequence[FeedEvent]:
    """The morning of a scenario and the first minutes after its start, as fast as it goes."""
    start = SimulatorFeed.default_start(scenario_named(name))
    return await events_until(feed_of(LeapingClock(start), name, seed), start + minutes * 60 * 10**9)


@cache
def live_minutes(name: str = "flip-loss", seed: int = 7, first: int = 90, minutes: int = 10) -> tuple[FeedEvent, ...]:
    """Events of some minutes after the open, as they happen."""
    day = day_of(name, seed)
    return tuple(event for minute in range(first, first + minutes) for event in minute_events(day, minute))
