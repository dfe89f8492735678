"""A price that jumps far counts when others confirm it."""

from spxcc.feeds.massive.outlier import BESIDE_OLD_NS, OutlierGate, Seen, reach_of
from spxcc.market.units import NANOS_PER_SECOND
from tests.feeds.massive.vendor import NOW


def admitted(prices: list[float], step_s: float = 1.0) -> tuple[list[float], int]:
    gate = OutlierGate()
    passed = [price for at, price in enumerate(prices) if gate.admit(price, NOW + int(at * step_s * NANOS_PER_SECOND))]
    return passed, gate.dropped


def test_one_tick_far_off_is_dropped() -> None:
    assert admitted([6000, 6300, 6001, 6002]) == ([6000, 6001, 6002], 1)


def test_a_true_jump_passes_with_its_fifth_tick() -> None:
    assert admitted([6000, 6200, 6201, 6202, 6203, 6204]) == ([6000, 6204], 0)
    assert admitted([6000, 6072, 6070]) == ([6000, 6072, 6070], 0)


def test_two_ticks_off_together_are_dropped_together() -> None:
    assert admitted([600, 630, 630.1, 600.1]) == ([600, 600.1], 2)


def test_two_different_outliers_are_two() -> None:
    assert admitted([6000, 6300, 5600, 6001]) == ([6000, 6001], 2)


def test_after_a_long_pause_any_price_counts() -> None:
    assert admitted([6000, 6300], step_s=61) == ([6000, 6300], 0)


def test_a_first_price_is_held_against_what_stood_beside_it() -> None:
    gate, bar = OutlierGate(), Seen(6000, NOW - 30 * NANOS_PER_SECOND)
    assert not gate.admit(6300, NOW, bar)
    assert gate.admit(6001, NOW + NANOS_PER_SECOND, bar)
    assert gate.dropped == 1


def test_what_stood_beside_long_ago_says_nothing() -> None:
    assert OutlierGate().admit(6300, NOW, Seen(6000, NOW - BESIDE_OLD_NS - 1))


def test_the_stream_itself_knows_better_than_what_stands_beside() -> None:
    gate = OutlierGate()
    assert gate.admit(6000, NOW)
    assert gate.admit(6001, NOW + NANOS_PER_SECOND, Seen(6300, NOW + NANOS_PER_SECOND))


def test_a_volatility_index_may_move_further_at_once() -> None:
    vix = OutlierGate(reach_of("VIX"))
    assert vix.admit(16.0, NOW)
    assert vix.admit(16.5, NOW + 15 * NANOS_PER_SECOND)
    assert not vix.admit(17.4, NOW + 30 * NANOS_PER_SECOND)
    assert reach_of("SPX") == reach_of("SPY") != reach_of("VIX9D")
