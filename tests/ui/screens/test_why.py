"""`w`: where a number comes from."""

from collections.abc import Callable

import msgspec
import pytest

from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.why.result import Explanation
from spxcc.ui.app import SpxccApp
from spxcc.ui.screens.why import ASKING, WhyScreen
from spxcc.ui.state import PANELS, PanelName
from tests.fakes.alerts import alert_book
from tests.fakes.days import marked_day
from tests.fakes.desk_data import empty_desk
from tests.fakes.explanations import explanation
from tests.fakes.screens import press, running, screen_text
from tests.fakes.store import FakeController


def screen(app: SpxccApp) -> WhyScreen:
    found = app.screen
    assert isinstance(found, WhyScreen)
    return found


def answer(clock: FakeController, text: str = "", rows: int = 300) -> None:
    """Answer the oldest question: with the explanation of its path, or a sentence."""
    reply: Callable[[Explanation | str], None] = clock.waiting.pop(0)
    path = clock.whys[-1].partition(".")[2]
    reply(text or explanation(rows, path=path, total_is=path))


@pytest.mark.parametrize("size", [(160, 48), (100, 30), (80, 24)])
async def test_f33_the_panel_explains_its_number_by_contracts_and_their_sum(size: tuple[int, int]) -> None:
    async with running(size) as (app, pilot, _, clock):
        await press(pilot, "1", "w")
        assert clock.whys == ["gex:SPX.net_gex"]
        assert ASKING in screen_text(app)
        answer(clock)
        await pilot.pause()
        text = screen_text(app)
        assert "►net" in text
        assert "grade D" in text
        assert "sum of 300 contracts = +299,955,150.00" in text
        assert "= net_gex" in text
        await press(pilot, "tab", "end")
        assert "crossed quote" in screen_text(app)
        assert all(len(line) <= size[0] for line in screen_text(app).splitlines())
        await press(pilot, "escape")
        assert app.screen is app.desk


async def test_the_cursor_runs_ahead_of_the_answers_and_one_question_is_under_way_at_a_time() -> None:
    async with running((120, 40)) as (app, pilot, _, clock):
        await press(pilot, "1", "w", "down", "down", "down")
        assert clock.whys == ["gex:SPX.net_gex"]
        answer(clock)
        await pilot.pause()
        wanted = screen(app).wanted
        assert clock.whys == ["gex:SPX.net_gex", wanted]
        assert screen(app).shown is None
        answer(clock)
        await pilot.pause()
        shown = screen(app).shown
        assert shown is not None
        assert f"gex:SPX.{shown.path}" == wanted
        assert clock.waiting == []


async def test_an_error_is_one_sentence_and_the_next_number_can_be_asked() -> None:
    async with running((100, 30)) as (app, pilot, _, clock):
        await press(pilot, "1", "w")
        answer(clock, "no answer within 10 s")
        await pilot.pause()
        assert "no answer within 10 s" in screen_text(app)
        assert "sum of" not in screen_text(app)
        await press(pilot, "down")
        answer(clock)
        await pilot.pause()
        assert "sum of 300 contracts" in screen_text(app)


@pytest.mark.parametrize("panel", PANELS)
async def test_every_panel_has_numbers_or_says_why_not(panel: PanelName) -> None:
    key = str(PANELS.index(panel) + 1)
    async with running((100, 30)) as (app, pilot, _, clock):
        if app.desk.state.focus != panel:
            await press(pilot, key)
        await press(pilot, "w")
        assert len(clock.whys) == 1
        assert f"why · {panel}" in screen_text(app)
    async with running((100, 30), empty_desk()) as (app, pilot, _, clock):
        if app.desk.state.focus != panel:
            await press(pilot, key)
        await press(pilot, "w")
        assert clock.whys == []
        assert "waiting for the first value" in " ".join(screen_text(app).split()) or "nothing on" in screen_text(app)


async def test_an_answer_after_the_screen_was_closed_is_of_no_consequence() -> None:
    async with running((100, 30)) as (app, pilot, _, clock):
        await press(pilot, "1", "w", "escape")
        answer(clock)
        await pilot.pause()
        assert app.screen is app.desk
        assert len(clock.whys) == 1


async def test_f33_a_number_of_the_screens_own_is_answered_without_asking() -> None:
    async with running((140, 40)) as (app, pilot, _, clock):
        await press(pilot, "1", "w")
        answer(clock)
        await pilot.pause()
        shown = screen(app)
        at = next(at for at, one in enumerate(shown._numbers) if one.path == "screen.gex.flip_point.distance")
        asked = len(clock.whys)
        shown._list.move_to(at)
        await pilot.pause()
        while clock.waiting:
            answer(clock)
            await pilot.pause()
        text = screen_text(app)
        assert "= level - last" in text
        assert "gex:SPX.flip_point" in text
        assert "follows from 2 inputs" in text
        assert len(clock.whys) >= asked
        assert "screen.gex.flip_point.distance" not in clock.whys


async def test_f33_an_answer_is_saved_as_json_and_a_toast_says_where() -> None:
    async with running((120, 40)) as (app, pilot, _, clock):
        await press(pilot, "1", "w", "s")
        assert clock.kept == {}
        answer(clock)
        await press(pilot, "s")
        ((name, text),) = clock.kept.items()
        assert name == "why-gex-spx-net-gex-20261119-143207.json"
        saved = msgspec.json.decode(text, type=Explanation)
        assert saved == screen(app).shown
        assert len(saved.contributions) == 300
        assert any(f"saved in /state/{name}" in str(toast.message) for toast in app._notifications)


async def test_the_selected_row_is_asked_about_first() -> None:
    async with running((120, 40)) as (app, pilot, _, clock):
        await press(pilot, "5", "down", "w")
        alerts = app.desk.source.events(FLOW_ALERT)
        assert clock.whys == [f"flow:alert.{alerts[-2].id}.premium"]


@pytest.mark.parametrize(
    ("keys", "title", "path"),
    [
        (("A",), "why · alert manager · alerts", "screen.alerts.fresh.count"),
        (("V",), "why · risk card · plan", "screen.risk.day_r"),
        (("B", "up"), "why · plan card · plan", "screen.plan.amended.count"),
    ],
)
@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_f33_what_opens_over_the_desk_explains_its_numbers_too(
    size: tuple[int, int], keys: tuple[str, ...], title: str, path: str
) -> None:
    async with running(size) as (app, pilot, _, clock):
        clock.day.plan, clock.alerts.book = marked_day(), alert_book()
        await press(pilot, *keys, "w")
        await pilot.pause()
        shown = screen(app)
        assert title in screen_text(app)
        assert shown.wanted == path
        assert clock.whys == []
        await press(pilot, "escape")
        assert app.screen is not app.desk


async def test_f33_in_the_grid_the_numbers_are_those_of_the_focused_chart() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        await press(pilot, "v", "2", "w")
        bars = {one.path.split(".")[2] for one in screen(app)._numbers if one.path.startswith("screen.bar.")}
        assert bars == {"5m"}
        await press(pilot, "escape", "escape", "w")
        assert app.desk.cover is None
        assert {one.path.split(".")[2] for one in screen(app)._numbers if one.path.startswith("screen.bar.")} == {"1m"}
