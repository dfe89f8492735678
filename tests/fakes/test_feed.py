"""The scripted feed."""

import pytest

from spxcc.market.events import Watermark
from tests.fakes.feed import ScriptedFeed, ticks


async def test_it_plays_its_script_and_then_fails() -> None:
    events = ticks(0, [1.0, 2.0], 5)
    feed = ScriptedFeed(events, failure=RuntimeError("gone"))
    playing = aiter(feed.events())
    assert [await anext(playing) for _ in events] == events
    with pytest.raises(RuntimeError, match="gone"):
        await anext(playing)
    assert [event.ts_event for event in events if isinstance(event, Watermark)] == [0, 5]
    assert (feed.name, feed.mode) == ("scripted", "sim")
