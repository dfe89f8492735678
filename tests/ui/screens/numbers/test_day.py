"""Numbers of the day."""

from dataclasses import replace

import msgspec

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.result import Risk
from spxcc.engines.session.result import STATUS
from spxcc.ui.screens.numbers.day import calendar_numbers, day_numbers, plan_numbers, risk_numbers
from spxcc.ui.screens.numbers.number import Number
from tests.fakes.days import calendar, marked_day
from tests.fakes.desk_data import full_desk, status
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def measured(day: DayPlan) -> list[Number]:
    """Of the risk card, but for the sentences on it."""
    every = risk_numbers(replace(make_frame(), day=day))
    return [one for one in every if one.own is None or isinstance(one.own.value, float)]


def test_f33_sums_counts_and_limits_of_the_risk_card_follow_from_the_marked_trades() -> None:
    found = hold(measured(marked_day()))
    texts = {path.removeprefix("screen.risk."): one.text for path, one in found.items()}
    assert (texts["day_r"], texts["day_usd"]) == ("−0.2", "−100")
    assert (texts["trades.count"], texts["open.count"], texts["streak.count"]) == ("4", "1", "2")
    assert texts["trades.3.r"] == "−0.75"
    assert texts["max_loss_r"] == "−2"
    bare = DayPlan(session="s", risk=Risk(state="GO", rule="none"))
    assert hold(measured(bare))
    assert list(risk_numbers(make_frame())) == []


def test_the_rule_and_what_was_done_are_told_as_they_stand() -> None:
    frame = replace(make_frame(), day=marked_day())
    told = {one.path: one.own.value for one in day_numbers(frame) if one.own is not None}
    assert told["screen.risk.rule"] == marked_day().risk.rule
    assert told["screen.plan.done.0"] == "4"
    assert next(iter(plan_numbers(frame))).text == "1"


def test_f33_time_to_an_event_to_the_end_of_its_quiet_time_and_to_the_open() -> None:
    store, clock = full_desk()
    store.put(AGENDA, calendar())
    found = hold(calendar_numbers(make_frame((store, clock))))
    assert found["events:update.minutes"].text == "28"
    assert found["screen.calendar.beige.minutes"].text == "28m"
    assert "screen.calendar.beige.quiet.left" not in found
    store.put(AGENDA, calendar(quiet=True))
    assert "screen.calendar.beige.quiet.left" in hold(calendar_numbers(make_frame((store, clock))))
    early = msgspec.structs.replace(status(phase="pre"), next_open="2026-11-19T20:14:07Z")
    store.put(STATUS, early)
    assert hold(calendar_numbers(make_frame((store, clock))))["screen.calendar.open"].text == "00:42"
