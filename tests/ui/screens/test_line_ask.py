"""One line to type."""

from spxcc.ui.screens.line_ask import LineScreen
from tests.fakes.screens import press, running


async def test_enter_hands_over_and_esc_gives_nothing() -> None:
    async with running((80, 24)) as (app, pilot, _, _controller):
        said: list[str | None] = []
        app.push_screen(LineScreen("title", "hint"), said.append)
        await pilot.pause()
        await press(pilot, "1", "4", "enter")
        await pilot.pause()
        app.push_screen(LineScreen("title", "hint"), said.append)
        await pilot.pause()
        await press(pilot, "x", "escape")
        await pilot.pause()
        assert said == ["14", ""]
