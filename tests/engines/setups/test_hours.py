"""Clocks of the rules, counted from the session's own edges."""

import pytest

from spxcc.engines.regime.result import Word
from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.hours import clock, hours_of, ttl_min
from spxcc.engines.setups.params import MINUTE_MS, RULES
from spxcc.market.units import to_millis
from tests.fakes.snapshots import at, make_session


def ms(text: str) -> int:
    return to_millis(at(text))


def test_a_plain_day() -> None:
    hours = hours_of(make_session(at("10:30")), RULES, shipped())
    assert clock(hours.first_entry()) == "10:00"
    assert clock(hours.last_entry("fade_at_wall")) == "15:15"
    assert clock(hours.last_entry("mean_reversion")) == "15:30"


def test_f43_a_half_day_ends_earlier_by_itself() -> None:
    hours = hours_of(make_session(at("10:30"), close="13:00"), RULES, shipped())
    assert clock(hours.last_entry("trend_continuation")) == "12:30"
    assert clock(hours.last_entry("fade_at_wall")) == "12:15"
    assert clock(hours.held_until("mean_reversion", ms("12:20"))) == "13:00"


@pytest.mark.parametrize(
    ("word", "minutes"),
    [("trending", 20), ("breakout", 20), ("undetermined", 20), ("ranging", 40), ("compression", 45)],
)
def test_f43_an_armed_setup_lives_by_the_regime(word: Word, minutes: int) -> None:
    assert ttl_min(RULES.common, word) == minutes
    hours = hours_of(make_session(at("10:30")), RULES, shipped())
    assert hours.armed_until("fade_at_wall", ms("11:00"), word) == ms("11:00") + minutes * MINUTE_MS
    assert clock(hours.armed_until("fade_at_wall", ms("15:10"), word)) == "15:15"


def test_before_ten_the_window_is_a_veto_with_its_hours() -> None:
    hours = hours_of(make_session(at("09:45")), RULES, shipped())
    early = hours.too_early("fade_at_wall", ms("09:59"))
    assert early is not None
    assert (early.ok, early.value, early.need) == (False, "09:59", "10:00–15:15 ET")
    assert hours.too_early("fade_at_wall", ms("10:00")) is None
    assert clock(hours.held_until("fade_at_wall", ms("11:00"))) == "11:45"
