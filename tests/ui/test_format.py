"""Numbers and instants as words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui import format as words
from tests.fakes.desk_data import NOW


@pytest.mark.parametrize(
    ("value", "text"),
    [(172_000, "172K"), (-0.6e9, "−600M"), (-1.23e9, "−1.23B"), (0, "0"), (999.6e3, "1.0M"), (999.6e6, "1.00B")],
)  # fmt: skip
def test_dollars_take_the_unit_that_fits(value: float, text: str) -> None:
    assert words.dollars(value) == text


def test_absent_is_a_dash_and_never_a_number() -> None:
    assert {words.price(None), words.signed(None), words.percent(None), words.dollars(None), words.age(None)} == {"–"}


def test_signs_are_shown_and_zero_has_no_minus() -> None:
    assert (words.signed(12.41), words.signed(-0.6, 1), words.signed(-0.001)) == ("+12.41", "−0.6", "+0.00")
    assert words.dollars(2e9, sign=True) == "+2.00B"


@pytest.mark.parametrize(
    ("millis", "text"),
    [(-5, "0ms"), (42, "40ms"), (4_200, "4.2s"), (41_000, "41s"), (720_000, "12m"), (54e6, "15h"), (4.4e8, "5d")],
)  # fmt: skip
def test_age_grows_coarser(millis: float, text: str) -> None:
    assert words.age(millis) == text


@given(st.integers(min_value=1_560_000_000_000, max_value=1_890_000_000_000))
def test_clock_equals_the_zone_library(millis: int) -> None:
    at = datetime.fromtimestamp(millis // 1000, UTC).astimezone(words.NEW_YORK)
    assert words.clock(millis) == at.strftime("%H:%M:%S")


def test_clock_day_and_time_left() -> None:
    assert words.clock(NOW // 1_000_000) == "14:32:07"
    assert words.day(NOW // 1_000_000) == "2026-11-19"
    assert (words.until(370_000), words.until(5_280_000), words.until(-1)) == ("6:10", "1h28", "0:00")


def test_iso_instants_need_an_offset() -> None:
    assert words.iso_millis("2026-11-19T21:00:00Z") == 1_795_122_000_000
    assert words.iso_millis("2026-11-19T21:00:00") is None
    assert words.iso_millis("soon") is None


def test_strikes_percent_and_counts() -> None:
    assert (words.strike(6905.0), words.strike(6902.5)) == ("6,905", "6,902.5")
    assert words.percent(0.43) == "43 %"
    assert (words.count(977), words.count(12_340), words.count(1_234_000)) == ("977", "12.3K", "1.2M")


def test_a_day_of_instants_is_kept_as_one_date() -> None:
    before = words._date.cache_info().currsize
    dates = {words.day(1_774_360_800_000 + 37 * step) for step in range(2_000)}
    assert dates == {"2026-03-24"}
    assert words._date.cache_info().currsize <= before + 1
