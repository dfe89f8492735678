"""The log console."""

from spxcc.ui.screens.log_console import at_least
from tests.fakes.screens import press, running, screen_text

LINES = (
    "2026-01-02 10:00:00,001 INFO spxcc a",
    "2026-01-02 10:00:01,001 ERROR spxcc b",
    "Traceback: ERROR text",
    "2026-01-02 10:00:02,001 WARNING spxcc c",
)


def test_levels_are_at_least_and_a_traceback_belongs_to_its_line() -> None:
    assert at_least(LINES, "INFO") == list(LINES)
    assert at_least(LINES, "WARNING") == list(LINES[1:])
    assert at_least(LINES, "ERROR") == list(LINES[1:3])
    assert at_least((), "INFO") == []


async def test_the_key_opens_it_and_f_walks_the_levels() -> None:
    async with running((120, 40)) as (app, pilot, _, __):
        await press(pilot, "tilde")
        assert "the feed started" in screen_text(app)
        await press(pilot, "f")
        assert "the feed started" not in screen_text(app)
        assert "the feed is silent" in screen_text(app)
        await press(pilot, "f")
        assert "the feed is silent" not in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk
