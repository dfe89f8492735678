"""Which contracts are listed."""

import numpy as np
import pytest

from spxcc.feeds.simulator.listing import spx_listing, spy_listing
from spxcc.market.contract import parse_contract
from spxcc.market.session import at_exchange

SPX = spx_listing("2026-03-24", 6080.0)


def test_spx_lists_today_dailies_weeks_and_both_roots_of_the_month() -> None:
    assert list(zip(SPX.roots, SPX.expiries, strict=True)) == [
        ("SPXW", "2026-03-24"), ("SPXW", "2026-03-25"), ("SPXW", "2026-03-26"), ("SPXW", "2026-03-27"),
        ("SPXW", "2026-03-30"), ("SPXW", "2026-04-02"), ("SPXW", "2026-04-10"), ("SPX", "2026-04-17"),
        ("SPXW", "2026-04-17"),
    ]  # fmt: skip
    assert SPX.settles_at[7] == at_exchange("2026-04-17", "09:30")
    assert SPX.settles_at[8] == at_exchange("2026-04-17", "16:00")


def test_a_monthly_on_a_holiday_settles_the_day_before() -> None:
    listing = spx_listing("2025-04-08", 5500.0)
    assert ("SPX", "2025-04-17") in list(zip(listing.roots, listing.expiries, strict=True))


def test_f30_on_the_third_friday_the_morning_series_is_listed_and_dead() -> None:
    listing = spx_listing("2026-03-20", 6050.0)
    assert (listing.roots[-1], listing.expiries[-1], listing.dead) == ("SPX", "2026-03-20", 1)
    assert (listing.roots[0], listing.expiries[0]) == ("SPXW", "2026-03-20")
    number = np.arange(len(listing))
    assert listing.is_dead(number).sum() == 2 * listing.strikes.size
    assert SPX.dead == spx_listing("2026-03-19", 6050.0).dead == spx_listing("2026-03-23", 6050.0).dead == 0


@pytest.mark.parametrize("date", ["2026-03-24", "2026-11-27", "2026-03-20"])
def test_f30_a_full_listing_is_as_large_as_the_real_one(date: str) -> None:
    listing = spx_listing(date, 6050.0, full=True)
    assert 28_000 <= len(listing) <= 34_000
    live = len(listing.roots) - listing.dead
    assert np.all(np.diff(listing.settles_at[:live]) > 0)
    assert len(set(zip(listing.roots, listing.expiries, strict=True))) == len(listing.roots)
    assert np.all(np.diff(listing.strikes) > 0)
    assert np.all(np.diff(listing.strikes[listing.near]) == 5.0)
    assert set(SPX.strikes) <= set(spx_listing("2026-03-24", 6080.0, full=True).strikes)


@pytest.mark.parametrize("date", ["2026-03-19", "2026-12-31", "2024-11-29", "2025-04-14"])
def test_every_session_has_nine_distinct_expiries_in_order(date: str) -> None:
    listing = spx_listing(date, 6000.0)
    pairs = list(zip(listing.roots, listing.expiries, strict=True))
    assert len(set(pairs)) == 9
    assert listing.expiries[0] == date
    assert np.all(np.diff(listing.settles_at) > 0)
    assert len(spy_listing(date, 600.0).expiries) >= 3


def test_strikes_are_five_apart_near_and_twenty_five_far() -> None:
    near = SPX.strikes[SPX.near]
    assert np.all(np.diff(near) == 5.0)
    assert near[-1] - near[0] >= 0.078 * 6080
    assert SPX.strikes[0] <= 0.91 * 6080
    assert SPX.strikes[-1] >= 1.09 * 6080
    assert set(np.diff(SPX.strikes)) <= {5.0, 10.0, 15.0, 20.0, 25.0}
    assert len(SPX.strikes) >= 100
    assert 1_200 <= len(SPX) <= 2_500


def test_numbers_and_symbols_agree() -> None:
    assert len(set(SPX.symbols)) == len(SPX) == len(SPX.symbols)
    numbers = np.arange(len(SPX))
    strike, call, expiry = SPX.strike_of(numbers), SPX.is_call(numbers), SPX.expiry_of(numbers)
    for number in (0, 1, 255, 1000, len(SPX) - 1):
        parsed = parse_contract(SPX.symbols[number])
        assert (parsed.root, parsed.expiry) == (SPX.roots[expiry[number]], SPX.expiries[expiry[number]])
        assert (parsed.strike, parsed.is_call) == (strike[number], bool(call[number]))
    places = SPX.nearest(strike)
    assert SPX.number(expiry, places, call).tolist() == numbers.tolist()


def test_the_nearest_strike_is_the_nearest() -> None:
    for level in (5000.0, 6001.0, 6002.5, 6003.0, 6402.0, 7000.0):
        found = float(SPX.strikes[SPX.nearest(np.array([level]))[0]])
        assert abs(found - level) == np.abs(SPX.strikes - level).min()


def test_spy_is_one_wide() -> None:
    spy = spy_listing("2026-03-24", 605.4)
    assert set(np.diff(spy.strikes)) == {1.0}
    assert spy.expiries == ("2026-03-24", "2026-03-25", "2026-04-02", "2026-04-17")
    assert set(spy.roots) == {"SPY"}
