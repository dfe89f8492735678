"""The replay bar on the desk."""

from spxcc.engines.replay.result import REPLAY
from tests.fakes.screens import press, running, screen_text
from tests.ui.panels.replay.test_view_model import STATE


async def test_r_shows_one_row_above_the_status_line_and_hides_it_again() -> None:
    async with running((160, 48)) as (app, pilot, store, _):
        store.put(REPLAY, STATE)
        await press(pilot, "r")
        app.frame()
        await pilot.pause()
        rows = screen_text(app).splitlines()
        assert "REPLAY" in rows[45]
        assert "PLAYING 10x" in rows[45]
        await press(pilot, "r")
        assert "PLAYING" not in screen_text(app)


async def test_its_keys_are_commands() -> None:
    async with running((100, 30)) as (_, pilot, store, controller):
        store.put(REPLAY, STATE)
        await press(pilot, "space", "greater_than_sign", "less_than_sign", "full_stop", "s", "b")
        assert [args["action"] for name, args in controller.day.acts if name == "replay"] == [
            "toggle", "step", "back", "bar", "speed", "bookmark",
        ]  # fmt: skip
        assert controller.day.acts[4][1]["speed"] == "30"


async def test_what_is_refused_is_told() -> None:
    async with running((160, 48)) as (app, pilot, _, controller):
        controller.day.refusal = "this market lives now"
        await press(pilot, "space")
        await pilot.pause()
        assert any("lives now" in note.message for note in app._notifications)
