"""The recorded sessions on the desk."""

import msgspec
import pytest

from spxcc.engines.recording.result import SessionRow
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.screens.sessions import NONE, SessionsScreen, line_of, spark
from tests.fakes.screens import press, running, screen_text

START = 1_774_362_600_000
DAY = SessionRow(
    name="2026-03-24_sim_flip-loss", date="2026-03-24", title="sim flip-loss, seed 7", start=START,
    end=START + 19_800_000, events=1_234_567, size_bytes=12 << 20, prices=(6870.0, 6880.0, 6905.0), low=6870.0,
    high=6905.0, state="cut",
)  # fmt: skip


def test_a_line_has_picture_range_span_events_and_state() -> None:
    text = text_of(line_of(DAY))
    for part in ("2026-03-24", "▁▃█", "6,870–6,905", "10:30–16:00", "1.2M events", "12.0 MB", "flip-loss", "cut"):
        assert part in text
    bare = msgspec.structs.replace(DAY, prices=(), low=None, high=None, start=None, end=None)
    assert "–" not in text_of(line_of(bare))
    assert text_of(line_of(msgspec.structs.replace(DAY, problem="no meta in it"))).endswith("flip-loss no meta in it")


def test_the_picture_is_as_wide_as_asked() -> None:
    assert spark(()) == ""
    assert spark((5.0, 5.0)) == "▁▁"
    assert len(spark(tuple(map(float, range(100))), 16)) == 16


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_f55_the_list_opens_by_its_key_and_a_session_in_its_place(size: tuple[int, int]) -> None:
    async with running(size) as (app, pilot, _, clock):
        broken = msgspec.structs.replace(DAY, name="torn", problem="expected a whole session file")
        clock.sessions.rows = (broken, DAY)
        await press(pilot, "U")
        assert isinstance(app.screen, SessionsScreen)
        assert "2 sessions" in screen_text(app)
        await press(pilot, "enter")
        assert "torn cannot be opened" in screen_text(app)
        assert not clock.sessions.opened
        await press(pilot, "down", "enter")
        assert clock.sessions.opened == ["2026-03-24_sim_flip-loss"]


async def test_without_any_it_says_how_there_will_be_some() -> None:
    async with running((160, 48)) as (app, pilot, _, clock):
        await press(pilot, "U")
        assert NONE in screen_text(app)
        await press(pilot, "enter")
        clock.sessions.rows = "only the owner of this server may see its recordings; ask them"
        await press(pilot, "r")
        assert "only the owner" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk
        assert not clock.sessions.opened


async def test_a_key_goes_back_by_a_bar() -> None:
    async with running((160, 48)) as (_, pilot, __, clock):
        await press(pilot, "semicolon")
        assert clock.day.acts == [("replay", {"action": "bar_back"})]
