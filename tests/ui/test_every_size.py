"""Every part of the screen at every size from 1×1 to 200×60 with every kind of data: exact, and never an error."""

import dataclasses
import math
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.bars.result import bars_channel
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.base import Panel
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.panels.watch.panel import WatchStrip
from spxcc.ui.safe import SafeStrip
from spxcc.ui.screens.desk import Desk
from spxcc.ui.state import PANELS, TIMEFRAMES, ViewState
from spxcc.ui.theme import PALETTES
from tests.fakes.alerts import alert_book
from tests.fakes.desk_data import (
    LAST,
    coach_message,
    empty_desk,
    flow_alert,
    full_desk,
    gex,
    level,
    minutes,
    price,
    setup,
    status,
    tick,
)  # fmt: skip
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import INKS, exact, press, roles_known, running, screen_text
from tests.fakes.store import FakeController, FakeStore

Made = tuple[FakeStore, FakeController]
WIDTHS, HEIGHTS = (1, 2, 3, 5, 8, 13, 21, 34, 60, 80, 100, 140, 160, 200), (1, 2, 3, 5, 9, 15, 24, 30, 48, 60)
KEYS = ("v", "A", "question_mark", "w", "comma", "grave_accent", "tilde", "B", "V", "K", "slash", "colon", "m", "J")
"""Each opens a screen, or says why not."""
SCREEN_SIZES = (
    (160, 48),
    (1, 1),
    (2, 60),
    (200, 2),
    (7, 3),
    (23, 9),
    (40, 12),
    (59, 15),
    (61, 17),
    (80, 24),
    (200, 60),
)


def absent() -> Made:
    """Connected, and every channel says why it has nothing."""
    store, clock = empty_desk()
    for name in ("price:SPX", "gex:SPX", "bars:SPX", LEVELS_UPDATE.name, SETUPS_UPDATE.name, FLOW_ALERT.name):
        store.mark(name, error="the engine failed: division by zero in a chain of one contract")
    store.put(gex_channel("SPX"), gex(None, "no quotes"))
    return store, clock


def one_row() -> Made:
    """One of everything."""
    store, clock = empty_desk()
    whole = gex()
    store.put(STATUS, status())
    store.put(price_channel("SPX"), price())
    store.put_minutes("SPX", minutes(1))
    store.touch(bars_channel("SPX").name)
    store.put(
        gex_channel("SPX"), msgspec.structs.replace(whole, by_strike=whole.by_strike[:1], by_expiry=whole.by_expiry[:1])
    )
    store.put_items(LEVELS_UPDATE, [level("ZERO GAMMA", "flip", 6890.0, "options", 0.7)])
    store.put_items(SETUPS_UPDATE, [setup()])
    store.put_events(FLOW_ALERT, [flow_alert(1, "f1")])
    store.put_events(COACH_MESSAGE, [coach_message("m1")])
    return store, clock


def stale() -> Made:
    """A full desk that heard nothing for two hours."""
    store, clock = rich_desk()
    clock.advance(7_200)
    return store, clock


def burst() -> Made:
    """Five hundred prints, messages and setups, a thousand levels, limit moves, words without end or of wide signs."""
    store, clock = rich_desk()
    places = [level(f"L{at}", "round", LAST + 1.01 * at - 500, "structural", 0.5) for at in range(1_000)]
    store.put_items(LEVELS_UPDATE, [msgspec.structs.replace(one, id=one.label) for one in places])
    store.put_events(FLOW_ALERT, [flow_alert(at % 60, f"b{at}") for at in range(500)])
    texts = ("word " * 400, "x" * 2_000, "漢字" * 300, "")
    store.put_events(COACH_MESSAGE, [coach_message(f"b{at}", text=texts[at % 4]) for at in range(500)])
    store.put_items(SETUPS_UPDATE, [setup(f"b{at}", "ready" if at % 2 else "forming") for at in range(500)])
    for last in (LAST * 0.8, LAST * 1.2, 0.01, 99_999.99):
        tick(store, last)
    return store, clock


DATA: dict[str, Callable[[], Made]] = {
    "offline": lambda: empty_desk(False), "empty": empty_desk, "one row": one_row, "absent": absent, "full": full_desk,
    "rich": rich_desk, "stale": stale, "burst": burst,
}  # fmt: skip


def parts(desk: Made) -> tuple[SafeStrip, ...]:
    """All of the desk, one more chart as the grid has it, and the strip."""
    store, clock = desk
    made = Desk(store, clock, UiOptions(fps=0), PALETTES["classic"])
    grid = ChartPanel(INKS, PALETTES["classic"], "SPX", part="chart_1")
    return (*made.panels, *made.lines, grid, WatchStrip(INKS))


def frame_of(desk: Made, state: ViewState, gutter: bool) -> Frame:
    store, clock = desk
    return Frame(
        store, state, UiOptions(fps=0), clock.now(), clock.session_now_ms(), gutter=gutter, alerts=alert_book(),
        flash=frozenset({"flow"}),
    )  # fmt: skip


def check(part: SafeStrip, frame: Frame, width: int, height: int) -> None:
    if isinstance(part, Panel):
        state = dataclasses.replace(frame.state, focus=part.panel)
        frame = dataclasses.replace(frame, state=state)
    lines = part.fitted(frame, width, height)
    assert exact(lines, width, height), (part.part, width, height)
    assert roles_known(lines), (part.part, width, height)


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("zoomed", [False, True])
def test_every_part_fills_its_place_exactly(name: str, zoomed: bool) -> None:
    desk = DATA[name]()
    frame = frame_of(desk, ViewState(zoomed=zoomed, replay=zoomed), gutter=zoomed)
    for part in parts(desk):
        part.border = not zoomed
        for at, width in enumerate(WIDTHS):
            check(part, frame, width, HEIGHTS[at % len(HEIGHTS)])
            check(part, frame, width, HEIGHTS[-1 - at % len(HEIGHTS)])


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(DATA)),
    which=st.integers(0, 15),
    width=st.integers(1, 200),
    height=st.integers(1, 60),
    zoomed=st.booleans(),
    gutter=st.booleans(),
    dense=st.booleans(),
    card=st.booleans(),
    timeframe=st.sampled_from(TIMEFRAMES),
    focus=st.sampled_from(PANELS),
    row=st.integers(0, 1_200),
)
def test_any_part_at_any_size_with_any_choice(
    name: str,
    which: int,
    width: int,
    height: int,
    zoomed: bool,
    gutter: bool,
    dense: bool,
    card: bool,
    timeframe: str,
    focus: str,
    row: int,
) -> None:
    desk = DATA[name]()
    state = ViewState(
        zoomed=zoomed, dense=dense, card=card, setup_id="s1", timeframe=timeframe, spy_overlay=gutter,
        rows=tuple((panel, row) for panel in PANELS),
    )  # fmt: skip
    made = parts(desk)
    check(made[which % len(made)], frame_of(desk, state, gutter), width, height)


@pytest.mark.parametrize("name", DATA)
async def test_the_desk_lives_through_every_size(name: str) -> None:
    async with running((160, 48), DATA[name]()) as (app, pilot, store, _):
        for width, height in SCREEN_SIZES:
            await pilot.resize_terminal(width, height)
            tick(store, LAST + math.sqrt(width)) if name in ("full", "rich", "burst") else None
            app.frame()
            await pilot.pause()
            assert app.is_running
            assert [part.failed for part in (*app.desk.panels, *app.desk.lines) if part.failed] == []
            assert "error:" not in screen_text(app) or name == "absent"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["empty", "absent", "one row", "burst"])
@pytest.mark.parametrize("key", KEYS)
async def test_every_screen_lives_through_every_size(name: str, key: str) -> None:
    async with running((160, 48), DATA[name]()) as (app, pilot, _, __):
        await press(pilot, key)
        await pilot.pause()
        for width, height in SCREEN_SIZES[::2]:
            await pilot.resize_terminal(width, height)
            app.frame()
            await pilot.pause()
            assert app.is_running
            assert [part.failed for part in app.screen.query(SafeStrip) if part.failed] == []
        await press(pilot, "escape")
        assert app.is_running


@pytest.mark.parametrize("which", range(16))
async def test_a_part_that_raises_leaves_the_others_and_the_app_alive(
    which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running((160, 48)) as (app, pilot, store, _):
        every = (*app.desk.panels, *app.desk.lines)
        part = every[which % len(every)]

        def broken(frame: Frame, width: int, height: int) -> list[object]:
            raise ZeroDivisionError("no such strike")

        monkeypatch.setattr(part, "paint", broken)
        tick(store, LAST + 1)
        app.desk.update_frame(app.store.take_dirty(), everything=True)
        await pilot.pause()
        assert app.is_running
        assert [one.part for one in every if one.failed] == ([part.part] if part.part in app.desk.plan.boxes else [])
