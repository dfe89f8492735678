"""The feed of a session file."""

import asyncio
from pathlib import Path

from spxcc.ledger.recording.feed import SessionFeed
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.clock import ManualClock
from tests.fakes.recorded import OPEN, session_file


async def test_it_is_paced_from_its_start_on_and_gives_every_event(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    events = session_file(path, 6)
    start = OPEN + 3 * NANOS_PER_SECOND
    clock = ManualClock(start)
    with SessionFile(path) as session:
        feed = SessionFeed(session, clock, start)
        assert (feed.name, feed.mode) == ("sim", "replay")
        found: list[FeedEvent] = []

        async def play() -> None:
            async for event in feed.events():
                found.extend((event,))

        playing = asyncio.ensure_future(play())
        for seconds in range(3):
            await clock.advance(1.0 if seconds else 0.0)
            steps = sum(isinstance(event, Watermark) for event in found)
            assert steps == 3 + seconds
        await clock.advance(1.0)
        await playing
        assert found == events


async def test_it_begins_at_any_event(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    events = session_file(path, 6)
    with SessionFile(path) as session:
        feed = SessionFeed(session, ManualClock(), events[-1].ts_event, 9)
        assert [event async for event in feed.events()] == events[9:]
