"""The whole screen of a client of `desk`, on the desk's own clock: what its user reads while something is wrong."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot

from spxcc.engines.session.result import STATUS
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.app import SpxccApp
from spxcc.ui.options import UiOptions
from tests.fakes.draws import Draws
from tests.fakes.screens import UPDATE, press, screen_text
from tests.fakes.server import PATIENCE_S
from tests.faults.desk import STEP_S, Desk

EXPECTED = Path(__file__).parent / "screens"
PORT = re.compile(r"(?<=127\.0\.0\.1:)\d{5}")
"""The one thing on a screen that no seed and no clock decides."""


class Screen:
    """A client of `desk`, which may be replaced by another one on the same clock."""

    def __init__(self, desk: Desk, client: DeskClient, app: SpxccApp, pilot: Pilot[None]) -> None:
        self.desk, self.client = desk, client
        self._app, self._pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Keys in a row."""
        await press(self._pilot, *keys)

    async def text(self) -> str:
        """As it is painted now."""
        self._app.frame()
        await self._pilot.pause()
        return PORT.sub("·····", screen_text(self._app))

    async def has_all(self) -> None:
        """Until the client holds the newest of what the server told."""
        hub, store = self.desk.backend.hub, self.client.store
        told = [name for name in store.keeps if hub.knows(name) and hub.latest(name) and name != STATUS.name]
        await self.until(lambda: all((meta := store.meta(name)) and meta.seq == hub.seq(name) for name in told))

    async def until(self, so: Callable[[], bool]) -> None:
        """Until what another thread does is done; no time passes."""
        async with asyncio.timeout(PATIENCE_S):
            while not so():
                await asyncio.to_thread(int)

    async def plays(self, seconds: float) -> None:
        """Let time pass, each step of it told."""
        for _ in range(round(seconds / STEP_S)):
            await self.desk.plays(STEP_S)
            await self.has_all()

    async def shows(self, name: str) -> str:
        """The screen, equal to the one that is expected; with the variable of all snapshots set, it is from now on."""
        text, path = await self.text(), EXPECTED / f"{name}.txt"
        if os.environ.get(UPDATE):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no screen {path.name}: run once with {UPDATE}=1 and look at it"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs: if meant, run with {UPDATE}=1"
        return text


def port_of(url: str) -> int:
    """The port of an address."""
    return urlsplit(url).port or 0


@asynccontextmanager
async def screen(desk: Desk, size: tuple[int, int] = (100, 30), url: str = "") -> AsyncIterator[Screen]:
    """A client that waits its shortest pauses, with all that the server has. url: another way to it."""
    client = DeskClient(desk.clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spxcc.runtime.desk_client.random.SystemRandom", lambda: Draws([0.0]))
        client.connect(url or desk.url, lambda: None)
    watching = asyncio.ensure_future(client.run())
    app = SpxccApp(client.store, client, UiOptions(fps=0))
    try:
        async with app.run_test(size=size) as pilot:
            shown = Screen(desk, client, app, pilot)
            await shown.until(lambda: client.store.connection.phase == "open")
            await shown.plays(4.0)
            yield shown
    finally:
        watching.cancel()
        await asyncio.wait({watching})
