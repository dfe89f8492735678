"""No widget and no screen is left out: each shows numbers that explain themselves, or none."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

import spxcc.ui
from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.app import SpxccApp
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import Panel
from spxcc.ui.panels.watch.view_model import strip
from spxcc.ui.safe import SafeStrip
from spxcc.ui.screens.line_list import LineList
from spxcc.ui.screens.numbers.catalog import PARTS, numbers_from, numbers_of
from spxcc.ui.screens.why import WhyScreen
from spxcc.ui.state import PANELS
from tests.fakes.alerts import alert_book
from tests.fakes.days import calendar, marked_day, priced_setup, transport
from tests.fakes.desk_data import full_desk, setup
from tests.fakes.screens import make_frame, press, running, texts
from tests.fakes.store import FakeConnection, FakeController, FakeHop, FakeStore
from tests.ui.numerals import SCREENS, SILENT, STRIPS, numerals
from tests.ui.seen import Seen, faults, grid_seen, seen, unaccounted

OPENED = {"alert_manager": ("A",), "plan_card": ("B", "up"), "risk_card": ("V",), "stream_log": ("grave_accent",)}
"""Keys to each screen that shows numbers, and to the place on it where letters are keys."""
QUIET = {
    "HelpScreen": ("question_mark",), "SettingsScreen": ("comma",), "FindScreen": ("slash",), "LineScreen": ("J",),
    "LogScreen": ("tilde",), "AskScreen": ("K",), "WhyScreen": ("w",), "DoctorScreen": (),
    "SessionsScreen": ("U",),
}  # fmt: skip


def classes(base: type[Any]) -> Iterator[type[Any]]:
    """Those of the ui that stand on the screen, with all below them."""
    for each in base.__subclasses__():
        if each.__module__.startswith("spxcc.ui"):
            yield each
        yield from classes(each)


def test_f33_every_widget_and_every_screen_has_numbers_or_says_why_it_has_none() -> None:
    for found in pkgutil.walk_packages(spxcc.ui.__path__, "spxcc.ui."):
        importlib.import_module(found.name)
    assert {one.__name__ for one in classes(SafeStrip)} - {Panel.__name__} == set(STRIPS)
    assert {one.__name__ for one in classes(Screen)} == set(SCREENS) | set(SILENT)
    assert {*STRIPS.values(), *SCREENS.values()} - {""} == set(PARTS)
    assert set(OPENED) == set(SCREENS.values()) - {""}
    assert set(QUIET) == set(SILENT)


def test_a_numeral_that_belongs_to_nothing_is_found() -> None:
    frame = make_frame()
    for part in PARTS:
        assert unaccounted(Seen(part, " something new 1,234.56 here", frame)), part
    assert not unaccounted(Seen("header", " SPX 6,885.86 at 14:32:07 ", frame))


@asynccontextmanager
async def whole(size: tuple[int, int]) -> AsyncIterator[tuple[SpxccApp, Pilot[None], FakeStore, FakeController]]:
    """A desk with alerts, plan, marks, calendar, replay, latencies and a connection that tries again."""
    store, controller = full_desk()
    store.put(REPLAY, transport())
    store.put(AGENDA, calendar())
    store.put_items(SETUPS_UPDATE, [priced_setup(), setup("s2", "forming", "long")])
    store.latency = {"wire": FakeHop(0.44, 12.0, 95.0), "paint": FakeHop(3.0, 4.0, 5.0)}
    controller.alerts.book, controller.day.plan = alert_book(), marked_day()
    async with running(size, (store, controller)) as (app, pilot, _, __):
        yield app, pilot, store, controller


def checked(parts: list[Seen]) -> None:
    wrong = [each for one in parts for each in unaccounted(one)] + faults(None, parts)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [(160, 48), (120, 36), (80, 24), (61, 17), (50, 14)])
async def test_f33_alerts_cards_calendar_replay_bar_and_setup_card_on_the_desk(size: tuple[int, int]) -> None:
    async with whole(size) as (app, pilot, store, _):
        parts = await seen(app, pilot, "r")
        parts += await seen(app, pilot, "n", "enter")
        parts += await seen(app, pilot, "3", "z")
        app.desk.action_perform("coach.show", "verbose")
        parts += await seen(app, pilot, "z", "6")
        app.desk.action_perform("setup.hide_kind", "fade")
        parts += await seen(app, pilot, "3")
        app.desk.action_perform("setup.unhide")
        if size[0] >= 160:
            assert {one.name for one in parts} >= {"alerts", "replay_bar", "setups", "status_line"}
            said = "\n".join(one.text for one in parts)
            for told in ("fired 14:31", "Beige Book in 28m", "risk ", "trades 4/6", "PLAYING", "alert at entry"):
                assert told in said, told
        store.put(AGENDA, calendar(quiet=True))
        parts += await seen(app, pilot, "escape")
        store.connect(FakeConnection("waiting", "lost", 4.0))
        parts += await seen(app, pilot, "escape")
        reached = {one.path for one in numbers_from(app.desk.frame(), app.desk.state.focus)}
        around = [one for one in parts[-8:] if one.frame is parts[-1].frame and one.name not in PANELS]
        assert around
        assert {each.path for one in around for each in numbers_of(one.frame, one.name)} <= reached
    checked(parts)


async def test_f33_the_grid_with_a_crosshair_in_it() -> None:
    async with whole((160, 48)) as (app, pilot, _, __):
        await press(pilot, "c", "h", "h", "up")
        parts = await grid_seen(app, pilot)
        assert len([one for one in parts if one.name == "chart"]) == 4
    checked(parts)


def whole_frame() -> Frame:
    store, clock = full_desk()
    store.put(AGENDA, calendar())
    store.latency = {"wire": FakeHop(0.44, 12.0, 95.0)}
    return replace(make_frame((store, clock)), alerts=alert_book(), day=marked_day())


@pytest.mark.parametrize("width", [60, 80, 160, 240])
def test_f33_the_strip_of_watch(width: int) -> None:
    frame = whole_frame()
    checked([Seen("watch", "\n".join(texts(strip(frame, width))), frame)])


def told_on(app: SpxccApp) -> str:
    """All that the screen on top says, but for what is typed into it."""
    lines: list[str] = []
    for each in app.screen.walk_children():
        if isinstance(each, LineList):
            lines.append(each.text)
        elif isinstance(each, Static):
            lines.append(str(each.render()))
        if isinstance(each, Widget):
            lines += [str(text) for text in (each.border_title, each.border_subtitle) if text]
    return "\n".join(lines)


@pytest.mark.parametrize("part", OPENED)
@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_f33_what_opens_over_the_desk_says_where_each_of_its_numbers_comes_from(
    part: str, size: tuple[int, int]
) -> None:
    async with whole(size) as (app, pilot, _, controller):
        await press(pilot, *OPENED[part])
        await pilot.pause()
        text = told_on(app)
        logged = [line for line in controller.stream_log() if line in text]
        for line in logged:
            text = text.replace(line, "")
        frame = app.desk.live_frame()
        checked([Seen(part, text, frame)])
        await press(pilot, "w")
        await pilot.pause()
        assert isinstance(app.screen, WhyScreen)
        assert {one.path for one in app.screen._numbers} == {one.path for one in numbers_of(frame, part)}


@pytest.mark.parametrize("name", QUIET)
async def test_a_screen_without_measurements_shows_none(name: str) -> None:
    async with whole((160, 48)) as (app, pilot, _, controller):
        await press(pilot, *QUIET[name])
        if name == "DoctorScreen":
            app.desk.action_perform("app.doctor")
        await pilot.pause()
        assert type(app.screen).__name__ == name
        allowed = {
            "SettingsScreen": {text for row in controller.settings() for text in numerals(row[1])} | {"0", "10"},
            "LogScreen": {text for line in controller.program_log() for text in numerals(line)},
        }.get(name, set[str]())
        if name in ("HelpScreen", "WhyScreen", "DoctorScreen"):
            return
        assert numerals(told_on(app)) <= allowed
        assert all(not field.value for field in app.screen.query(Input))
