"""Every screen as a picture at three sizes, on a busy day; `COVERED` says which snapshot shows which."""

import pytest
from textual.pilot import Pilot

from spxcc.ui.app import SpxccApp
from spxcc.ui.renderables.cells import cells
from tests.fakes.explanations import explanation
from tests.fakes.pictures import busy_day
from tests.fakes.screens import SNAPSHOTS, check_snapshot, press, running, screen_text
from tests.fakes.store import FakeController

SIZES = ((160, 48), (100, 30), (80, 24))
KEYS: dict[str, tuple[str, ...]] = {
    "busy": (),
    "charts_busy": ("v",),
    "chart_zoomed": ("2", "z"),
    "gex_zoomed": ("1", "z"),
    "flow_zoomed": ("5", "z"),
    "coach_zoomed": ("6", "z"),
    "levels_zoomed": ("4", "z"),
    "setups_zoomed": ("3", "z"),
    "setup_card": ("n", "enter"),
    "why": ("1", "w"),
    "alerts_busy": ("A",),
    "plan": ("B",),
    "risk": ("V",),
    "settings": ("comma",),
    "help": ("question_mark",),
    "stream": ("grave_accent",),
    "log": ("tilde",),
    "replay": ("r",),
    "palette": ("colon",),
    "find": ("slash",),
}
"""What opens a screen, from the desk."""
PANES = {160: "160x44", 100: "100x26", 80: "80x20"}
"""Sizes at which the full views are drawn by the tests of their panels: a screen without its four lines."""
COVERED: dict[str, tuple[str, ...]] = {
    "desk": ("busy", "desk"),
    "grid of charts": ("charts_busy", "charts"),
    "chart in full": ("chart_zoomed",),
    "gex in full": ("gex_zoomed", "gex_full"),
    "flow in full": ("flow_zoomed", "flow_full"),
    "coach in full": ("coach_zoomed", "coach_full"),
    "levels in full": ("levels_zoomed", "levels_full"),
    "setups in full": ("setups_zoomed", "setups_full"),
    "setup card": ("setup_card",),
    "why": ("why",),
    "alert manager": ("alerts_busy", "alerts"),
    "plan card": ("plan",),
    "risk card": ("risk",),
    "settings": ("settings",),
    "help": ("help",),
    "stream debug": ("stream",),
    "log console": ("log",),
    "replay bar": ("replay",),
    "command palette": ("palette",),
    "find": ("find",),
}
"""Snapshots by screen: `<name>_<width>x<height>.txt` for every size, of the full views for their panes."""
ELSEWHERE = {name for names in COVERED.values() for name in names} - set(KEYS)


def pictures(size: tuple[int, int], name: str) -> str:
    """The snapshot of a screen at a size."""
    pane = PANES[size[0]] if name.endswith("_full") else f"{size[0]}x{size[1]}"
    return f"{name}_{pane}"


async def opened(name: str, app: SpxccApp, pilot: Pilot[None], clock: FakeController) -> None:
    """The screen, with all that it waits for."""
    await press(pilot, *KEYS[name])
    await pilot.pause()
    if name == "why":
        path = clock.whys[-1].partition(".")[2]
        clock.waiting.pop(0)(explanation(300, path=path, total_is=path))
    if name == "palette":
        await listed(app, pilot)
    await pilot.pause()
    app.frame()
    await pilot.pause()


async def listed(app: SpxccApp, pilot: Pilot[None]) -> None:
    """Until the palette shows its first entries."""
    for _ in range(500):
        if "panel: zoom the focused one" in screen_text(app):
            break
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KEYS)
async def test_f57_picture(name: str, size: tuple[int, int]) -> None:
    async with running(size, busy_day()) as (app, pilot, _, clock):
        await opened(name, app, pilot, clock)
        text = screen_text(app)
        lines = text.splitlines()
        assert len(lines) <= size[1]
        assert all(cells(line) <= size[0] for line in lines)
        assert lines[0].startswith(" SPX 6,885.86"), "nothing stands over the price"
        check_snapshot(pictures(size, name), text)


def test_f57_twelve_screens_and_more_have_a_picture_at_three_sizes() -> None:
    assert len(COVERED) >= 12
    assert set(KEYS) == {names[0] for names in COVERED.values()}
    missing = [
        pictures(size, name)
        for names in COVERED.values()
        for name in names
        for size in SIZES
        if not (SNAPSHOTS / f"{pictures(size, name)}.txt").exists()
    ]
    assert missing == []


def test_the_pictures_drawn_elsewhere_are_these() -> None:
    full = {"gex_full", "flow_full", "coach_full", "levels_full", "setups_full"}
    assert {"desk", "charts", "alerts", *full} == ELSEWHERE
