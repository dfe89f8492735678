"""Where the numbers of the calendar come from."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.agenda.compute import agenda_engine
from spxcc.engines.agenda.params import Rule
from spxcc.engines.engine import Asked, Run, Upstream
from spxcc.engines.why.formula import recomputed, within
from spxcc.engines.why.result import Explanation
from spxcc.market.session import at_exchange, session_info
from tests.engines.stood import numbers, stood
from tests.fakes.snapshots import make_snapshot

DAY = "2026-03-18"
RULES = (
    Rule(id="fomc", name="FOMC", time="14:00", dates=(DAY,), before=15, after=45, importance="high"),
    Rule(id="cpi", name="CPI", time="08:30", dates=(DAY,), after=90),
    Rule(id="opex", name="expiry", repeat="third friday", usual=True),
)


def asked(minute: int, path: str, rules: tuple[Rule, ...] = RULES) -> Explanation | None:
    """What is answered at `minute` of the day."""
    now = at_exchange(DAY, f"{minute // 60:02d}:{minute % 60:02d}")
    snapshot = make_snapshot(as_of=now, session=session_info(now))
    engine = agenda_engine(rules)
    result, memory = engine.compute(snapshot, Upstream(), None)
    assert engine.explain is not None
    return engine.explain(Run(snapshot, result, memory), Asked("events:update", path))


@given(minute=st.integers(0, 24 * 60 - 1))
def test_f33_every_number_of_the_calendar_follows_from_clock_rule_and_instant(minute: int) -> None:
    for path in ("minutes", "next.at", "next.quiet_from", "today.0.quiet_until", "today.1.quiet_from", "blackout.at"):
        found = asked(minute, path)
        assert found is not None
        if found.value is None:
            assert path == "blackout.at"
            assert found.reason == "no quiet time now"
            continue
        again = recomputed(found)
        assert again is not None
        assert within(found, again), path


def test_a_day_that_was_not_announced_is_graded_lower_and_its_rule_is_named() -> None:
    fomc, opex = asked(13 * 60 + 32, "minutes"), asked(15 * 60, "minutes")
    assert fomc is not None
    assert opex is not None
    assert (fomc.value, fomc.grade.letter) == (28, "A")
    assert opex.grade.letter == "C"
    assert [fact.value for fact in opex.facts][:1] == ["expiry"]
    assert {fact.name: fact.value for fact in fomc.facts}["time"] == "14:00"


def test_what_is_not_there_has_a_reason_and_words_no_formula() -> None:
    empty = asked(600, "minutes", ())
    assert empty is not None
    assert (empty.value, empty.reason) == (None, "no event is known in the weeks ahead")
    missing = asked(600, "today.9.at")
    assert missing is not None
    assert missing.reason == "no such event"
    assert asked(600, "next.name") is None
    assert asked(600, "problems.0") is None


def test_f33_the_shipped_calendar_explains_all_that_it_publishes() -> None:
    agenda = stood().published["events:update"]
    for path, value in numbers(agenda):
        assert not list(stood().faults("events:update", path, value)), path
