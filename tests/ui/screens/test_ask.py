"""Asking the coach."""

from spxcc.ui.screens.ask import AskScreen
from tests.fakes.screens import press, running, screen_text


async def test_question_and_streamed_answer() -> None:
    async with running((100, 30)) as (app, pilot, _, clock):
        await press(pilot, "K", "f", "l", "i", "p", "enter")
        assert clock.questions == ["flip"]
        assert "The flip stands at 6,890.0 (gex:SPX)." in screen_text(app)
        screen = app.screen
        assert isinstance(screen, AskScreen)
        await press(pilot, "enter", "escape")
        assert clock.questions == ["flip"]
        screen._reply("late", True)
        assert app.screen is app.desk
