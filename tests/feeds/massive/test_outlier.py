"""A price that jumps far counts when others confirm it."""

from spxcc.feeds.massive.outlier import OutlierGate
from spxcc.market.units import NANOS_PER_SECOND
from tests.feeds.massive.vendor import NOW


def admitted(prices: list[float], step_s: float = 1.0) -> tuple[list[float], int]:
    gate = OutlierGate()
    passed = [price for at, price in enumerate(prices) if gate.admit(price, NOW + int(at * step_s * NANOS_PER_SECOND))]
    return passed, gate.dropped


def test_one_tick_far_off_is_dropped() -> None:
    assert admitted([6000, 6300, 6001, 6002]) == ([6000, 6001, 6002], 1)


def test_a_true_jump_passes_with_its_third_tick() -> None:
    assert admitted([6000, 6200, 6201, 6202]) == ([6000, 6202], 0)
    assert admitted([6000, 6072, 6070]) == ([6000, 6072, 6070], 0)


def test_two_ticks_off_together_are_dropped_together() -> None:
    assert admitted([600, 630, 630.1, 600.1]) == ([600, 600.1], 2)


def test_two_different_outliers_are_two() -> None:
    assert admitted([6000, 6300, 5600, 6001]) == ([6000, 6001], 2)


def test_after_a_long_pause_any_price_counts() -> None:
    assert admitted([6000, 6300], step_s=61) == ([6000, 6300], 0)
