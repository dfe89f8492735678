"""Structural levels and pivots."""

import pytest

from spxcc.engines.levels.structural import overnight_levels, pivot_levels, structural_levels
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at, make_bars, make_daily, make_session

SESSION = make_session(at("10:30"))
YESTERDAY = make_daily([("2026-01-13", 5890, 5920, 5880, 5900)])


def test_f37_previous_day_and_open() -> None:
    found = structural_levels(make_bars([6001.0], daily=YESTERDAY, first_open=6000.0), SESSION)
    assert {each.label: each.price for each in found.candidates} == {
        "PDH": 5920.0,
        "PDL": 5880.0,
        "PDC": 5900.0,
        "OPN": 6000.0,
    }
    assert set(dict(found.missing)) == {"previous week", "previous month"}
    assert all(each.known_from == SESSION.open_at for each in found.candidates)


def test_f37_week_and_month_are_made_when_the_days_reach_back() -> None:
    days = make_daily(
        [
            ("2025-11-28", 1, 2, 1, 1),
            ("2025-12-15", 1, 7000, 5000, 6000),
            ("2026-01-05", 1, 6100, 5700, 5900),
            ("2026-01-13", 1, 5920, 5880, 5900),
        ]
    )
    found = structural_levels(make_bars(daily=days), SESSION)
    prices = {each.label: each.price for each in found.candidates}
    assert (prices["PWH"], prices["PWL"], prices["PMH"], prices["PML"]) == (6100.0, 5700.0, 7000.0, 5000.0)
    assert (prices["PWC"], prices["PMC"]) == (5900.0, 6000.0)
    assert found.missing == ()


def test_nothing_known_is_said() -> None:
    found = structural_levels(make_bars(), SESSION)
    assert found.candidates == []
    assert dict(found.missing)["previous day"] == "no bars of an earlier session"


def test_f37_pivots_seed_vector() -> None:
    found = pivot_levels(make_bars(daily=YESTERDAY), SESSION)
    assert {each.label: each.price for each in found.candidates} == {
        "P": 5900.0,
        "R1": 5920.0,
        "R2": 5940.0,
        "R3": 5960.0,
        "S1": 5880.0,
        "S2": 5860.0,
        "S3": 5840.0,
    }
    assert {each.family for each in found.candidates} == {"pivots"}
    assert pivot_levels(make_bars(), SESSION).missing == (("pivots", "no bars of an earlier session"),)


def test_overnight_from_spy_before_the_open() -> None:
    start = SESSION.open_at - 30 * NANOS_PER_MINUTE
    spy = make_bars([600.0 + minute / 10 for minute in range(40)], start=start, wick=0.0)
    found = overnight_levels(spy, 10.0, SESSION)
    prices = {each.label: each.price for each in found.candidates}
    assert prices["ONL"] == 6000.0
    assert prices["ONH"] == pytest.approx(6029.0)
    assert found.candidates[0].source == "SPY pre-market × 10.0000"
    assert overnight_levels(make_bars([600.0]), 10.0, SESSION).candidates == ()
    assert overnight_levels(None, 10.0, SESSION).missing[0][0] == "overnight"
    assert overnight_levels(spy, None, SESSION).candidates == ()
