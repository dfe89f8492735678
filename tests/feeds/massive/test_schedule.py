"""When to ask again."""

import pytest

from spxcc.feeds.massive.params import ChainRules
from spxcc.feeds.massive.schedule import in_session, pause_after_failure_s, pause_s
from tests.fakes.snapshots import at

RULES = ChainRules()


@pytest.mark.parametrize(
    ("clock", "pause"),
    [
        ("11:00", 8.0),
        ("09:29:55", 5.0),
        ("09:14:57", 3.0),
        ("15:59:58", 2.0),
        ("16:19:59", 1.0),
        ("16:20", 300.0),
        ("05:00", 300.0),
    ],
)
def test_f10_the_cadence_changes_at_the_edges_by_the_clock(clock: str, pause: float) -> None:
    assert pause_s(at(clock), RULES, RULES.near_s, RULES.idle_s) == pause


def test_the_session_is_that_of_the_calendar() -> None:
    assert in_session(at("13:19", "2026-11-27"), RULES)
    assert not in_session(at("13:21", "2026-11-27"), RULES), "a half day"
    assert not in_session(at("11:00", "2026-01-19"), RULES), "a holiday"
    assert in_session(at("11:00"), RULES)


def test_f10_what_ended_is_noticed_within_ten_seconds() -> None:
    assert [pause_after_failure_s(row, lasting=False) for row in (1, 2, 3, 4, 99)] == [1, 2, 4, 5, 5]
    assert [pause_after_failure_s(row, lasting=True) for row in (1, 12, 13, 14, 99)] == [5, 5, 10, 20, 120]
