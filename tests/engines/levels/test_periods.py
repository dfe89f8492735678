"""Previous day, week and month."""

import pytest

from spxcc.engines.levels.periods import Period, previous_day, previous_month, previous_week, trading_date
from tests.fakes.snapshots import EMPTY, at, make_bars, make_columns, make_daily


@pytest.mark.parametrize("start", [at("09:30", "2026-07-15"), at("00:00", "2026-07-15"), at("20:00", "2026-07-14")])
def test_trading_date_by_any_stamp(start: int) -> None:
    assert trading_date(start).isoformat() == "2026-07-15"


def test_previous_day_of_daily_bars_is_before_the_session() -> None:
    daily = make_daily([("2026-01-13", 1, 9, 0.5, 5), ("2026-01-14", 5, 99, 0.1, 6)])
    assert previous_day(make_bars(daily=daily), "2026-01-14") == Period(9, 0.5, 5)
    assert previous_day(make_bars(daily=daily), "2026-01-15") == Period(99, 0.1, 6)


def test_previous_day_of_minutes_where_there_are_no_days() -> None:
    old = make_columns([10.0, 12.0], at("09:30", "2026-01-12"), wick=0.5)
    last = make_columns([20.0, 22.0, 21.0], at("09:30", "2026-01-13"), wick=0.5)
    both = make_columns([], wick=0.5)
    assert len(both) == 0
    assert previous_day(make_bars(earlier=last), "2026-01-14") == Period(22.5, 19.5, 21.0)
    assert previous_day(make_bars(earlier=old), "2026-01-14") == Period(12.5, 9.5, 12.0)
    assert previous_day(make_bars(), "2026-01-14") is None


def test_previous_week_needs_a_bar_before_it() -> None:
    rows = [
        ("2026-01-02", 1.0, 50.0, 1.0, 2.0),
        ("2026-01-05", 1.0, 10.0, 2.0, 3.0),
        ("2026-01-09", 1.0, 12.0, 4.0, 7.0),
        ("2026-01-12", 1.0, 90.0, 1.0, 5.0),
    ]
    assert previous_week(make_daily(rows), "2026-01-14") == Period(12.0, 2.0, 7.0)
    assert previous_week(make_daily(rows[1:]), "2026-01-14") is None
    assert previous_week(EMPTY, "2026-01-14") is None


def test_previous_month_needs_a_bar_before_it() -> None:
    rows = [
        ("2025-11-28", 1.0, 99.0, 0.1, 2.0),
        ("2025-12-01", 1.0, 10.0, 2.0, 3.0),
        ("2025-12-31", 1.0, 12.0, 4.0, 7.0),
        ("2026-01-05", 1.0, 90.0, 1.0, 5.0),
    ]
    assert previous_month(make_daily(rows), "2026-01-14") == Period(12.0, 2.0, 7.0)
    assert previous_month(make_daily(rows[1:]), "2026-01-14") is None
