"""Fibonacci retracements."""

import numpy as np
import pytest

from spxcc.engines.levels.swings import Second, fibonacci_levels, last_session, second_swing, swing_threshold
from tests.fakes.snapshots import EMPTY, at, make_bars, make_columns

UP = [*np.linspace(6020, 6000, 20), *np.linspace(6001, 6050, 30), *np.linspace(6049, 6030, 15)]


def test_f40_an_up_swing_retraces_down_from_its_high() -> None:
    found = fibonacci_levels(make_bars(UP, wick=0.0), 15.0)
    prices = [each.price for each in found.candidates]
    assert prices[:5] == pytest.approx([6038.2, 6030.9, 6025.0, 6019.1, 6010.7])
    assert prices[5:] == pytest.approx([6063.6, 6080.9, 6100.0, 6130.9])
    assert found.candidates[0].source == "swing up 6000.00 → 6050.00"
    kinds = [each.kind for each in found.candidates]
    assert kinds[:5] == ["fib_236", "fib_382", "fib_500", "fib_618", "fib_786"]
    assert kinds[5:] == ["fibx_1272", "fibx_1618", "fibx_2000", "fibx_2618"]


def test_f40_the_order_of_the_turns_decides_the_direction() -> None:
    down = [12_050.0 - price for price in UP]
    prices = [each.price for each in fibonacci_levels(make_bars(down, wick=0.0), 15.0).candidates]
    assert prices[:5] == pytest.approx([6011.8, 6019.1, 6025.0, 6030.9, 6039.3])
    assert prices[5:] == pytest.approx([5986.4, 5969.1, 5950.0, 5919.1])


@pytest.mark.parametrize(("shift", "agrees"), [(0.0, True), (0.9, True), (3.0, False)])
def test_f40_spy_agrees_where_its_mapped_level_is_within_a_tenth_of_e15(shift: float, agrees: bool) -> None:
    spy = make_bars([(price + shift) / 10 for price in UP], wick=0.0)
    second = second_swing(spy, 10.0, 10.0)
    if second is None:
        second = Second(6000.0 + shift, 6050.0 + shift, 1.0)
    found = fibonacci_levels(make_bars(UP, wick=0.0), 15.0, second).candidates
    assert all(each.source.endswith("SPY agrees") is agrees for each in found)


def test_f40_a_swing_the_other_way_does_not_agree_and_without_spy_nothing_is_said() -> None:
    found = fibonacci_levels(make_bars(UP, wick=0.0), 15.0, Second(6050.0, 6000.0, 100.0)).candidates
    assert not any("agrees" in each.source for each in found)
    assert second_swing(None, 10.0, 10.0) is None
    assert second_swing(make_bars(UP), None, 10.0) is None


def test_no_swing_is_said() -> None:
    assert fibonacci_levels(make_bars([6000.0] * 40), 15.0).missing == (
        ("fibonacci", "no two turns of 15.0 points yet"),
    )
    assert fibonacci_levels(make_bars(), None).missing[0][0] == "fibonacci"


def test_the_threshold_is_eight_atrs() -> None:
    steady = make_bars([6000.0] * 40, wick=20.0)
    assert swing_threshold(steady) == pytest.approx(8 * 40.0)
    assert swing_threshold(make_bars([6000.0] * 29)) is None
    assert swing_threshold(make_bars([6000.0] * 40, wick=0.0)) is None


def test_the_last_earlier_session_counts_too() -> None:
    one, two = make_columns([1.0] * 5, at("09:30", "2026-01-12")), make_columns([2.0] * 7, at("09:30", "2026-01-13"))
    both = type(one)(
        *(
            np.concatenate((getattr(one, name), getattr(two, name)))
            for name in ("start", "open", "high", "low", "close", "volume")
        )
    )
    assert last_session(both).close.tolist() == [2.0] * 7
    assert last_session(one).close.tolist() == [1.0] * 5
    assert len(last_session(EMPTY)) == 0
    assert swing_threshold(make_bars([6000.0] * 10, earlier=make_columns([6000.0] * 25, at("09:30", "2026-01-13"))))
