"""The feed that plays a session."""

import asyncio
from pathlib import Path

import pytest

from spxcc.feeds.files.assemble import NothingToReplay, Script, assemble
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.replay import FileReplayFeed, load_script, start_instant
from spxcc.feeds.files.sources import Sources
from spxcc.market.events import Bar, FeedEvent, Watermark
from spxcc.market.feed import Feed
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.fakes.clock import ManualClock, settle
from tests.feeds.files.making import csv_bars, minutes_of, quoted, session_bars, write

DAY = "2025-01-07"
OPEN, CLOSE = at_exchange(DAY, "09:30"), at_exchange(DAY, "16:00")


def made(count: int = 390) -> Script:
    bars = session_bars("SPX", {"2025-01-06": 5900.0, DAY: 5950.0}, count)
    return assemble(Sources(bars=[bars], chains=[quoted("2025-01-06", "16:15")]))


def steps(events: list[FeedEvent]) -> list[int]:
    return [event.ts_event for event in events if isinstance(event, Watermark)]


async def played(script: Script) -> list[FeedEvent]:
    feed = FileReplayFeed(script, ManualClock(script.session.close_at + NANOS_PER_SECOND), script.session.close_at)
    return [event async for event in feed.events()]


async def test_every_event_comes_once_and_a_step_after_every_minute() -> None:
    script = made()
    events = await played(script)
    assert [event for event in events if not isinstance(event, Watermark)] == [*script.opening, *script.events]
    assert steps(events) == [OPEN + at * NANOS_PER_MINUTE for at in range(391)]
    assert all(event.source == "replay" for event in events if isinstance(event, Watermark))


async def test_what_is_known_at_the_open_stands_before_the_first_step() -> None:
    script = made()
    events = await played(script)
    first = next(at for at, event in enumerate(events) if isinstance(event, Watermark))
    assert tuple(events[:first]) == script.opening


async def test_f26_no_event_comes_before_its_time_and_no_tick_is_invented() -> None:
    events = await played(made())
    now = OPEN
    for event in events:
        if isinstance(event, Watermark):
            now = event.ts_event
        elif isinstance(event, Bar):
            assert event.ts_recv == event.start + NANOS_PER_MINUTE == now + NANOS_PER_MINUTE
    assert {type(event).__name__ for event in events} == {
        "Bar", "ChainSnapshot", "FeedNotice", "History", "PreviousClose", "Watermark",
    }  # fmt: skip


async def test_f10_the_steps_at_the_session_s_edges_come_by_the_clock() -> None:
    """Ten minutes of bars only: the gap, the close and nothing after it."""
    found = steps(await played(made(10)))
    assert found == [OPEN + at * NANOS_PER_MINUTE for at in range(391)]


async def test_other_times_have_a_step_of_their_own() -> None:
    bars = session_bars("SPX", {DAY: 5950.0}, 2)
    odd = quoted(DAY, "11:40:07")
    found = steps(await played(assemble(Sources(bars=[bars], chains=[odd]), DAY)))
    assert len(found) == 392
    assert odd.quoted_at in found
    assert found == sorted(found)


class Listener:
    """Reads a feed in a task of its own."""

    def __init__(self, feed: Feed) -> None:
        self.heard: list[FeedEvent] = []
        self.task = asyncio.create_task(self._listen(feed))

    async def _listen(self, feed: Feed) -> None:
        async for event in feed.events():
            self.heard.append(event)


async def test_the_clock_paces_what_comes_after_the_start() -> None:
    clock = ManualClock(OPEN)
    listener = Listener(FileReplayFeed(made(), clock))
    await settle()
    assert steps(listener.heard) == [OPEN]
    await clock.advance(59)
    assert steps(listener.heard) == [OPEN]
    await clock.advance(1)
    assert steps(listener.heard)[-1] == OPEN + NANOS_PER_MINUTE
    await clock.advance(600)
    assert steps(listener.heard)[-1] == OPEN + 11 * NANOS_PER_MINUTE
    await clock.advance(390 * 60)
    assert listener.task.done()
    assert steps(listener.heard)[-1] == CLOSE


async def test_a_replay_may_begin_at_noon_with_its_whole_morning() -> None:
    noon = at_exchange(DAY, "12:00")
    clock = ManualClock(noon)
    listener = Listener(FileReplayFeed(made(), clock, noon))
    await settle()
    assert steps(listener.heard)[-1] == noon
    assert len([event for event in listener.heard if isinstance(event, Bar)]) == 150
    await clock.advance(60)
    assert steps(listener.heard)[-1] == noon + NANOS_PER_MINUTE
    listener.task.cancel()


def test_it_is_a_feed_of_the_mode_replay() -> None:
    script = made()
    feed: Feed = FileReplayFeed(script, ManualClock())
    assert (feed.name, feed.mode) == ("replay", "replay")
    assert FileReplayFeed(script, ManualClock()).script is script


def test_files_become_a_script(tmp_path: Path) -> None:
    path = write(tmp_path / "spx.csv", csv_bars(minutes_of(DAY), range(5000, 5390)))
    assert load_script([path]).date == DAY
    with pytest.raises(NothingToReplay):
        load_script([path], "2025-01-08")
    with pytest.raises(DataFileError):
        load_script([path, tmp_path / "gone.csv"])


def test_where_pacing_begins() -> None:
    script = made()
    assert start_instant(script, None) == OPEN
    assert start_instant(script, "09:30") == OPEN
    assert start_instant(script, "14:30") == at_exchange(DAY, "14:30")
    assert start_instant(script, "16:00") == CLOSE


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("09:29", "--at 09:29 is outside the session of 2025-01-07"), ("16:01", "outside the session"),
        ("noon", "expected a time such as 14:30, found 'noon'"), ("25:00", "hour must be in"),
        ("14:30+02:00", "expected a time such as 14:30"),
    ],
)  # fmt: skip
def test_another_start_is_an_error(at: str, text: str) -> None:
    with pytest.raises(ValueError, match=text.replace("+", r"\+")):
        start_instant(made(), at)
