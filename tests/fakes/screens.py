"""Frames and whole screens for the tests of the ui."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from spxcc.ui.app import SpxccApp
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.renderables.cells import Line, text_of, width_of
from spxcc.ui.state import ViewState
from spxcc.ui.theme import PALETTES, styles
from tests.fakes.desk_data import empty_desk, full_desk
from tests.fakes.store import FakeController, FakeStore

SNAPSHOTS = Path(__file__).parents[1] / "ui" / "snapshots"
UPDATE = "SPXCC_UPDATE_SNAPSHOTS"
INKS = styles(PALETTES["classic"])


def make_frame(
    desk: tuple[FakeStore, FakeController] | None = None, options: UiOptions | None = None, **choices: Any
) -> Frame:
    """A frame over `desk` (default: the full one) with the given choices."""
    store, clock = desk if desk is not None else full_desk()
    state = replace(ViewState(), **choices)
    return Frame(store, state, options or UiOptions(fps=0), clock.now(), clock.session_now_ms())


def empty_frame(connected: bool = True, **choices: Any) -> Frame:
    """A frame over a store that heard nothing."""
    return make_frame(empty_desk(connected), **choices)


def texts(lines: Sequence[Line]) -> list[str]:
    """Characters alone."""
    return [text_of(line) for line in lines]


def roles_known(lines: Sequence[Line]) -> bool:
    """Whether every role has an ink in every palette."""
    used = {role for line in lines for _, role in line}
    return all(used <= set(palette.inks) for palette in PALETTES.values())


def exact(lines: Sequence[Line], width: int, height: int) -> bool:
    """Whether the block has exactly that size."""
    return len(lines) == height and all(width_of(line) == width for line in lines)


def screen_text(app: SpxccApp) -> str:
    """The screen as characters."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()) + "\n"


@asynccontextmanager
async def running(
    size: tuple[int, int], desk: tuple[FakeStore, FakeController] | None = None, options: UiOptions | None = None
) -> AsyncIterator[tuple[SpxccApp, Pilot[None], FakeStore, FakeController]]:
    """The app at `size`, painted once, without a timer."""
    store, clock = desk if desk is not None else full_desk()
    app = SpxccApp(store, clock, options or UiOptions(fps=0))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.frame()
        await pilot.pause()
        yield app, pilot, store, clock


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys in a row, each settled (the pilot waits for that)."""
    await pilot.press(*keys)


def check_snapshot(name: str, text: str) -> None:
    """Equal to the stored picture; with the environment variable set, stores it instead."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no snapshot {path.name}: run once with {UPDATE}=1 and look at it"
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs: if meant, run with {UPDATE}=1"
