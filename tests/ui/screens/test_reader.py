"""Texts that scroll."""

import pytest

from spxcc.ui.screens.log_console import LogScreen
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import press, running, screen_text
from tests.fakes.store import FakeController


class Talkative(FakeController):
    """More lines than any screen has."""

    def __init__(self, time_ns: int) -> None:
        super().__init__(time_ns)
        self.lines = [f"2026-11-19 14:30:00,001 INFO spxcc line {at}" for at in range(100)]

    def program_log(self) -> list[str]:
        return self.lines

    def stream_log(self) -> list[str]:
        return self.lines


@pytest.mark.parametrize(("key", "back"), [("question_mark", False), ("tilde", True), ("grave_accent", True)])
@pytest.mark.parametrize("keys", [("down", "up"), ("j", "k"), ("pagedown", "pageup"), ("end", "home")])
async def test_keys_scroll_the_text(key: str, back: bool, keys: tuple[str, str]) -> None:
    store, clock = full_desk()
    async with running((80, 24), (store, Talkative(clock.time_ns))) as (app, pilot, _, __):
        await press(pilot, key)
        await pilot.pause()
        before = screen_text(app)
        assert "↑↓ scroll" in before
        await press(pilot, keys[1] if back else keys[0])
        await pilot.wait_for_scheduled_animations()
        assert screen_text(app) != before
        await press(pilot, "escape")
        assert app.screen is app.desk


async def test_new_lines_are_followed_unless_the_reader_went_back() -> None:
    store, clock = full_desk()
    talk = Talkative(clock.time_ns)
    async with running((80, 24), (store, talk)) as (app, pilot, _, __):
        await press(pilot, "tilde")
        await pilot.pause()
        assert "line 99" in screen_text(app)
        talk.lines.append("2026-11-19 14:31:00,001 INFO spxcc the newest")
        console = app.screen
        assert isinstance(console, LogScreen)
        console.refill()
        await pilot.pause()
        assert "the newest" in screen_text(app)
        await press(pilot, "home")
        await pilot.wait_for_scheduled_animations()
        talk.lines.append("2026-11-19 14:31:00,001 INFO spxcc newer yet")
        console.refill()
        await pilot.pause()
        assert "line 0" in screen_text(app)
