"""What is written past the compositor is what the compositor would have shown."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pyte
import pytest
from msgspec import structs
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.pilot import Pilot

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.price.result import price_channel
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui.app import SpxccApp
from spxcc.ui.direct import write
from spxcc.ui.options import UiOptions
from spxcc.ui.screens import board
from spxcc.ui.screens.board import Board
from tests.fakes.desk_data import full_desk
from tests.fakes.store import FakeController, FakeStore

SIZES = ((160, 48), (120, 30), (80, 24))
PRICE, GEX = price_channel("SPX"), gex_channel("SPX")


class Wire(HeadlessDriver):
    """What was written, and the terminal that shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        width, height = self._get_terminal_size()
        self.terminal = pyte.Screen(width, height)
        self._stream = pyte.Stream(self.terminal)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)
        self._stream.feed(data)

    def cells(self) -> list[list[Any]]:
        """Characters and colours of every cell."""
        screen = self.terminal
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


class WiredApp(SpxccApp):
    """The desk before a terminal that only remembers."""

    def _build_driver(self, *args: Any, **kwargs: Any) -> Wire:
        kwargs.pop("headless", None), kwargs.pop("inline", None), kwargs.pop("mouse", None)
        self.wire = Wire(self, size=kwargs.get("size"))
        return self.wire


@asynccontextmanager
async def wired(size: tuple[int, int]) -> AsyncIterator[tuple[WiredApp, Pilot[None], FakeStore, FakeController]]:
    store, clock = full_desk()
    app = WiredApp(store, clock, UiOptions(fps=0))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        app.frame()
        await pilot.pause()
        yield app, pilot, store, clock


def tick(store: FakeStore, clock: FakeController, step: int) -> None:
    """The market goes on by 100 ms and a few points."""
    clock.advance(100 * NANOS_PER_MILLI)
    price = store.get(PRICE)
    assert price is not None
    store.put(PRICE, structs.replace(price, price=price.price + (step * 7 % 11 - 5) / 4))
    if step % 5 == 0:
        gex = store.get(GEX)
        assert gex is not None
        store.put(GEX, structs.replace(gex, net_gex=(gex.net_gex or 0.0) * 1.1))


@pytest.mark.parametrize("size", SIZES)
async def test_the_terminal_shows_what_a_full_repaint_shows(size: tuple[int, int]) -> None:
    async with wired(size) as (app, pilot, store, clock):
        wire, whole = app.wire, len(app.wire.written)
        for step in range(1, 25):
            tick(store, clock, step)
            app.frame()
        ticks = app.wire.written[whole:]
        assert ticks
        assert max(map(len, ticks)) < max(map(len, app.wire.written[:whole])) / 4
        direct = wire.cells()
        app.desk.refresh()
        await pilot.pause()
        assert wire.cells() == direct


async def test_a_tick_leaves_nothing_for_the_compositor() -> None:
    async with wired((160, 48)) as (app, pilot, store, clock):
        tick(store, clock, 1)
        app.frame()
        written = len(app.wire.written)
        await pilot.pause()
        assert len(app.wire.written) == written


async def test_under_a_toast_or_another_screen_textual_repaints(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[bool] = []

    def noted(*args: Any) -> bool:
        answers.append(write(*args))
        return answers[-1]

    monkeypatch.setattr(board, "write", noted)
    async with wired((160, 48)) as (app, pilot, store, clock):

        async def shown() -> bool:
            answers.clear()
            tick(store, clock, 1)
            app.frame()
            await pilot.pause()
            assert answers
            return all(answers)

        assert await shown()
        app.notify("over it", timeout=60)
        await pilot.pause()
        assert not await shown()
        assert "over it" in "\n".join(app.wire.terminal.display)
        app.clear_notifications()
        await pilot.pause()
        await pilot.pause()
        assert await shown()
        await pilot.press("question_mark")
        await pilot.pause()
        assert not await shown()


async def test_a_picture_has_no_terminal_and_is_textuals() -> None:
    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Board()

    app = Bare()
    async with app.run_test():
        strip = app.screen.render_lines(Region(0, 0, 4, 1))[0]
        assert not write(app.screen, [(0, 0, strip)])
