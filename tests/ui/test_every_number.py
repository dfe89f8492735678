"""Every number on the screen can be asked about, and its answer gives it again."""

import pytest

from spxcc.ui.screens.numbers.catalog import numbers_from, numbers_of
from spxcc.ui.state import PANELS
from tests.ui.real_desk import Still, stopped_after
from tests.ui.seen import Seen, faults, grid_seen, looking, seen, unaccounted


@pytest.mark.parametrize("minutes", [pytest.param(50.0, marks=pytest.mark.slow), 21.0])
async def test_f33_every_number_on_the_screen_follows_from_the_inputs_in_its_answer(minutes: float) -> None:
    async with stopped_after(minutes) as still:
        parts = await desk_parts(still)
        parts += await grid_parts(still)
        lost = [each for one in parts for each in unaccounted(one)]
        lost += [each for one in await small_parts(still) for each in unaccounted(one)]
        wrong = faults(still, parts)
    assert not lost + wrong, "\n".join(lost + wrong)


async def desk_parts(still: Still) -> list[Seen]:
    """The desk, then every panel over the whole screen."""
    async with looking(still, (160, 48)) as (app, pilot):
        parts = await seen(app, pilot)
        assert {one.name for one in parts} >= {"header", "now_line", "status_line", *PANELS}
        for key, panel in enumerate(PANELS, start=1):
            parts += await seen(app, pilot, *([str(key)] if app.desk.state.focus != panel else []), "z")
            assert app.desk.state.zoomed
            await pilot.press("z")
    return parts


async def grid_parts(still: Still) -> list[Seen]:
    """One market in four timeframes."""
    async with looking(still, (160, 48)) as (app, pilot):
        parts = await grid_seen(app, pilot)
    assert [one.frame.state.timeframe for one in parts if one.name == "chart"] == ["1m", "5m", "15m", "1h"]
    return parts


async def small_parts(still: Still) -> list[Seen]:
    """A small terminal with each panel in turn."""
    parts: list[Seen] = []
    async with looking(still, (80, 24)) as (app, pilot):
        for key, panel in enumerate(PANELS, start=1):
            shown = await seen(app, pilot, *([str(key)] if app.desk.state.focus != panel else []))
            assert {one.name for one in shown} >= {"header", "now_line", "brief", panel}
            parts += shown
            reached = {each.path for each in numbers_from(app.desk.frame(), panel)}
            assert [
                each.path for one in shown for each in numbers_of(one.frame, one.name) if each.path not in reached
            ] == []
        parts += await seen(app, pilot, "r")
    async with looking(still, (50, 14)) as (app, pilot):
        parts += await seen(app, pilot)
    assert {one.name for one in parts} >= {"tabs", "replay_bar", "smallest"}
    return parts
