"""Lines that scroll."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from spxcc.ui.screens.line_list import LineList
from tests.fakes.screens import INKS


class Lists(App[None]):
    """One list, with a cursor."""

    def __init__(self, cursor: bool) -> None:
        super().__init__()
        self.list = LineList("lines", INKS, cursor=cursor)
        self.chosen: list[int] = []
        self.made: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self.chosen.append(event.at)

    def fill(self, count: int) -> None:
        def make(width: int) -> list[tuple[tuple[str, str], ...]]:
            self.made.append(width)
            return [((" ", "text"), (f"row {at}", "text")) for at in range(count)]

        self.list.show(make)
        self.list.focus()


@asynccontextmanager
async def listing(cursor: bool, count: int = 100) -> AsyncIterator[tuple[Lists, Pilot[None]]]:
    app = Lists(cursor)
    async with app.run_test(size=(30, 10)) as pilot:
        app.fill(count)
        await pilot.pause()
        yield app, pilot


def rows(app: Lists) -> list[str]:
    return [app.list.render_line(y).text.rstrip() for y in range(app.list.size.height)]


async def test_the_cursor_moves_tells_and_stays_in_sight() -> None:
    async with listing(cursor=True) as (app, pilot):
        assert rows(app)[0] == "►row 0"
        await pilot.press("j", "down", "k")
        assert app.chosen == [1, 2, 1]
        await pilot.press("end")
        assert app.chosen[-1] == app.list.cursor == 99
        assert "►row 99" in rows(app)
        await pilot.press("pageup", "home", "home", "pagedown")
        assert app.chosen[-3:] == [90, 0, 9]
        await pilot.click(app.list, offset=(2, 2))
        assert app.list.cursor == app.list.scroll_offset.y + 2


async def test_without_a_cursor_the_keys_scroll() -> None:
    async with listing(cursor=False) as (app, pilot):
        await pilot.press("j", "j")
        assert (rows(app)[0], app.chosen, app.list.cursor) == (" row 2", [], None)
        await pilot.press("end")
        assert rows(app)[-1] == " row 99"
        await pilot.click(app.list, offset=(2, 2))
        assert app.chosen == []


async def test_other_lines_begin_at_their_top_and_fit_a_new_width() -> None:
    async with listing(cursor=False) as (app, pilot):
        await pilot.press("end")
        app.fill(3)
        await pilot.pause()
        assert rows(app)[:4] == [" row 0", " row 1", " row 2", ""]
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert app.made[-1] <= 20
        assert all(len(app.list.render_line(y).text) <= 20 for y in range(5))


async def test_an_empty_list_takes_keys() -> None:
    async with listing(cursor=True, count=0) as (app, pilot):
        await pilot.press("j", "end", "pageup")
        assert app.chosen == []
        assert set(rows(app)) == {""}
