"""The defaults of the rules: what a trader who sets nothing is advised, on a whole day and on a half one."""

import pytest

from spxcc.engines.agenda.compute import agenda_at
from spxcc.engines.risk.judge import Day, Mark, judge
from spxcc.engines.risk.params import RiskRules
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis
from spxcc.runtime.events import load_events

HALF, WHOLE = "2026-11-27", "2026-03-18"
CLOSES = {HALF: "13:00", WHOLE: "16:00"}


def state(day: str, clock: str, *marks: Mark) -> tuple[str, str]:
    now, close = (to_millis(at_exchange(day, each)) for each in (clock, CLOSES[day]))
    found = judge(RiskRules(), marks, Day(now, close))
    return found.state, found.rule


@pytest.mark.parametrize(("day", "last", "out"), [(WHOLE, "15:30", "15:50"), (HALF, "12:30", "12:50")])
def test_last_entry_and_flatten_clock_of_a_whole_and_of_a_half_day(day: str, last: str, out: str) -> None:
    before = f"{last[:3]}{int(last[3:]) - 1}"
    assert state(day, before)[0] == "GO"
    assert state(day, last) == ("DONE", "past your last entry, 30 min before the close")
    held = Mark(to_millis(at_exchange(day, "10:00")))
    assert state(day, before, held)[0] == "REDUCED", "one position, none is added to"
    assert state(day, out, held) == ("DONE", "your flatten clock: 10 min before the close, 1 open")


@pytest.mark.parametrize(
    ("date", "clock", "name"),
    [
        ("2026-03-18", "13:44", None), ("2026-03-18", "13:45", "FOMC decision"),
        ("2026-03-18", "14:44", "FOMC decision"), ("2026-03-18", "14:45", None),
        ("2025-03-12", "09:59", "CPI"), ("2025-03-12", "10:00", None),
        ("2026-03-06", "09:59", "NFP"), ("2026-03-06", "10:00", None), ("2026-03-20", "09:45", None),
        ("2026-03-20", "15:55", None),
    ],
    ids=lambda value: str(value),
)  # fmt: skip
def test_the_blackouts_that_ship(date: str, clock: str, name: str | None) -> None:
    """08:30 figures until 10:00, the Fed from 13:45 to 14:45; an expiry of the month is told and blocks nothing."""
    found = agenda_at(load_events(None).rules, to_millis(at_exchange(date, clock)), date)
    assert (None if found.blackout is None else found.blackout.name) == name
    if date == "2026-03-20":
        assert "OPEX" in {event.name for event in found.today}
