"""The day on the wire."""

import msgspec

from spxcc.engines.plan.result import Amendment, DayPlan, PlanCard, PlanEvent, event_id, plan_channel
from spxcc.engines.risk.result import Risk


def test_the_newest_event_carries_the_whole_day_and_the_last_card_stands() -> None:
    card, other = PlanCard(bias="long"), PlanCard(bias="short")
    day = DayPlan(session="2026-03-24", risk=Risk(state="GO", rule="none"), card=card)
    assert day.stands == card
    amended = msgspec.structs.replace(day, amendments=(Amendment(at=1, reason="x", card=other, digest="d"),))
    assert amended.stands == other
    event = PlanEvent(id="e-1", event="amended", at=1, day=amended)
    assert msgspec.json.decode(msgspec.json.encode(event), type=PlanEvent) == event
    assert (event_id(event), plan_channel("ann").name, plan_channel("ann").recent) == ("e-1", "plan:ann", 1)
