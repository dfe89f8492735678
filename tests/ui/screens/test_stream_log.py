"""The stream log."""

from tests.fakes.screens import press, running, screen_text


async def test_lines_of_the_ring_buffer() -> None:
    async with running((100, 30)) as (app, pilot, _, __):
        await press(pilot, "grave_accent")
        assert "gap gex:SPX 41→43" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk
