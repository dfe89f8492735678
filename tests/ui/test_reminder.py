"""The toast that asks for the plan card."""

from dataclasses import replace

from spxcc.engines.plan.result import DayPlan, PlanCard
from spxcc.engines.risk.result import Risk
from spxcc.engines.session.result import STATUS, Status
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis
from spxcc.ui.frame import Frame
from spxcc.ui.reminder import Reminder
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame

DAY = "2026-03-24"
EMPTY = DayPlan(session=DAY, risk=Risk(state="GO", rule="none"))
STATE = Status(status="pre-market", session=DAY, message="x", next_open="", next_close="", mode="live")


def frame_at(clock: str, day: DayPlan | None = EMPTY, date: str = DAY) -> Frame:
    store, time = full_desk()
    store.put(STATUS, STATE)
    return replace(make_frame((store, time)), session_now=to_millis(at_exchange(date, clock)), day=day)


def test_it_asks_once_a_session_from_nine_twenty_five_on() -> None:
    reminder = Reminder()
    assert not reminder.due(frame_at("09:24:59"))
    assert reminder.due(frame_at("09:25"))
    assert not reminder.due(frame_at("09:25:01"))


def test_it_does_not_ask_for_what_is_there_or_too_late_or_on_another_day() -> None:
    typed = DayPlan(session=DAY, risk=EMPTY.risk, card=PlanCard())
    for frame in (
        frame_at("09:26", typed), frame_at("09:26", None), frame_at("10:00"), frame_at("09:26", date="2026-03-23"),
    ):  # fmt: skip
        assert not Reminder().due(frame)
