"""Touches, point in time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.levels.touches import Minute, Touches, band_of, follow, minutes_from
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at, make_columns

E15 = 10.0


def minutes(closes: list[float]) -> list[Minute]:
    return minutes_from(make_columns(closes, wick=0.1), 0)


def record(price: float = 6000.0) -> Touches:
    return Touches(price, at("09:30"))


def test_the_band_is_a_tenth_of_e15_within_bounds() -> None:
    assert [band_of(e15) for e15 in (3.0, 10.0, 12.6, 50.0)] == [0.75, 1.0, 1.25, 3.0]


def test_f38_a_touch_from_above_that_holds() -> None:
    after = follow(record(), minutes([6010.0, 6005.0, 6000.5, 6004.0, *[6006.0] * 15]), E15)
    assert (after.touches, after.held, after.resolved) == (1, 1, 1)


def test_f38_a_close_beyond_within_15_minutes_is_not_held() -> None:
    after = follow(record(), minutes([6010.0, 6005.0, 6000.5, *[5997.0] * 15]), E15)
    assert (after.held, after.resolved) == (0, 1)


def test_f38_a_bar_that_touches_and_closes_through_broke_it() -> None:
    after = follow(record(), minutes([6010.0, *[5997.0] * 20]), E15)
    assert (after.touches, after.held, after.resolved) == (1, 0, 1)


def test_f38_a_close_beyond_after_15_minutes_does_not_undo_it() -> None:
    after = follow(record(), minutes([6010.0, 6000.5, *[6005.0] * 15, 5900.0]), E15)
    assert (after.touches, after.held, after.resolved) == (2, 1, 2)


def test_f38_the_side_is_that_of_the_touch_not_of_the_last_price() -> None:
    """Support touched from above holds, though the price ends far below an hour later."""
    closes = [6010.0, 6000.5, *[6008.0] * 20, *np.linspace(6008, 5990, 5), *[5980.0] * 30]
    after = follow(record(), minutes([float(close) for close in closes]), E15)
    first = follow(record(), minutes([float(close) for close in closes[:20]]), E15)
    assert (first.touches, first.held) == (1, 1)
    assert after.touches == 2
    assert after.held == 1


def test_lingering_at_the_level_is_one_touch() -> None:
    after = follow(record(), minutes([6010.0, *[6000.2] * 40]), E15)
    assert after.touches == 1


def test_it_counts_again_after_it_went_away() -> None:
    after = follow(record(), minutes([6010.0, 6000.2, *[6005.0] * 16, 6000.2, *[6005.0] * 16]), E15)
    assert (after.touches, after.held) == (2, 2)


def test_a_session_that_opens_at_the_level_has_not_touched_it() -> None:
    assert follow(record(), minutes([6000.0, 6000.3, 6000.1]), E15).touches == 0


def test_bars_before_it_was_known_do_not_count() -> None:
    bars = minutes([6010.0, 6000.2, *[6010.0] * 20])
    assert follow(Touches(6000.0, at("09:40")), bars, E15).touches == 0


def test_a_jump_makes_a_new_record_a_drift_keeps_it() -> None:
    after = follow(record(), minutes([6010.0, 6000.2]), E15)
    drift = after.moved(6000.5, 1.0, at("10:00"))
    assert (drift.touches, drift.price) == (1, 6000.5)
    jump = after.moved(6010.0, 1.0, at("10:00"))
    assert (jump.touches, jump.upto, jump.pending) == (0, at("10:00"), None)
    assert after.moved(after.price, 1.0, at("10:00")) is after


def test_f38_strength_stays_within_0_and_1() -> None:
    assert record().strength(0.6) == 0.6
    assert Touches(1.0, 0, touches=4, held=4, resolved=4).strength(0.5) == 0.75
    assert Touches(1.0, 0, touches=4, held=0, resolved=4).strength(0.5) == 0.25


closes_around = st.lists(st.floats(5985, 6015), min_size=1, max_size=80)


@given(closes_around, st.integers(0, 80))
def test_f38_counts_at_t_use_bars_until_t_only(closes: list[float], cut: int) -> None:
    bars = minutes(closes)
    part = follow(record(), bars[:cut], E15)
    whole = follow(record(), bars, E15)
    assert follow(part, bars, E15) == whole
    assert 0 <= whole.held <= whole.resolved <= whole.touches
    assert part.touches <= whole.touches


def test_minutes_from_an_instant_on() -> None:
    columns = make_columns([1.0, 2.0, 3.0])
    assert [bar.close for bar in minutes_from(columns, at("09:30") + NANOS_PER_MINUTE)] == [2.0, 3.0]
