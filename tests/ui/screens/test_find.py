"""`/` finds a strike or level."""

from tests.fakes.screens import press, running, screen_text


async def test_a_price_goes_to_its_level_and_an_unknown_name_says_so() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await press(pilot, "slash", "6", "9", "0", "5", "enter")
        assert app.screen is app.desk
        assert app.desk.state.focus == "levels"
        before = app.desk.state
        await press(pilot, "slash", "q", "q", "enter")
        await pilot.pause()
        assert app.desk.state is before
        assert any("no level is called qq" in notice.message for notice in app._notifications)
        await press(pilot, "slash")
        assert "a price such as 6905" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk
