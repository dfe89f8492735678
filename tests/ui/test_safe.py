"""Errors stay inside; only changed cells are painted."""

import pytest
from textual.geometry import Region

from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import changed_regions
from tests.fakes.desk_data import LAST, tick
from tests.fakes.screens import running, screen_text


def test_regions_are_of_one_row_each() -> None:
    same: Line = (("abc", "text"),)
    regions = changed_regions([same, (("abc", "text"),), ()], [same, (("aXc", "text"),), (("abc", "dim"),)], 3)
    assert [(one.x, one.y, one.width, one.height) for one in regions] == [(1, 1, 1, 1), (0, 2, 3, 1)]


def test_wide_characters_repaint_their_row() -> None:
    (region,) = changed_regions([(("漢a", "text"),)], [(("漢b", "text"),)], 3)
    assert (region.x, region.width) == (0, 3)


def broken(frame: Frame, width: int, height: int) -> list[Line]:
    raise ValueError("no such strike")


async def test_a_panel_that_raises_says_so_and_the_app_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running((120, 40)) as (app, pilot, store, _):
        chart = app.desk.chart
        monkeypatch.setattr(chart, "paint", broken)
        tick(store, LAST + 1)
        app.frame()
        await pilot.pause()
        assert "! chart error: ValueError: no such strike" in screen_text(app)
        assert "4 LEVELS" in screen_text(app)
        assert chart.failed == "ValueError: no such strike"
        monkeypatch.undo()
        tick(store, LAST + 2)
        app.frame()
        await pilot.pause()
        assert "! chart error" not in screen_text(app)
        assert app.is_running


async def test_a_line_that_cannot_be_coloured_says_so() -> None:
    async with running((120, 40)) as (app, pilot, _, __):
        header = app.desk.lines[0]
        header._lines = [(("x", "no such role"),)]
        header._strips.clear()
        header.refresh()
        await pilot.pause()
        assert "! header error" in screen_text(app)
        assert "6,885" not in header.plain_text


async def test_a_price_tick_repaints_cells_and_not_panels() -> None:
    async with running((160, 48)) as (app, pilot, store, clock):
        clock.advance(0.05)
        tick(store, LAST + 0.02)
        app.frame()
        await pilot.pause()
        painted = {widget.id: sum(one.area for one in widget.regions) for widget in app.desk.panels}
        chart = app.desk.chart
        assert 0 < painted["chart"] <= 60
        assert painted["chart"] < chart.size.area / 50
        assert painted["setups"] == painted["flow"] == painted["coach"] == 0
        assert all(one.height == 1 for one in chart.regions)


async def test_nothing_changed_nothing_painted() -> None:
    async with running((160, 48)) as (app, _, __, ___):
        app.frame()
        app.frame()
        assert [widget.regions for widget in (*app.desk.panels, *app.desk.lines) if widget.regions] == []


async def test_strips_are_made_once_and_only_for_rows_that_changed() -> None:
    async with running((160, 48)) as (app, pilot, store, clock):
        levels = app.desk.panels[3]
        before = list(levels.render_lines(levels.size.region))
        tick(store, LAST + 0.5)
        clock.advance(0.3)
        app.frame()
        await pilot.pause()
        after = levels.render_lines(levels.size.region)
        changed = {region.y for region in levels.regions}
        assert changed
        assert all(
            (one is other) != (row in changed) for row, (one, other) in enumerate(zip(before, after, strict=True))
        )


async def test_a_part_of_a_row_is_a_part_of_its_strip() -> None:
    async with running((160, 48)) as (app, _, __, ___):
        coach = app.desk.panels[5]
        (whole,) = coach.render_lines(Region(0, 1, coach.size.width, 1))
        (part,) = coach.render_lines(Region(3, 1, 8, 1))
        assert part.text == whole.text[3:11]


async def test_a_terminal_without_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running((160, 48)) as (app, _, __, ___):
        chart = app.desk.chart
        colours = {
            segment.style.color.triplet
            for strip in chart.render_lines(chart.size.region)
            for segment in strip
            if segment.style is not None and segment.style.color is not None and segment.style.color.triplet is not None
        }
        assert len(colours) > 2
        assert all(red == green == blue for red, green, blue in colours)


async def test_spans_that_changed_are_not_kept_for_ever() -> None:
    """Textual drops its notes where it renders a widget by its own means; lines are not rendered so."""
    async with running((160, 48)) as (app, pilot, store, _):
        widgets = [app.desk.board, *app.desk.lines, *app.desk.panels]
        for step in range(12):
            tick(store, LAST + 0.37 * step * (-1) ** step)
            app.frame()
            await pilot.pause()
        assert max(len(vars(one)["_dirty_regions"]) for one in widgets) <= 1
