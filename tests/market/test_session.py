"""The session calendar against answers made elsewhere."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spxcc.market
from spxcc.market.session import (
    CalendarRangeError,
    Phase,
    SessionInfo,
    at_exchange,
    daily_session,
    hours,
    next_session,
    previous_session,
    session_at,
    session_info,
    third_friday,
    to_exchange,
)
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from tests.market.make_session_table import TARGET, build

HOLIDAYS = {
    2024: "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
    2025: "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
    2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
    2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
}
"""As the exchange published them, with the day of mourning of 2025-01-09."""
EARLY_CLOSES = {2024: "07-03 11-29 12-24", 2025: "07-03 11-28 12-24", 2026: "11-27 12-24", 2027: "11-26"}
CLOCK_CHANGES = [
    ("2024-03-08", "2024-03-11", 71), ("2024-11-01", "2024-11-04", 73), ("2025-03-07", "2025-03-10", 71),
    ("2025-10-31", "2025-11-03", 73), ("2026-03-06", "2026-03-09", 71), ("2026-10-30", "2026-11-02", 73),
]  # fmt: skip
"""Fridays and Mondays around the clock changes, and the hours from open to open."""


def utc(text: str) -> UnixNanos:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(moment.timestamp()) * NANOS_PER_SECOND


def at(text: str) -> UnixNanos:
    date, clock = text.split()
    return at_exchange(date, clock)


def listed(by_year: Mapping[int, str]) -> list[str]:
    return [f"{year}-{day}" for year, days in by_year.items() for day in days.split()]


@pytest.mark.filterwarnings("ignore:Series.values returning")
def test_the_table_is_that_of_the_library() -> None:
    assert json.loads(TARGET.read_text(encoding="utf-8")) == build()


def test_holidays_and_early_closes_of_four_years_by_hand() -> None:
    """Every weekday of 2024 to 2027 is a full session unless it is in the lists."""
    day, closed, early = "2023-12-29", [], []
    while day < "2027-12-31":
        following = next_session(day)
        between = datetime.fromisoformat(day).toordinal() + 1
        for ordinal in range(between, datetime.fromisoformat(following).toordinal()):
            missing = datetime.fromordinal(ordinal)
            if missing.weekday() < 5:
                closed.append(f"{missing:%Y-%m-%d}")
        day = following
        found = hours(day)
        assert found is not None
        if found.half_day:
            early.append(day)
            assert f"{to_exchange(found.close_at):%H:%M}" == "13:00"
    assert (closed, early) == (listed(HOLIDAYS), listed(EARLY_CLOSES))


def test_f14_new_year_on_a_saturday_is_not_observed_on_friday() -> None:
    """The predecessor's own table was wrong here."""
    assert hours("2027-12-31") is not None
    assert next_session("2027-12-31") == "2028-01-03"


@pytest.mark.parametrize(("friday", "monday", "apart"), CLOCK_CHANGES)
def test_opens_follow_the_clock_over_a_change(friday: str, monday: str, apart: int) -> None:
    before, after = hours(friday), hours(monday)
    assert before is not None
    assert after is not None
    assert after.open_at - before.open_at == apart * 60 * NANOS_PER_MINUTE
    for session in (before, after):
        assert session.close_at - session.open_at == 390 * NANOS_PER_MINUTE
        assert f"{to_exchange(session.open_at):%H:%M}" == "09:30"


def test_opens_in_utc() -> None:
    assert session_at(utc("2025-03-07T14:30:00")) is not None
    assert session_at(utc("2025-03-10T13:30:00")) is not None
    assert session_at(utc("2025-03-10T13:29:59")) is None


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2024, 3, "2024-03-15"), (2024, 6, "2024-06-21"), (2025, 1, "2025-01-17"), (2025, 4, "2025-04-18"),
        (2025, 8, "2025-08-15"), (2026, 5, "2026-05-15"), (2026, 12, "2026-12-18"), (2027, 10, "2027-10-15"),
    ],
)  # fmt: skip
def test_third_fridays(year: int, month: int, expected: str) -> None:
    assert third_friday(year, month) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025-01-06 03:59:59", "closed"), ("2025-01-06 04:00", "pre-market"), ("2025-01-06 09:29:59", "pre-market"),
        ("2025-01-06 09:30", "open"), ("2025-01-06 15:59:59", "open"), ("2025-01-06 16:00", "after-hours"),
        ("2025-01-06 19:59:59", "after-hours"), ("2025-01-06 20:00", "closed"),
        ("2025-07-03 12:59:59", "open"), ("2025-07-03 13:00", "after-hours"), ("2025-07-03 17:00", "closed"),
        ("2025-07-04 12:00", "closed"), ("2025-07-05 12:00", "closed"), ("2025-01-09 12:00", "closed"),
    ],
)  # fmt: skip
def test_f14_market_status_by_the_clock(moment: str, expected: Phase) -> None:
    assert session_info(at(moment)).phase == expected


def test_f14_four_o_clock_sharp_is_closed() -> None:
    close = at("2025-01-06 16:00")
    assert session_info(close).phase == "after-hours"
    assert session_at(close) is None
    last = session_info(close - 1)
    assert (last.phase, last.next_close) == ("open", close)
    assert session_info(close - NANOS_PER_MILLI).phase == "open"


def test_f14_the_opening_is_exact() -> None:
    opening = at("2025-01-06 09:30")
    assert session_info(opening).phase == "open"
    assert session_info(opening).next_open == at("2025-01-07 09:30")
    assert session_info(opening - 1).phase == "pre-market"
    assert session_info(opening - 1).next_open == opening


@pytest.mark.parametrize(
    ("moment", "next_open", "next_close"),
    [
        ("2025-01-03 16:00", "2025-01-06 09:30", "2025-01-06 16:00"),
        ("2025-01-03 10:00", "2025-01-06 09:30", "2025-01-03 16:00"),
        ("2025-01-04 10:00", "2025-01-06 09:30", "2025-01-06 16:00"),
        ("2025-01-08 17:00", "2025-01-10 09:30", "2025-01-10 16:00"),
        ("2025-03-07 16:00", "2025-03-10 09:30", "2025-03-10 16:00"),
        ("2025-07-02 18:00", "2025-07-03 09:30", "2025-07-03 13:00"),
        ("2025-07-03 13:00", "2025-07-07 09:30", "2025-07-07 16:00"),
        ("2025-12-24 12:00", "2025-12-26 09:30", "2025-12-24 13:00"),
    ],
    ids=["Friday", "within Friday", "Saturday", "mourning", "clock change", "eve", "half day over", "half day"],
)  # fmt: skip
def test_f14_next_open_and_close_are_instants(moment: str, next_open: str, next_close: str) -> None:
    info = session_info(at(moment))
    assert (info.next_open, info.next_close) == (at(next_open), at(next_close))


def test_f14_a_holiday_has_its_name_and_a_weekend_none() -> None:
    independence = session_info(at("2025-07-04 12:00"))
    assert (independence.holiday, independence.date) == ("July 4th", "2025-07-07")
    assert session_info(at("2025-04-18 12:00")).holiday == "Good Friday"
    assert session_info(at("2025-01-09 12:00")).holiday == "Special closing"
    assert session_info(at("2025-07-05 12:00")).holiday is None
    assert session_info(at("2025-07-03 12:00")).holiday is None


def test_f14_half_days_are_said() -> None:
    half = session_info(at("2024-12-24 10:00"))
    assert (half.half_day, half.close_at) == (True, at("2024-12-24 13:00"))
    assert not session_info(at("2024-12-23 10:00")).half_day


@pytest.mark.parametrize("date", ["2009-12-31", "2041-01-01", "1999-01-04"])
def test_f14_a_date_beyond_the_table_is_an_error(date: str) -> None:
    with pytest.raises(CalendarRangeError, match=r"expected a date from 2010-01-01 to 2040-12-31"):
        hours(date)
    with pytest.raises(CalendarRangeError):
        session_info(at(f"{date} 12:00"))


def test_steps_end_with_the_table() -> None:
    with pytest.raises(CalendarRangeError):
        next_session("2040-12-31")
    with pytest.raises(CalendarRangeError):
        previous_session("2010-01-04")


@pytest.mark.parametrize("instant", [2**80, -(2**80), 10**30])
def test_an_instant_of_another_unit_is_an_error(instant: int) -> None:
    with pytest.raises(CalendarRangeError, match="check its unit"):
        session_info(instant)


@pytest.mark.parametrize("text", ["20250704", "2025-W27-5", "2025-02-30", "2025-7-4", "2025-07-04T00:00"])
def test_a_date_is_written_in_one_way(text: str) -> None:
    """July 4th must not become a session by another spelling."""
    with pytest.raises(ValueError, match=r"."):
        hours(text)


@pytest.mark.parametrize("text", ["9:30", "14", "T14:30", "143000", "14:30Z", "14:30+01:00", "14:30:05.5", "24:00", ""])
def test_a_time_of_day_is_written_in_two_ways(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        at_exchange("2025-01-06", text)


def test_a_time_of_day_at_the_exchange() -> None:
    assert at_exchange("2025-01-06", "14:30") == utc("2025-01-06T19:30:00")
    assert at_exchange("2025-07-07", "14:30:05") == utc("2025-07-07T18:30:05")


@pytest.mark.parametrize(
    ("stamp", "session"),
    [
        ("2025-01-06T14:30:00", "2025-01-06"), ("2025-01-06T00:00:00", "2025-01-06"),
        ("2025-01-06T05:00:00", "2025-01-06"), ("2025-07-07T04:00:00", "2025-07-07"),
        ("2025-07-08T00:00:00", "2025-07-08"), ("2025-01-06T20:59:59", "2025-01-06"),
    ],
    ids=["open", "midnight UTC", "midnight New York", "midnight New York in summer", "midnight UTC in summer", "late"],
)  # fmt: skip
def test_the_session_of_a_daily_bar(stamp: str, session: str) -> None:
    assert daily_session(utc(stamp)).date == session


instants = st.integers(utc("2010-02-01T00:00:00"), utc("2040-11-30T00:00:00"))


@settings(deadline=None)
@given(instants)
def test_what_the_calendar_says_fits_together(instant: UnixNanos) -> None:
    info: SessionInfo = session_info(instant)
    assert instant < info.next_open
    assert instant < info.next_close
    assert (info.phase == "open") == (info.open_at <= instant < info.close_at) == (session_at(instant) is not None)
    assert (info.next_close < info.next_open) == (info.phase == "open")
    upcoming = session_at(info.next_open)
    assert upcoming is not None
    assert previous_session(upcoming.date) <= info.date
    assert session_at(info.next_open - 1) is None
    assert session_at(info.next_close - 1) is not None


@settings(deadline=None)
@given(instants)
def test_next_and_previous_are_each_other_s_inverse(instant: UnixNanos) -> None:
    day = session_info(instant).date
    assert previous_session(next_session(day)) == day
    assert next_session(previous_session(day)) == day


def test_the_table_ships_with_the_package() -> None:
    assert TARGET.parent.samefile(next(iter(spxcc.market.__path__)))
