"""What the program does for the desk."""

import json
import os
from pathlib import Path

import pytest

from spxcc.ui.actions import ACTIONS
from spxcc.ui.options import UiOptions
from spxcc.ui.screens.help import HelpScreen
from spxcc.ui.screens.wishes import WISHES, exported, plan_text
from tests.fakes.desk_data import empty_desk
from tests.fakes.screens import make_frame, press, running


def test_every_wish_is_an_action() -> None:
    assert set(WISHES) <= {action.id for action in ACTIONS}


def test_the_plan_is_one_line_and_says_what_it_is() -> None:
    text = plan_text(make_frame())
    assert "\n" not in text
    assert text.endswith("observation, no advice")
    assert plan_text(make_frame(empty_desk())) == ""


@pytest.mark.parametrize("form", ["json", "csv"])
def test_exports_are_files(tmp_path: Path, form: str) -> None:
    target = exported({"a": [1, 2]}, form, tmp_path, "2026-01-02-100000")
    assert target.name == f"spxcc-2026-01-02-100000.{form}"
    assert json.loads(target.read_text()) == {"a": [1, 2]} if form == "json" else "a,[0],1" in target.read_text()


async def test_snapshots_from_the_palette(tmp_path: Path) -> None:
    async with running((120, 40), options=UiOptions(fps=0, screenshot_dir=str(tmp_path))) as (app, pilot, _, __):
        for form in ("json", "csv", "svg"):
            app.desk.action_perform("export.snapshot", form)
            await pilot.pause()
            await app.workers.wait_for_complete()
    assert sorted(Path(name).suffix for name in os.listdir(tmp_path)) == [".csv", ".json", ".svg"]


async def test_copy_server_and_keys_say_what_they_did() -> None:
    async with running((120, 40)) as (app, pilot, _, __):
        app.desk.action_perform("copy.plan")
        await pilot.pause()
        assert app.clipboard.endswith("observation, no advice")
        for action, said in (("server.show", "ws://127.0.0.1:8787"), ("keys.edit", "config.toml")):
            app.desk.action_perform(action)
            await pilot.pause()
            assert any(said in notice.message for notice in app._notifications)


async def test_settings_by_the_palette_and_keys_by_the_keymap() -> None:
    keymap = {"view.palette": "f5", "chart.follow": "P", "app.help": "f1"}
    async with running((120, 40), options=UiOptions(fps=0, keymap=keymap)) as (app, pilot, _, __):
        await press(pilot, "P")
        assert app.theme == "spxcc-classic"
        await press(pilot, "f5")
        assert app.theme == "spxcc-cb"
        for action, argument in (("set.palette", "mono"), ("set.fps", "10"), ("set.motion", "reduced")):
            app.desk.action_perform(action, argument)
            await pilot.pause()
        assert app.theme == "spxcc-mono"
        assert (app.options.fps, app.options.reduced_motion) == (10, True)
        await press(pilot, "question_mark")
        assert app.screen is app.desk
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert "f1 help" in app.desk.lines[2].plain_text
