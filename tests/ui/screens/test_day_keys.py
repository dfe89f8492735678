"""Keys of the day: marks of trades and jumps of a replay."""

import pytest

from spxcc.engines.plan.result import DayPlan, Trade
from spxcc.engines.risk.result import Risk
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.screens.day_keys import next_speed, open_trade_of, taken_args
from tests.fakes.screens import press, running

RISK = Risk(state="GO", rule="none")


def day(*trades: Trade) -> DayPlan:
    return DayPlan(session="2026-03-24", risk=RISK, trades=trades)


@pytest.mark.parametrize(
    ("speed", "following"), [(0.5, 1), (1, 2), (3, 5), (30, 60), (60, None), (None, 0.5), (400, None)]
)
def test_speeds_follow_one_another(speed: float | None, following: float | None) -> None:
    assert next_speed(speed) == following


def test_the_mark_of_a_setup_is_found_again() -> None:
    one, other = Trade(id=1, label="a", opened=1, setup_id="s1"), Trade(id=2, label="b", opened=2)
    closed = Trade(id=3, label="c", opened=3, setup_id="s2", closed=4, r=1)
    assert open_trade_of(day(one, other, closed), "s1") == 1
    assert open_trade_of(day(one, other, closed), "s2") is None
    assert open_trade_of(day(other), "") == 2
    assert open_trade_of(day(one, other), "") is None
    assert open_trade_of(None, "s1") is None
    assert taken_args(None) == {"state": "taken", "label": "own trade"}


async def test_m_marks_the_setup_and_again_asks_for_its_result() -> None:
    async with running((160, 48)) as (_, pilot, _store, controller):
        await press(pilot, "m")
        name, args = controller.day.acts[-1]
        assert (name, args["state"]) == ("trade.mark", "taken")
        assert args["side"] in ("long", "short")
        controller.day.plan = day(Trade(id=7, label="x", opened=1, setup_id=args["setup_id"]))
        await press(pilot, "m")
        await pilot.pause()
        await press(pilot, "minus", "1", "enter")
        await pilot.pause()
        assert controller.day.acts[-1] == ("trade.mark", {"state": "closed", "trade": 7, "r": -1.0})
        await press(pilot, "m")
        await pilot.pause()
        await press(pilot, *"void", "enter")
        await pilot.pause()
        assert controller.day.acts[-1] == ("trade.mark", {"state": "void", "trade": 7})
        count = len(controller.day.acts)
        await press(pilot, "m")
        await pilot.pause()
        await press(pilot, *"good", "enter")
        await pilot.pause()
        assert len(controller.day.acts) == count


async def test_j_asks_for_a_time() -> None:
    async with running((160, 48)) as (_, pilot, _store, controller):
        await press(pilot, "J")
        await pilot.pause()
        await press(pilot, "1", "4", ":", "0", "0", "enter")
        await pilot.pause()
        assert controller.day.acts[-1] == ("replay", {"action": "goto", "to": "14:00"})


async def test_a_skipped_setup_leaves_the_screen_and_is_not_marked() -> None:
    async with running((160, 48)) as (app, pilot, store, controller):
        app.desk.action_perform("setup.set_mark", "skipped")
        await pilot.pause()
        assert app.desk.state.hidden == {"s1"}
        assert controller.day.acts == []
        assert "FORMING ▏" in app.desk.lines[1].plain_text
        app.desk.action_perform("setup.set_mark", "taken")
        await pilot.pause()
        assert controller.day.acts[-1][1]["setup_id"] == "s2"
        store.put_items(SETUPS_UPDATE, [])
        app.desk.action_perform("setup.set_mark", "skipped")
        await pilot.pause()
        assert any("no setup to skip" in str(toast.message) for toast in app._notifications)
