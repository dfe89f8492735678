"""Round numbers and SPY's levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.levels.mapped import round_levels, spy_levels
from tests.fakes.results import make_gex
from tests.fakes.snapshots import at, make_bars, make_daily, make_session

SESSION = make_session(at("10:30"))


def test_25s_near_50s_further_100s_furthest() -> None:
    found = round_levels(6010.0, 6000.0, frozenset(), SESSION)
    assert [each.price for each in found.candidates] == [6000.0, 6025.0]
    wide = round_levels(6060.0, 6000.0, frozenset(), SESSION)
    assert [each.price for each in wide.candidates] == [6000.0, 6050.0, 6075.0, 6100.0]


@given(st.floats(5900, 6100), st.floats(5900, 6100))
def test_f37_a_round_number_keeps_its_id_wherever_spot_is(one: float, other: float) -> None:
    def ids(spot: float) -> dict[float, str]:
        found = round_levels(spot, 6000.0, frozenset(), SESSION)
        return {each.price: each.id("2026-01-14") for each in found.candidates}

    first, second = ids(one), ids(other)
    assert all(second[price] == name for price, name in first.items() if price in second)
    assert len(set(first.values())) == len(first)


def test_a_listed_number_stays_until_it_is_half_as_far_again() -> None:
    listed = {each.rank for each in round_levels(6010.0, 6000.0, frozenset(), SESSION).candidates}
    kept = round_levels(5997.0, 6000.0, listed, SESSION)
    fresh = round_levels(5997.0, 6000.0, frozenset(), SESSION)
    assert 6025.0 in [each.price for each in kept.candidates]
    assert 6025.0 not in [each.price for each in fresh.candidates]


def test_no_spot_no_round_number() -> None:
    assert round_levels(None, None, frozenset(), SESSION).missing == (("round", "no SPX price yet"),)


def test_f37_spy_levels_by_the_live_ratio_never_by_ten() -> None:
    spy = make_bars(daily=make_daily([("2026-01-13", 598, 601.25, 597.5, 600)]))
    found = spy_levels(make_gex("SPY", call_wall=605.0, put_wall=595.0, flip_point=None), spy, 10.0359, SESSION)
    prices = {each.label: each.price for each in found.candidates}
    assert prices == {
        "SPY CW": pytest.approx(6071.7),
        "SPY PW": pytest.approx(5971.4),
        "SPY PDH": pytest.approx(6034.1),
        "SPY PDL": pytest.approx(5996.5),
        "SPY PDC": pytest.approx(6021.5),
    }
    assert found.candidates[0].source == "SPY 605 × 10.0359"
    assert {each.category for each in found.candidates} == {"spy_derived"}


def test_without_ratio_or_spy_it_says_so() -> None:
    assert spy_levels(make_gex("SPY"), None, None, SESSION).missing == (("spy", "no live SPX/SPY ratio"),)
    assert spy_levels(None, None, 10.0, SESSION).missing[0][0] == "spy"
