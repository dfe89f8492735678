"""When to ask again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.cboe.params import PollRules
from spxcc.feeds.cboe.schedule import near_session, pause_after_answer, pause_after_trouble
from spxcc.market.session import CalendarRangeError, at_exchange
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at

RULES = PollRules()
PLAIN = PollRules(jitter=0.0)


@pytest.mark.parametrize(
    ("day", "clock", "near"),
    [
        ("2025-06-11", "09:14:59", False), ("2025-06-11", "09:15", True), ("2025-06-11", "16:34:59", True),
        ("2025-06-11", "16:35", False), ("2025-07-03", "13:34", True), ("2025-07-03", "13:36", False),
        ("2025-06-14", "12:00", False), ("2025-06-19", "12:00", False),
    ],
)  # fmt: skip
def test_near_the_session_by_the_calendar(day: str, clock: str, near: bool) -> None:
    assert near_session(at(clock, day), RULES) is near


@pytest.mark.parametrize(
    ("clock", "good_for", "pause"),
    [
        ("10:00", 0, 60), ("10:00", 45, 60), ("10:00", 300, 300), ("10:00", 1e9, 900), ("20:00", 0, 900),
        ("09:05", 0, 600), ("09:14:30", 0, 60), ("09:14:30", 120, 120),
    ],
)  # fmt: skip
def test_the_pause_after_an_answer(clock: str, good_for: float, pause: float) -> None:
    assert pause_after_answer(at(clock), PLAIN, good_for, "k") == pause


def test_trouble_doubles_the_pause_to_a_bound_and_the_vendor_may_ask_for_more() -> None:
    on_the_way = [pause_after_trouble(PLAIN, count, False, None, "k") for count in (1, 2, 3, 7, 8, 500)]
    assert on_the_way == [5, 10, 20, 320, 600, 600]
    answered = [pause_after_trouble(PLAIN, count, True, None, "k") for count in (1, 2, 3, 4, 5, 500)]
    assert answered == [60, 120, 240, 480, 600, 600]
    assert [pause_after_trouble(PLAIN, 1, True, asked, "k") for asked in (0, 30, 900, 1e9)] == [60, 60, 900, 3600]


@given(st.text(), st.integers(0, 10**7), st.integers(1, 100), st.floats(0, 1e6))
def test_jitter_lengthens_only_is_bounded_and_the_same_for_the_same_key(
    key: str, second: int, failures: int, asked: float
) -> None:
    now = at_exchange("2025-06-11", "10:00") + second * NANOS_PER_SECOND
    for with_jitter, without in (
        (pause_after_answer(now, RULES, asked, key), pause_after_answer(now, PLAIN, asked, key)),
        (
            pause_after_trouble(RULES, failures, True, asked, key),
            pause_after_trouble(PLAIN, failures, True, asked, key),
        ),
    ):
        assert without <= with_jitter <= without * 1.1
    assert pause_after_answer(now, RULES, asked, key) == pause_after_answer(now, RULES, asked, key) >= 60


def test_keys_spread_the_pauses() -> None:
    pauses = {round(pause_after_answer(at("10:00"), RULES, 0, f"SPX:{count}"), 6) for count in range(50)}
    assert len(pauses) == 50


def test_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises(CalendarRangeError):
        pause_after_answer(2**62, RULES, 0, "k")
