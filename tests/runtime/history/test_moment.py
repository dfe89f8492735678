"""Played up to an instant, and not a step further."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Mode
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.moment import Until, played, session_at
from tests.fakes.clock import START

SECOND = 1_000_000_000


class Steps:
    """Ten steps, a second apart."""

    name = "steps"
    mode: Mode = "replay"

    async def events(self) -> AsyncIterator[FeedEvent]:
        """In order."""
        for at in range(10):
            yield Watermark(ts_event=START + at * SECOND, ts_recv=START, source="steps")


async def test_nothing_later_is_seen() -> None:
    for end, count in ((START - 1, 0), (START, 1), (START + 4 * SECOND + 1, 5), (START + 99 * SECOND, 10)):
        feed = Until(Steps(), end)
        assert len([event async for event in feed.events()]) == count
        assert (feed.name, feed.mode) == ("steps", "replay")


async def test_a_time_before_the_first_step_has_nothing_to_say() -> None:
    plan = replace(plan_feed(FeedRequest("sim", "flip-loss", 7)), build=lambda clock: Steps())
    with pytest.raises(UserError, match="expected a step of the session before that time"):
        await played(plan, START - 1)


def test_files_that_are_no_session_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="expected a readable file"):
        session_at("10:31", (str(tmp_path / "none.csv"),))
    with pytest.raises(UserError, match="found no session at all"):
        session_at("10:31", ())
