"""The measured axes."""

import numpy as np
import pytest

from spxcc.engines.inputs import Inputs
from spxcc.engines.regime.axes import expected_move_used, gamma_of, trend_of
from tests.fakes.results import make_band, make_gex
from tests.fakes.snapshots import at, make_columns

INPUTS = Inputs(6000.0, 0.15, None)


def test_the_trend_needs_thirty_one_closes() -> None:
    assert trend_of(make_columns([6000.0] * 30), INPUTS) is None
    assert trend_of(make_columns([6000.0] * 31), INPUTS) is not None


def test_a_straight_line_is_efficient_and_a_saw_is_not() -> None:
    line = trend_of(make_columns([6000.0 + at_minute for at_minute in range(31)]), INPUTS)
    assert line is not None
    assert line.efficiency == pytest.approx(1.0)
    assert line.move == 30.0
    saw = trend_of(make_columns([6000.0 + at_minute % 2 for at_minute in range(31)]), INPUTS)
    assert saw is not None
    assert saw.efficiency == 0.0
    assert saw.span == 2.0


def test_only_the_last_half_hour_counts() -> None:
    late = [6000.0 + at_minute for at_minute in range(31)]
    long = trend_of(make_columns([5000.0, 7000.0, *late[:1], *late]), INPUTS)
    short = trend_of(make_columns([late[0], *late]), INPUTS)
    assert long is not None
    assert long == short


def test_f41_a_break_of_the_range_is_seen_without_any_volume() -> None:
    flat = [6000.0 + at_minute % 2 for at_minute in range(40)]
    up = trend_of(make_columns([*flat, *np.linspace(6001, 6012, 10)]), INPUTS)
    down = trend_of(make_columns([*flat, *np.linspace(6000, 5989, 10)]), INPUTS)
    small = trend_of(make_columns([*flat, *np.linspace(6001, 6002, 10)]), INPUTS)
    assert up is not None
    assert down is not None
    assert small is not None
    assert (up.broke, down.broke, small.broke) == (1, -1, 0)


def test_without_a_unit_nothing_breaks() -> None:
    flat = [6000.0] * 40 + [6100.0] * 10
    trend = trend_of(make_columns(flat), Inputs(6000.0, None, "no ATM volatility"))
    assert trend is not None
    assert (trend.broke, trend.e30) == (0, None)


@pytest.mark.parametrize(
    ("p_plus", "flip", "word"),
    [(0.9, 5950.0, "positive"), (0.1, 6050.0, "negative"), (0.5, 5900.0, "near_flip"), (0.9, 5997.0, "near_flip")],
)
def test_gamma_by_ensemble_and_distance(p_plus: float, flip: float, word: str) -> None:
    assert gamma_of(make_gex(band=make_band(p_plus), flip_point=flip, straddle=20.0), 6000.0) == word


def test_no_gex_is_no_gamma() -> None:
    assert gamma_of(None, 6000.0) is None


def test_share_of_the_expected_move() -> None:
    bars = make_columns([6005.0, 6010.0, 6002.0], first_open=6000.0)
    assert expected_move_used(bars, at("09:30"), 21.0) == pytest.approx(0.5)
    assert expected_move_used(bars, at("09:30"), None) is None
    assert expected_move_used(make_columns([6000.0], at("10:00")), at("09:30"), 21.0) is None
