"""The doctor's report on the screen."""

import pytest

from spxcc.ui.screens.doctor import BEGUN, DoctorScreen
from tests.fakes.screens import press, running, screen_text
from tests.fakes.store import FakeController


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_the_report_is_shown_and_looked_for_again(size: tuple[int, int]) -> None:
    async with running(size) as (app, pilot, _, clock):
        await app.push_screen(DoctorScreen(clock))
        await pilot.pause()
        assert "nothing stands in the way" in screen_text(app)
        await press(pilot, "r")
        assert "1 ok, 0 failed" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk


async def test_while_it_looks_it_is_not_asked_twice_and_a_closed_screen_hears_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(FakeController, "doctor", lambda self, reply: asked.append(reply))
    async with running((100, 30)) as (app, pilot, _, clock):
        screen = DoctorScreen(clock)
        await app.push_screen(screen)
        await press(pilot, "r", "r")
        assert BEGUN[:20] in screen_text(app)
        assert len(asked) == 1
        await press(pilot, "escape")
        screen._told("late", True)
