"""When the coach may speak."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach.budget import Pace
from spxcc.engines.coach.draft import Draft, Kind
from spxcc.engines.coach.told import Told

MINUTE = 60_000


def draft(
    kind: Kind = "wall", subject: str = "call", *, low: bool = False, free: bool = False, call: bool = False
) -> Draft:
    return Draft(
        kind=kind,
        subject=subject,
        type="alert",
        priority="low" if low else "high",
        told=Told("x"),
        free=free,
        call=call,
    )


def test_a_cool_down_is_of_kind_and_subject() -> None:
    pace = Pace().after(draft(), 0)
    assert pace.judge(draft(), 10 * MINUTE - 1) == "cool-down"
    assert pace.judge(draft(), 10 * MINUTE) == "say"
    assert pace.judge(draft(subject="put"), 0) == "say"
    assert pace.judge(draft("walls"), 0) == "say"


def test_f48_six_interrupts_a_session() -> None:
    pace = Pace()
    for number in range(6):
        each = draft(subject=str(number))
        assert pace.judge(each, 0) == "say"
        pace = pace.after(each, 0)
    assert pace.judge(draft(subject="7"), 0) == "budget"
    assert pace.judge(draft(subject="7", low=True), 0) == "say"
    assert pace.judge(draft("data", "stale", free=True), 0) == "say"


def test_quiet_and_free_messages_cost_nothing() -> None:
    pace = Pace().after(draft(low=True), 0).after(draft("data", free=True), 0)
    assert pace.interrupts == 0


def test_f48_two_directions_are_ten_minutes_apart() -> None:
    pace = Pace().after(draft("setup", "a", call=True), 0)
    assert pace.judge(draft("setup", "b", call=True), 10 * MINUTE - 1) == "call gap"
    assert pace.judge(draft("setup", "a", call=True), 1) == "say"
    assert pace.judge(draft("setup", "b", call=True), 10 * MINUTE) == "say"


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 7_200_000)), max_size=40))
def test_no_order_of_events_breaks_the_budget(drawn: list[tuple[str, bool, int]]) -> None:
    pace, said = Pace(), list[tuple[str, int]]()
    for subject, low, at in sorted(drawn, key=lambda each: each[2]):
        each = draft(subject=subject, low=low)
        if pace.judge(each, at) == "say":
            pace = pace.after(each, at)
            said.append((subject, at))
    assert pace.interrupts <= 6
    for subject in "abcd":
        times = [at for name, at in said if name == subject]
        assert all(later - before >= 10 * MINUTE for before, later in pairwise(times))
