"""Fibonacci retracements."""

import numpy as np
import pytest

from spxcc.engines.levels.swings import fibonacci_levels, last_session, swing_threshold
from tests.fakes.snapshots import EMPTY, at, make_bars, make_columns

UP = [*np.linspace(6020, 6000, 20), *np.linspace(6001, 6050, 30), *np.linspace(6049, 6030, 15)]


def test_f40_an_up_swing_retraces_down_from_its_high() -> None:
    found = fibonacci_levels(make_bars(UP, wick=0.0), 15.0)
    prices = [each.price for each in found.candidates]
    assert prices == pytest.approx([6038.2, 6030.9, 6025.0, 6019.1, 6010.7])
    assert found.candidates[0].source == "swing up 6000.00 → 6050.00"
    assert [each.kind for each in found.candidates] == ["fib_236", "fib_382", "fib_500", "fib_618", "fib_786"]


def test_f40_the_order_of_the_turns_decides_the_direction() -> None:
    down = [12_050.0 - price for price in UP]
    prices = [each.price for each in fibonacci_levels(make_bars(down, wick=0.0), 15.0).candidates]
    assert prices == pytest.approx([6011.8, 6019.1, 6025.0, 6030.9, 6039.3])


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
