"""Help over the desk."""

from spxcc.ui.app import SpxccApp
from spxcc.ui.screens.help import HelpScreen
from tests.fakes.screens import press, running, screen_text


def open_help(app: SpxccApp) -> bool:
    return isinstance(app.screen, HelpScreen)


async def test_question_mark_opens_and_closes() -> None:
    async with running((100, 40)) as (app, pilot, _, __):
        await press(pilot, "question_mark")
        assert open_help(app)
        assert "chart: next timeframe" in screen_text(app)
        await press(pilot, "question_mark")
        assert not open_help(app)
