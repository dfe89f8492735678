"""The grid of charts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from spxcc.ui.actions import ACTIONS, keyed
from spxcc.ui.app import SpxccApp
from spxcc.ui.screens.charts import GRID, ChartsScreen, grid_hints
from tests.fakes.desk_data import LAST, tick
from tests.fakes.screens import check_snapshot, press, running, screen_text
from tests.fakes.store import FakeStore


@asynccontextmanager
async def grid(size: tuple[int, int]) -> AsyncIterator[tuple[SpxccApp, ChartsScreen, Pilot[None], FakeStore]]:
    """The grid over the full desk."""
    async with running(size) as (app, pilot, store, _):
        await press(pilot, "v")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ChartsScreen)
        yield app, screen, pilot, store


async def test_four_timeframes_of_one_market_with_the_same_levels() -> None:
    async with grid((160, 48)) as (app, _screen, _, __):
        text = screen_text(app)
        for at, timeframe in enumerate(GRID):
            assert f"{at + 1} SPX {timeframe}" in text
        assert text.count("OR LOW") == 4
        assert text.count("▐6,885.86▌") == 4
        assert text.startswith(" SPX 6,885.86")


async def test_one_crosshair_by_time_in_all_of_them() -> None:
    async with grid((200, 60)) as (app, screen, pilot, _):
        await press(pilot, "c", "h", "h", "h")
        at = app.desk.state.crosshair
        assert at is not None
        for number, chart in enumerate(screen.charts):
            view = chart._view
            assert view is not None
            assert view.cross is not None
            bar = view.bars[view.cross]
            assert bar is not None
            later = [one.start for one in view.bars[view.cross + 1 :] if one is not None]
            assert bar.start <= at < min(later, default=at + 1), number
        await press(pilot, "up")
        assert app.desk.state.cross_price is not None


async def test_keys_concern_the_focused_chart_and_the_desk_keeps_its_own() -> None:
    async with grid((160, 48)) as (app, screen, pilot, _):
        await press(pilot, "2", "t", "plus")
        assert [cell.timeframe for cell in screen.cells] == ["1m", "15m", "15m", "1h"]
        assert [cell.viewport.pitch for cell in screen.cells] == [1, 2, 1, 1]
        assert app.desk.state.timeframe == "1m"
        await press(pilot, "o", "n")
        assert (app.desk.state.overlays, app.desk.state.setup_id) == ("key", "s1")
        await press(pilot, "2")
        assert (screen.zoomed, "1 SPX" in screen_text(app)) == (True, False)
        await press(pilot, "escape")
        assert not screen.zoomed
        await press(pilot, "v")
        assert app.screen is app.desk
        assert (app.desk.state.overlays, app.desk.state.setup_id, app.desk.state.focus) == ("key", "s1", "chart")


async def test_esc_ends_the_crosshair_and_then_the_grid() -> None:
    async with grid((160, 48)) as (app, screen, pilot, _):
        await press(pilot, "c", "escape")
        assert (app.screen, app.desk.state.crosshair) == (screen, None)
        await press(pilot, "escape")
        assert app.screen is app.desk
        assert app.desk.cover is None


async def test_the_desk_hears_but_does_not_draw_beneath() -> None:
    async with grid((160, 48)) as (app, _screen, pilot, store):
        before = app.desk.chart.plain_text
        shown = [panel._shown for panel in app.desk.panels]
        tick(store, LAST + 3)
        app.frame()
        await pilot.pause()
        assert [panel._shown for panel in app.desk.panels] == shown
        assert screen_text(app).count("▐6,888.86▌") == 4
        await press(pilot, "v")
        await pilot.pause()
        assert app.desk.chart.plain_text != before
        assert "▐6,888.86▌" in screen_text(app)


async def test_a_tick_repaints_cells_of_each_chart_and_no_background() -> None:
    async with grid((160, 48)) as (app, screen, _pilot, store):
        backgrounds = [chart.painter.backgrounds for chart in screen.charts]
        tick(store, LAST + 0.3)
        app.frame()
        for chart in screen.charts:
            assert sum(region.area for region in chart.regions) <= 200
        assert [chart.painter.backgrounds for chart in screen.charts] == backgrounds


async def test_pointing_focuses_and_chooses() -> None:
    async with grid((160, 48)) as (app, screen, pilot, _):
        await pilot.click("#chart-3", offset=(20, 10))
        assert screen.focused_cell == 3
        assert app.desk.state.crosshair is not None
        await pilot.click("#chart-2", offset=(4, 0), times=2)
        await pilot.pause()
        assert (screen.focused_cell, screen.zoomed) == (2, True)
        screen.charts[2].post_message(screen.charts[2].Moved(zoom=1, chart=screen.charts[2]))
        await pilot.pause()
        assert screen.cells[2].viewport.pitch == 2


async def test_hints_name_what_the_keys_do_here() -> None:
    async with grid((160, 48)) as (app, _, __, ___):
        last = screen_text(app).splitlines()[-1]
        assert last.startswith(" 1-4 chart  v desk  z zoom  ? help  t timeframe")
        assert "gex" not in last
    assert dict(grid_hints(ACTIONS))["q"] == "quit"
    assert grid_hints(keyed({"panel.gex": "f1"}))[0] == ("f1 2 3 4", "chart")


async def test_the_program_is_reached_from_the_grid() -> None:
    async with grid((160, 48)) as (app, screen, pilot, _):
        await press(pilot, "p")
        assert app.desk.state.frozen
        await press(pilot, "p", "P")
        await pilot.pause()
        assert screen.charts[0].palette.name == "cb"
        await press(pilot, "question_mark")
        await pilot.pause()
        assert len(app.screen_stack) == 4
        await press(pilot, "escape")
        assert len(app.screen_stack) == 3
        await press(pilot, "n", "enter")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        assert app.desk.state.card


@pytest.mark.parametrize("size", [(1, 1), (20, 3), (49, 9), (60, 16), (80, 24), (100, 30), (120, 20), (200, 60)])
async def test_it_works_at_every_size(size: tuple[int, int]) -> None:
    async with grid(size) as (app, screen, pilot, store):
        tick(store, LAST + 1)
        app.frame()
        await press(pilot, "4", "c", "left")
        assert not any(chart.failed for chart in screen.charts)
        await pilot.resize_terminal(size[1] + 40, size[0] % 50 + 5)
        await pilot.pause()
        assert not any(chart.failed for chart in screen.charts)
        assert screen.focused_cell == 3


@pytest.mark.parametrize("size", [(160, 48), (100, 30), (80, 24)])
async def test_snapshots_of_the_grid(size: tuple[int, int]) -> None:
    async with grid(size) as (app, _screen, pilot, _):
        await press(pilot, "n", "c", "h", "h")
        rows = screen_text(app).splitlines()[1:-1]
        check_snapshot(f"charts_{size[0]}x{size[1]}", "\n".join(rows) + "\n")
