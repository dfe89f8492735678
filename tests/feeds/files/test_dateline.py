"""Date lines in several languages."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.files.dateline import parse_date_line
from spxcc.market.session import EXCHANGE_ZONE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Date: December 12, 2022 at 8:30 PM EST", "2022-12-12T20:30:00-05:00"),
        ("Date: July 12, 2022, 11:55 AM EDT", "2022-07-12T11:55:00-04:00"),
        ("Date: 23 de marzo de 2022, 10:11 GMT-4", "2022-03-23T10:11:00-04:00"),
        ("Date: 23 de marzo de 2022, 10:11 GMT−4", "2022-03-23T10:11:00-04:00"),
        ("Date: January 6, 2025 at 12:05 AM EST", "2025-01-06T00:05:00-05:00"),
        ("Date: January 6, 2025 at 12:05 p.m. EST", "2025-01-06T12:05:00-05:00"),
        ("Date: 6 janvier 2025 à 15:59 UTC-5", "2025-01-06T15:59:00-05:00"),
        ("Date: 6. März 2025 um 15:59 GMT-5", "2025-03-06T15:59:00-05:00"),
        ("Date: 6 de março de 2025 15:59 GMT", "2025-03-06T15:59:00+00:00"),
        ("Date: 6 agosto 2025, 21:29 GMT+5:30", "2025-08-06T21:29:00+05:30"),
        ("Date: 6 agosto 2025, 21:29:41 UTC+0530", "2025-08-06T21:29:00+05:30"),
        ("Date: January 6, 2025 at 2:00 PM CST", "2025-01-06T14:00:00-06:00"),
        ("Date: January 6, 2025 at 2:00 PM", "2025-01-06T14:00:00-05:00"),
        ("15:59 ET on April 3, 2025", "2025-04-03T15:59:00-04:00"),
        ("Date: 9 декабря 2023 г. в 13:49 GMT-5", "2023-12-09T13:49:00-05:00"),
        ("Дата: 9 мая 2023 г. в 13:49 GMT-4", "2023-05-09T13:49:00-04:00"),
        ("Date: 9 січня 2023 р. о 14:49 GMT-5", "2023-01-09T14:49:00-05:00"),
        ("Date: 9 grudnia 2023 14:49 GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 9 maart 2023 om 14:49 EST", "2023-03-09T14:49:00-05:00"),
        ("Date: 9. december 2023 kl. 14.49 GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 9. joulukuuta 2023 klo 14.49 UTC-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 9 Aralık 2023 14:49 GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 2023. december 9. 14:49 GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 9 de diciembre de 2023 a las 2:49 p.m. GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 2023年12月9日 GMT-5 14:49", "2023-12-09T14:49:00-05:00"),
        ("Date: 2023年12月9日 下午2:49 [EST]", "2023-12-09T14:49:00-05:00"),
        ("Date: 2023년 12월 9일 오후 2:49 GMT-5", "2023-12-09T14:49:00-05:00"),
        ("Date: 2023년 12월 9일 AM 2:49 GMT-5", "2023-12-09T02:49:00-05:00"),
        ("Date: 2022-12-12 20:30", "2022-12-12T20:30:00-05:00"),
    ],
)
def test_lines(line: str, expected: str) -> None:
    moment = parse_date_line(line)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    "line",
    [
        "Date: 4 June 4, 3:15 PM EDT", "", "Date:", "Date: June 2023, 3:15 PM EDT", "Date: June 4, 2023",
        "Date: 4.6.2023, 3:15 PM", "Date: June 31, 2023 at 3:15 PM EDT", "Date: June 4, 2023 at 25:15 EDT",
        "Date: June 4, 2023 at 3:75 PM EDT", "Date: June 4, 2023 at 15:15 PM EDT", "Date: June 4, 2023 at 9:00 CEST",
        "Date: 9 listopada 2023 14:49 GMT-5", "Date: 9 Δεκεμβρίου 2023 στις 2:49 μ.μ. GMT-5",
        "Date: 9 June 2023 at 2:49 μ.μ. GMT-5", "Date: 9 June or July 2023 at 14:49", "Date: 2023-12-12T20:30:00-05:00",
        "Date: 2023年12月9日 晚上8:49", "Date: 12/9/2023 2:49 PM", "Date: 2023-13-09 20:30",
        "Date: June 4, 2023 at 9:00 GMT+99", "Date: June 4, 2023 at 0:15 AM EDT",
    ],
    ids=lambda line: line[6:] or "empty",
)  # fmt: skip
def test_an_unusable_line_is_none_never_a_guess(line: str) -> None:
    assert parse_date_line(line) is None


minutes = st.integers(21_040_000, 37_300_000)
moments = minutes.map(lambda minute: datetime.fromtimestamp(minute * 60, EXCHANGE_ZONE))
"""Whole minutes of 2010 to 2040."""


@given(moments)
def test_english_lines_survive(moment: datetime) -> None:
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    line = f"Date: {moment:%B} {moment.day}, {moment.year} at {hour}:{moment:%M} {half} {moment:%Z}"
    assert parse_date_line(line) == moment


@given(moments, st.integers(-12, 14))
def test_offsets_survive(moment: datetime, offset: int) -> None:
    line = f"Date: {moment:%B} {moment.day}, {moment.year}, {moment:%H:%M} GMT{offset:+d}"
    found = parse_date_line(line)
    assert found is not None
    assert found.utcoffset() == timedelta(hours=offset)
    assert found.replace(tzinfo=EXCHANGE_ZONE) == moment


@given(st.text(alphabet=st.sampled_from("Date: JunAPMGT+-−0123456789,:é日")))
def test_any_line_is_a_moment_or_none(line: str) -> None:
    moment = parse_date_line(line)
    assert moment is None or moment.tzinfo is not None
