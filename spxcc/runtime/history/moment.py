"""A session as it stood at an instant: played up to it as fast as it goes, and not a step further."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from spxcc.feeds.catalog import PlannedFeed
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.units import UnixNanos, to_millis
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_replay
from spxcc.runtime.cli.options import configured
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths
from spxcc.runtime.recorded import SessionPlan
from spxcc.runtime.tail.since import since_of


class Until:
    """A feed that ends before the first step after `end`."""

    def __init__(self, feed: Feed, end: UnixNanos) -> None:
        self._feed, self._end = feed, end

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """In order."""
        async for event in self._feed.events():
            if isinstance(event, Watermark) and event.ts_event > self._end:
                return
            yield event


def until(plan: PlannedFeed, end: UnixNanos) -> PlannedFeed:
    """`plan` with nothing later than `end`."""

    def build(clock: Clock) -> Feed:
        return Until(plan.build(clock), end)

    return replace(plan, build=build)


async def played(plan: PlannedFeed, end: UnixNanos) -> Backend:
    """A backend that stands at the last step up to `end`; it does not listen. Raises UserError."""
    backend = Backend(until(plan, end), configured(), BackendOptions(speed=None))
    await backend.node.run()
    if backend.node.failure is not None:
        raise UserError(f"expected a session that can be played, found: {backend.node.failure}", 1)
    if backend.node.as_of is None:
        raise UserError("expected a step of the session before that time, found none; name a later one", 1)
    return backend


def session_at(text: str, sources: tuple[str, ...]) -> tuple[PlannedFeed, UnixNanos]:
    """What to play for `--at`, and up to when: `sources`, or the newest recorded session that has it.

    text: an ISO time, or a time of day of the session's date. Raises UserError.
    """
    if sources:
        return _within(choose_replay([Path(each) for each in sources], None, None, None), text)
    # Only who asks for the past pays for the library of sessions.
    from spxcc.ledger.recording.library import sessions

    complaints: list[str] = []
    for path in sessions(user_paths().sessions):
        try:
            return _within(choose_replay([path], None, None, None), text)
        except UserError as error:
            complaints.append(f"{path.stem}: {error}")
    found = complaints[0] if complaints else "no session at all"
    raise UserError(f"expected a recorded session that has {text[:40]}, found {found}; `spxcc sessions` lists them")


def _within(plan: PlannedFeed, text: str) -> tuple[PlannedFeed, UnixNanos]:
    start = plan.start_at
    if start is None:
        raise UserError("expected a session that is over, found a feed that lives now; leave --at out")
    at = since_of(text).at(to_millis(start)) * 1_000_000
    if isinstance(plan, SessionPlan) and plan.session is not None:
        progress = plan.session.progress()
        if not (progress.first_step or 0) <= at <= (progress.last_step or 0):
            raise UserError(f"{plan.title} has no step around {text[:40]}")
    return plan, at
