"""Palette entries about the program."""

from spxcc.ui.screens.doctor import DoctorScreen
from spxcc.ui.screens.program_keys import source_words
from tests.fakes.desk_data import empty_desk
from tests.fakes.screens import running


async def test_the_source_is_told_with_how_to_change_it() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        said = source_words(app.desk)
        assert said.startswith("SPX comes from sim, sim")
        assert "--feed" in said
        app.desk.action_perform("feed.source", "now")
        await pilot.pause()
        assert any("SPX comes from sim" in str(toast.message) for toast in app._notifications)
        app.desk.action_perform("feed.source", "cboe")
        await pilot.pause()
        assert clock.saved == [("feed", "cboe")]
        assert any("starts again" in str(toast.message) for toast in app._notifications)
    async with running((80, 24), empty_desk()) as (app, _, __, ___):
        assert source_words(app.desk).startswith("no price yet")


async def test_whether_sessions_are_recorded_is_saved_for_the_next_start() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        app.desk.action_perform("record.set", "off")
        app.desk.action_perform("record.set", "on")
        await pilot.pause()
        assert clock.saved == [("record", False), ("record", True)]
        assert any("recording off" in str(toast.message) for toast in app._notifications)


async def test_the_doctor_opens() -> None:
    async with running((100, 30)) as (app, pilot, _, __):
        app.desk.action_perform("app.doctor")
        await pilot.pause()
        assert isinstance(app.screen, DoctorScreen)
