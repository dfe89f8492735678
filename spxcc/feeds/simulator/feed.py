"""The feed `sim`: plays a simulated day against a clock."""

from collections.abc import AsyncIterator, Iterator

from spxcc.feeds.simulator.bars import SOURCE
from spxcc.feeds.simulator.context import opening_events
from spxcc.feeds.simulator.day import Day, make_day
from spxcc.feeds.simulator.live import minute_events
from spxcc.feeds.simulator.morning import WHOLE_MINUTES, short_events, step_minutes
from spxcc.feeds.simulator.scenario import USUAL_DATE, Scenario
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND, UnixNanos

DATE = USUAL_DATE
STEP_NS = 250 * NANOS_PER_MILLI
"""Market time between two steps of the engines."""


class SimulatorFeed:
    """The session `date` (ISO; the scenario's own by default) of a scenario; the same seed gives the same day.

    What happened before `start_at` (default: the scenario's own start) is handed over at once, its whole minutes as
    bars; from then on the clock paces it to the close. Raises ValueError for a date without a session and for a start
    outside of it.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        clock: Clock,
        date: str | None = None,
        start_at: UnixNanos | None = None,
    ) -> None:
        date = date or scenario.date
        self._day = make_day(scenario, seed, date)
        self._clock = clock
        self._start_at = self.default_start(scenario, date) if start_at is None else start_at
        grid = self._day.grid
        if not grid.open_at <= self._start_at <= grid.close_at:
            raise ValueError(f"expected a start within the session of {date}, found one outside; choose another time")

    @staticmethod
    def default_start(scenario: Scenario, date: str | None = None) -> UnixNanos:
        """When a scenario begins to be played."""
        return at_exchange(date or scenario.date, scenario.start)

    @property
    def name(self) -> str:
        """`sim`."""
        return SOURCE

    @property
    def mode(self) -> Mode:
        """`sim`."""
        return "sim"

    @property
    def start_at(self) -> UnixNanos:
        """Market time at which pacing begins."""
        return self._start_at

    @property
    def day(self) -> Day:
        """What is played: the truth, for tests and side channels."""
        return self._day

    async def events(self) -> AsyncIterator[FeedEvent]:
        """All events, a `Watermark` at some times before the start and after each quarter of a second from then on."""
        grid = self._day.grid
        whole = (self._start_at - grid.open_at) // (60 * NANOS_PER_SECOND)
        for event in self._morning(whole):
            yield event
        for minute in range(whole, grid.minutes):
            for ts, events in _steps(minute_events(self._day, minute), grid.minute_start(minute)):
                await self._wait(ts)
                for event in events:
                    yield event
                yield _watermark(ts)

    def _morning(self, whole: int) -> Iterator[FeedEvent]:
        grid = self._day.grid
        yield from opening_events(self._day)
        for board in self._day.boards:
            yield board.chain(0, 0)
        begin = 0
        for end in step_minutes(whole):
            if end > begin:
                yield from short_events(self._day, begin, end, whole - WHOLE_MINUTES)
            yield _watermark(grid.minute_start(end))
            begin = end

    async def _wait(self, ts: UnixNanos) -> None:
        if ts <= self._start_at:
            return
        ahead = ts - self._clock.now()
        if ahead > 0:
            await self._clock.sleep(ahead / NANOS_PER_SECOND)


def _steps(events: list[FeedEvent], begin: UnixNanos) -> Iterator[tuple[UnixNanos, list[FeedEvent]]]:
    """The minute from `begin` on in steps: the end of each, and what arrived since the one before."""
    at = 0
    for end in range(begin + STEP_NS, begin + 60 * NANOS_PER_SECOND + 1, STEP_NS):
        first = at
        while at < len(events) and events[at].ts_recv <= end:
            at += 1
        yield end, events[first:at]


def _watermark(ts: UnixNanos) -> Watermark:
    return Watermark(ts_event=ts, ts_recv=ts, source=SOURCE)
