"""The rules of the risk card, one by one, and their laws."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.risk.judge import HARDNESS, MINUTE_MS, Day, Mark, judge, risk_of_trade, streak_of
from spxcc.engines.risk.params import RiskRules
from spxcc.engines.risk.result import Override

CLOSE = 390 * MINUTE_MS
RULES = RiskRules(max_loss_usd=1_000)


def lost(minute: int, r: float = -0.4, usd: float | None = -100) -> Mark:
    return Mark(minute * MINUTE_MS, (minute + 5) * MINUTE_MS, r, usd)


def card(*marks: Mark, minute: int = 120, quiet: tuple[tuple[str, int], ...] = (), **rules: object) -> tuple[str, str]:
    risk = judge(msgspec.structs.replace(RULES, **rules), marks, Day(minute * MINUTE_MS, CLOSE, quiet))
    return risk.state, risk.rule


def test_nothing_marked_is_go() -> None:
    assert card()[0] == "GO"


@pytest.mark.parametrize(
    ("marks", "minute", "state", "words"),
    [
        ((lost(1, -1.0), lost(20, -1.0)), 120, "DONE", "limit of −2R"),
        ((lost(1, -0.1, -600), lost(20, 0.1, -600)), 120, "DONE", "limit of −1,000 $"),
        ((lost(1), lost(20), lost(40)), 120, "DONE", "stop after 3"),
        (tuple(lost(9 * at, 0.5, 50) for at in range(6)), 120, "DONE", "6 of 6 trades"),
        ((lost(1), lost(20)), 30, "COOLDOWN", "15 min off"),
        ((Mark(60 * MINUTE_MS),), 120, "REDUCED", "one position"),
        ((lost(1, -1.0),), 120, "REDUCED", "50% of your limit"),
        ((lost(1, -0.2, -500),), 120, "REDUCED", "50% of your limit"),
        ((lost(1, -1.5), lost(20, 1.4, 10)), 120, "REDUCED", "at most 1R"),
    ],
)
def test_the_rule_that_decided_is_named(marks: tuple[Mark, ...], minute: int, state: str, words: str) -> None:
    found = card(*marks, minute=minute)
    assert found[0] == state
    assert words in found[1]


def test_a_cool_down_ends_by_itself_and_says_when() -> None:
    marks = (lost(1), lost(20))
    risk = judge(RULES, marks, Day(39 * MINUTE_MS, CLOSE))
    assert (risk.state, risk.until) == ("COOLDOWN", 40 * MINUTE_MS)
    assert judge(RULES, marks, Day(40 * MINUTE_MS, CLOSE)).state == "GO"


def test_quiet_times_and_the_clock_of_the_session() -> None:
    assert card(quiet=(("blackout around FOMC", 5),)) == ("COOLDOWN", "blackout around FOMC")
    assert card(minute=360) == ("DONE", "past your last entry, 30 min before the close")
    assert "flatten clock" in card(Mark(5), minute=380)[1]
    assert card(minute=390) == ("DONE", "the session is over")
    half = judge(RULES, (), Day(180 * MINUTE_MS, 210 * MINUTE_MS))
    assert (half.state, half.last_entry) == ("DONE", 180 * MINUTE_MS)


def test_dollars_that_are_not_known_decide_nothing() -> None:
    risk = judge(RULES, (lost(1, -0.1, None), lost(20, 0.2, -2_000)), Day(120 * MINUTE_MS, CLOSE))
    assert (risk.day_usd, risk.state) == (None, "GO")


MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(0, 300).map(lambda minute: minute * MINUTE_MS),
        st.none() | st.integers(300, 340).map(lambda minute: minute * MINUTE_MS),
        st.floats(-3, 3),
        st.none() | st.floats(-900, 900),
    ).map(lambda mark: mark if mark.closed is not None else Mark(mark.opened)),
    max_size=8,
)


@given(marks=MARKS, minute=st.integers(0, 400))
def test_one_more_loss_never_makes_it_softer(marks: list[Mark], minute: int) -> None:
    day = Day(max(minute, 341) * MINUTE_MS, 1_000 * MINUTE_MS)
    more = [*marks, Mark(0, 341 * MINUTE_MS, -1.0, -100.0)]
    before, after = judge(RULES, marks, day), judge(RULES, more, day)
    if before.day_usd is not None or after.day_usd is None:
        assert HARDNESS.index(after.state) >= HARDNESS.index(before.state)


@given(marks=MARKS, minute=st.integers(0, 400))
def test_the_order_of_marks_does_not_matter_and_sums_are_theirs(marks: list[Mark], minute: int) -> None:
    day = Day(minute * MINUTE_MS, CLOSE)
    risk = judge(RULES, marks, day)
    assert risk.trades == sum(mark.opened <= day.now for mark in marks)
    assert risk.open == sum(mark.opened <= day.now and mark.closed is None for mark in marks)
    assert judge(RULES, sorted(marks, key=lambda mark: mark.opened), day).trades == risk.trades


@given(marks=MARKS)
def test_without_rules_only_the_clock_speaks(marks: list[Mark]) -> None:
    bare = RiskRules(
        max_loss_r=None, max_trade_r=None, max_trades=None, cool_after=None, stop_after=None, one_position=False
    )
    assert judge(bare, marks, Day(341 * MINUTE_MS, 1_000 * MINUTE_MS)).state == "GO"


def test_a_streak_ends_with_a_win() -> None:
    assert streak_of((lost(1), lost(20, 0.5), lost(40), lost(60))) == (2, 65 * MINUTE_MS)
    assert streak_of(()) == (0, None)


def test_an_override_sets_one_rule_aside_until_there_is_more_of_it() -> None:
    two, three = (lost(100), lost(110)), (lost(100), lost(110), lost(118))
    before = judge(RULES, two, Day(120 * MINUTE_MS, CLOSE))
    assert (before.state, before.key, before.share) == ("COOLDOWN", "cool_after 2", 0.0)
    override = Override(at=1, key=before.key or "", state=before.state, rule=before.rule, reason="mine")
    after = judge(RULES, two, Day(120 * MINUTE_MS, CLOSE), (override,))
    assert (after.state, after.key, after.overrides, after.share) == ("GO", None, (override,), 1.0)
    assert judge(RULES, three, Day(120 * MINUTE_MS, CLOSE), (override,)).state == "DONE"


def test_the_next_rule_decides_behind_an_override() -> None:
    marks = (lost(1, -1.0), lost(20, -1.0))
    day = Day(120 * MINUTE_MS, CLOSE)
    done = judge(RULES, marks, day)
    after = judge(RULES, marks, day, (Override(at=1, key=done.key or "", state="DONE", rule="", reason="x"),))
    assert (after.state, after.share, after.key) == ("REDUCED", 0.5, "reduce_r -2")


def test_the_end_of_the_session_cannot_be_overridden() -> None:
    over = judge(RULES, (), Day(CLOSE, CLOSE))
    assert (over.state, over.key) == ("DONE", None)


def test_what_a_trade_may_lose_is_set_or_made_of_the_day_or_missing() -> None:
    assert risk_of_trade(RiskRules(trade_usd=120.0)) == (120.0, "your limit of a trade")
    usd, told = risk_of_trade(RiskRules(max_loss_usd=500.0, max_loss_r=2.0, max_trade_r=1.0))
    assert (usd, told) == (250.0, "500 $ of the day / 2R × 1R of a trade")
    assert risk_of_trade(RiskRules())[0] is None
