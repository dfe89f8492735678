"""The feed that plays one session from files."""

from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from pathlib import Path

from spxcc.feeds.files.assemble import Script, assemble
from spxcc.feeds.files.sources import open_sources
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

SOURCE = "replay"


class FileReplayFeed:
    """Plays a `Script`: what is known at the open, then minute by minute, a step of the engines after each.

    Events before `start_at` come without pacing, so a replay may begin in the middle of the day with its whole morning.
    """

    def __init__(self, script: Script, clock: Clock, start_at: UnixNanos | None = None) -> None:
        self._script = script
        self._clock = clock
        self._start_at = script.session.open_at if start_at is None else start_at

    @property
    def name(self) -> str:
        """`replay`; the events themselves carry the source of their file."""
        return SOURCE

    @property
    def mode(self) -> Mode:
        """Always `replay`."""
        return "replay"

    @property
    def script(self) -> Script:
        """What will be played."""
        return self._script

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The session's events; a `Watermark` at the open, at every minute until the close, and after each other time.

        The steps at the session's edges come by the clock, with or without bars.
        """
        session = self._script.session
        for event in self._script.opening:
            yield event
        yield _watermark(session.open_at)
        by_time = {ts: tuple(group) for ts, group in groupby(self._script.events, key=lambda event: event.ts_recv)}
        minutes = range(session.open_at + NANOS_PER_MINUTE, session.close_at + 1, NANOS_PER_MINUTE)
        for ts in sorted(by_time.keys() | set(minutes)):
            await self._wait(ts)
            for event in by_time.get(ts, ()):
                yield event
            yield _watermark(ts)

    async def _wait(self, ts: UnixNanos) -> None:
        if ts <= self._start_at:
            return
        ahead = ts - self._clock.now()
        if ahead > 0:
            await self._clock.sleep(ahead / NANOS_PER_SECOND)


def _watermark(ts: UnixNanos) -> Watermark:
    return Watermark(ts_event=ts, ts_recv=ts, source=SOURCE)


def load_script(paths: Sequence[Path], date: str | None = None, as_of: UnixNanos | None = None) -> Script:
    """Read `paths` and assemble the session `date`. Raises `DataFileError` or `NothingToReplay`."""
    return assemble(open_sources(paths, as_of), date)


def start_instant(script: Script, at: str | None) -> UnixNanos:
    """`at` ("14:30", exchange time) on the script's date; its open without one.

    Raises ValueError for another text and for a time outside the session.
    """
    if at is None:
        return script.session.open_at
    instant = at_exchange(script.date, at)
    if not script.session.open_at <= instant <= script.session.close_at:
        raise ValueError(f"--at {at} is outside the session of {script.date}; give a time between open and close.")
    return instant
