"""What comes next, and quiet times."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.agenda.compute import agenda_at, agenda_engine, events_from
from spxcc.engines.agenda.params import Rule
from spxcc.engines.engine import Upstream
from spxcc.market.session import at_exchange, session_info
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis

FOMC = Rule(id="fomc", name="FOMC", time="14:00", dates=("2026-03-18",), before=15, after=45, importance="high")
CPI = Rule(id="cpi", name="CPI", time="08:30", dates=("2026-03-18",), after=90)


def at(clock: str, day: str = "2026-03-18") -> int:
    return to_millis(at_exchange(day, clock))


def test_next_event_and_minutes_to_it() -> None:
    agenda = agenda_at((FOMC, CPI), at("13:32"), "2026-03-18")
    assert agenda.next is not None
    assert (agenda.next.name, agenda.minutes, agenda.blackout) == ("FOMC", 28, None)
    assert [event.id for event in agenda.today] == ["cpi", "fomc"]
    assert agenda_at((FOMC,), at("13:31:30"), "2026-03-18").minutes == 29


def test_the_quiet_time_has_both_edges() -> None:
    rules = (FOMC, CPI)
    for clock, name in (
        ("13:44:59", None), ("13:45", "FOMC"), ("14:44:59", "FOMC"), ("14:45", None), ("09:59", "CPI"), ("10:00", None),
    ):  # fmt: skip
        blackout = agenda_at(rules, at(clock), "2026-03-18").blackout
        assert (None if blackout is None else blackout.name) == name, clock


def test_an_event_without_a_time_is_at_the_close_also_of_a_half_day() -> None:
    rule = Rule(id="x", dates=("2026-11-27",))
    assert events_from((rule,), "2026-11-27")[0].at == at("13:00", "2026-11-27")


def test_a_usual_day_says_so_until_its_date_is_given() -> None:
    usual = Rule(id="nfp", time="08:30", repeat="first friday", usual=True)
    assert events_from((usual,), "2026-03-02")[0].usual
    given_date = Rule(id="nfp", time="08:30", repeat="first friday", usual=True, dates=("2026-03-06",))
    assert not events_from((given_date,), "2026-03-02")[0].usual
    assert events_from((Rule(id="nfp", repeat="first friday", off=True),), "2026-03-02") == ()


@given(minute=st.integers(0, 24 * 60 - 1))
def test_next_is_never_past_and_the_first_of_those_ahead(minute: int) -> None:
    now = at(f"{minute // 60:02d}:{minute % 60:02d}")
    rules = (FOMC, CPI, Rule(id="opex", repeat="third friday"))
    agenda = agenda_at(rules, now, "2026-03-18")
    ahead = [event.at for event in events_from(rules, "2026-03-18") if event.at >= now]
    assert agenda.next is not None
    assert agenda.next.at == min(ahead)


def test_the_engine_reads_the_snapshot_alone_and_tells_the_mistakes_of_the_file() -> None:
    now = at_exchange("2026-03-18", "13:50")
    engine = agenda_engine((FOMC,), ("line 3: wrong",))
    snapshot = MarketSnapshot(now, "sim", session_info(now))
    result, memory = engine.compute(snapshot, Upstream(), None)
    assert (result.problems, memory) == (("line 3: wrong",), None)
    assert result.blackout is not None
