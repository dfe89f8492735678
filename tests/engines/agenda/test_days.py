"""Days of rules: answers made elsewhere (exchange notices), and a slow twin."""

from datetime import date as Date
from datetime import timedelta

import pytest

from spxcc.engines.agenda.days import days_of, expiry_day, vix_expiry
from spxcc.engines.agenda.params import Rule
from spxcc.market.session import hours


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2025, 4, "2025-04-17"), (2026, 3, "2026-03-20"), (2026, 6, "2026-06-18"), (2025, 12, "2025-12-19")],
)
def test_expiry_is_the_third_friday_or_the_session_before_a_holiday(year: int, month: int, day: str) -> None:
    assert expiry_day(year, month) == day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2025, 1, "2025-01-22"),
        (2025, 3, "2025-03-18"),
        (2025, 6, "2025-06-18"),
        (2025, 12, "2025-12-17"),
        (2026, 1, "2026-01-21"),
        (2026, 5, "2026-05-19"),
    ],
)
def test_vix_settles_thirty_days_before_the_next_third_friday(year: int, month: int, day: str) -> None:
    assert vix_expiry(year, month) == day


def test_first_fridays_equal_those_of_a_slow_walk() -> None:
    day, slow = Date(2025, 1, 1), list[str]()
    while day < Date(2028, 1, 1):
        if day.weekday() == 4 and day.day <= 7 and hours(day.isoformat()) is not None:
            slow.append(day.isoformat())
        day += timedelta(days=1)
    assert list(days_of(Rule(id="nfp", repeat="first friday"), "2025-01-01", "2027-12-31")) == slow


def test_dates_skips_and_closed_days() -> None:
    rule = Rule(id="x", dates=("2026-03-24", "2026-12-25", "2026-03-25"), skip=("2026-03-25",))
    assert days_of(rule, "2026-01-01", "2026-12-31") == ("2026-03-24",)


def test_month_and_quarter_ends_are_sessions() -> None:
    assert days_of(Rule(id="m", repeat="month end"), "2026-05-01", "2026-06-30") == ("2026-05-29", "2026-06-30")
    assert days_of(Rule(id="q", repeat="quarter end"), "2026-05-01", "2026-06-30") == ("2026-06-30",)
    witching = days_of(Rule(id="w", repeat="quarterly third friday"), "2026-01-01", "2026-07-01")
    assert witching == ("2026-03-20", "2026-06-18")
    assert len(days_of(Rule(id="d", repeat="daily"), "2026-03-23", "2026-03-29")) == 5
