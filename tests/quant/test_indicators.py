"""Averages, ranges, swings and profiles against slow twins and seed vectors."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spxcc.quant.indicators import (
    Pivot,
    efficiency_ratio,
    ema_step,
    floor_pivots,
    lead_lag,
    true_range,
    volume_profile,
    vwap_bands,
    wilder_atr,
    zigzag,
)

Floats = NDArray[np.float64]
steps = st.lists(st.floats(-20, 20), min_size=2, max_size=60)
bars = st.lists(st.tuples(st.floats(-10, 10), st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=60)


def columns(drawn: list[tuple[float, float, float]]) -> tuple[Floats, Floats, Floats]:
    close = 6000.0 + np.cumsum([bar[0] for bar in drawn])
    return close + [bar[1] for bar in drawn], close - [bar[2] for bar in drawn], close


def test_ema_halves_every_half_life() -> None:
    assert ema_step(None, 5.0, 0.0, 300.0) == 5.0
    assert ema_step(0.0, 1.0, 300.0, 300.0) == pytest.approx(0.5)
    assert ema_step(0.0, 1.0, 600.0, 300.0) == pytest.approx(0.75)
    assert ema_step(2.0, 1.0, 0.0, 300.0) == 2.0


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(1, 1e4))
def test_f36_ema_does_not_depend_on_how_often_it_is_asked(one: float, two: float, half_life: float) -> None:
    twice = ema_step(ema_step(10.0, 3.0, one, half_life), 3.0, two, half_life)
    assert twice == pytest.approx(ema_step(10.0, 3.0, one + two, half_life), abs=1e-9)


@pytest.mark.parametrize(("dt", "half_life"), [(-1.0, 1.0), (1.0, 0.0)])
def test_ema_refuses(dt: float, half_life: float) -> None:
    with pytest.raises(ValueError, match="expected dt_s ≥ 0"):
        ema_step(1.0, 1.0, dt, half_life)


def test_steady_forty_point_bars_have_an_atr_of_forty() -> None:
    close = np.full(30, 6000.0)
    atr = wilder_atr(close + 20, close - 20, close)
    assert np.isnan(atr[:13]).all()
    assert atr[13:].tolist() == pytest.approx([40.0] * 17)


def test_a_gap_counts_as_range() -> None:
    high, low, close = np.array([10.0, 21.0, 8.0]), np.array([9.0, 20.0, 7.0]), np.array([9.5, 20.5, 7.5])
    assert true_range(high, low, close).tolist() == [1.0, 11.5, 13.5]
    assert true_range(np.zeros(0), np.zeros(0), np.zeros(0)).size == 0


@given(bars, st.integers(1, 20))
def test_atr_equals_its_recursion(drawn: list[tuple[float, float, float]], n: int) -> None:
    high, low, close = columns(drawn)
    found = wilder_atr(high, low, close, n)
    ranges = [
        max(high[i] - low[i], *((abs(high[i] - close[i - 1]), abs(low[i] - close[i - 1])) if i else (0.0,)))
        for i in range(close.size)
    ]
    level = math.nan
    for i in range(close.size):
        if i == n - 1:
            level = sum(ranges[:n]) / n
        elif i >= n:
            level = (level * (n - 1) + ranges[i]) / n
        assert found[i] == pytest.approx(level, nan_ok=True, abs=1e-9)


def test_atr_refuses() -> None:
    with pytest.raises(ValueError, match="n ≥ 1"):
        wilder_atr(np.ones(3), np.ones(3), np.ones(3), 0)


@given(st.lists(st.tuples(st.floats(5000, 7000), st.floats(0, 1e6)), min_size=1, max_size=40))
def test_vwap_bands_equal_the_loop(drawn: list[tuple[float, float]]) -> None:
    price, volume = np.array([bar[0] for bar in drawn]), np.round([bar[1] for bar in drawn])
    mean, sigma = vwap_bands(price, volume)
    for i in range(price.size):
        mass = math.fsum(volume[: i + 1])
        if mass == 0:
            assert np.isnan(mean[i])
            assert np.isnan(sigma[i])
            continue
        twin = math.fsum(volume[: i + 1] * price[: i + 1]) / mass
        spread = math.sqrt(math.fsum(volume[: i + 1] * (price[: i + 1] - twin) ** 2) / mass)
        assert mean[i] == pytest.approx(twin, rel=1e-10)
        assert sigma[i] == pytest.approx(spread, rel=1e-4, abs=1e-3)


def test_vwap_of_nothing() -> None:
    assert vwap_bands(np.zeros(0), np.zeros(0))[0].size == 0


@given(steps)
def test_efficiency_is_a_share(moves: list[float]) -> None:
    found = efficiency_ratio(np.cumsum(moves))
    assert 0.0 <= found <= 1.0


def test_efficiency_of_a_line_a_saw_and_a_rest() -> None:
    assert efficiency_ratio(np.arange(31.0)) == 1.0
    assert efficiency_ratio(np.array([0.0, 1.0, 0.0, 1.0, 0.0])) == 0.0
    assert efficiency_ratio(np.full(5, 6000.0)) == 0.0
    assert efficiency_ratio(np.zeros(1)) == 0.0


def test_zigzag_of_a_mountain() -> None:
    close = np.array([10.0, 12.0, 15.0, 20.0, 18.0, 14.0, 11.0, 13.0, 17.0, 16.0])
    assert zigzag(close, close, close, 5.0) == [
        Pivot(0, 10.0, "low", 2),
        Pivot(3, 20.0, "high", 5),
        Pivot(6, 11.0, "low", 8),
    ]


def test_zigzag_takes_wicks_but_confirms_on_closes() -> None:
    close = np.array([10.0, 11.0, 11.0, 11.0, 5.0])
    high, low = close + np.array([0, 9, 0, 0, 0.0]), close - np.array([0, 0, 0, 20, 0.0])
    assert zigzag(high, low, close, 5.0)[0] == Pivot(1, 20.0, "high", 1)
    assert zigzag(close, close, close, 50.0) == []
    with pytest.raises(ValueError, match="threshold > 0"):
        zigzag(close, close, close, 0.0)


@given(bars, st.floats(0.5, 30))
def test_zigzag_never_repaints(drawn: list[tuple[float, float, float]], threshold: float) -> None:
    high, low, close = columns(drawn)
    whole = zigzag(high, low, close, threshold)
    for cut in range(1, close.size + 1):
        seen = zigzag(high[:cut], low[:cut], close[:cut], threshold)
        assert seen == [pivot for pivot in whole if pivot.confirmed < cut]


@given(bars, st.floats(0.5, 30))
def test_zigzag_alternates_and_stands_apart(drawn: list[tuple[float, float, float]], threshold: float) -> None:
    high, low, close = columns(drawn)
    pivots = zigzag(high, low, close, threshold)
    for one, two in pairwise(pivots):
        assert one.kind != two.kind
        assert one.index <= two.index
        assert abs(one.price - two.price) >= threshold - 1e-9
    for pivot in pivots:
        assert pivot.price == (high if pivot.kind == "high" else low)[pivot.index]
        assert abs(close[pivot.confirmed] - pivot.price) >= threshold


def test_floor_pivots_seed_vector() -> None:
    assert floor_pivots(5920.0, 5880.0, 5900.0) == {
        "P": 5900.0,
        "R1": 5920.0,
        "R2": 5940.0,
        "R3": 5960.0,
        "S1": 5880.0,
        "S2": 5860.0,
        "S3": 5840.0,
    }


def test_the_leader_has_a_positive_lag() -> None:
    noise = np.random.default_rng(3).normal(size=200)
    late = np.concatenate((np.zeros(3), noise[:-3]))
    assert lead_lag(noise, late, 6)[0] == 3
    assert lead_lag(late, noise, 6)[0] == -3
    assert lead_lag(noise, late, 6)[1] > 0.99
    lag, correlation = lead_lag(noise, noise, 6)
    assert lag == 0
    assert correlation == pytest.approx(1.0)


def test_lead_lag_of_nothing() -> None:
    assert lead_lag(np.zeros(50), np.arange(50.0), 5) == (0, 0.0)
    assert lead_lag(np.array([1.0, 2.0]), np.array([1.0, 2.0]), 5) == (0, 0.0)
    with pytest.raises(ValueError, match="equal lengths"):
        lead_lag(np.zeros(3), np.zeros(4), 1)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=4, max_size=30), st.integers(0, 6))
def test_lead_lag_equals_corrcoef(drawn: list[tuple[float, float]], max_lag: int) -> None:
    x, y = np.array([pair[0] for pair in drawn]).round(3), np.array([pair[1] for pair in drawn]).round(3)
    found = []
    for lag in range(-max_lag, max_lag + 1):
        pairs = [(x[at], y[at + lag]) for at in range(x.size) if 0 <= at + lag < y.size]
        left, right = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
        if left.size >= 3 and np.ptp(left) > 0 and np.ptp(right) > 0:
            found.append(float(np.corrcoef(left, right)[0, 1]))
    lag, best = lead_lag(x, y, max_lag)
    assert abs(lag) <= max_lag
    assert best == pytest.approx(max(found, default=0.0), abs=1e-9)


def test_profile_spreads_a_bar_evenly() -> None:
    found = volume_profile(np.array([10.0]), np.array([14.0]), np.array([8.0]), 1.0)
    assert found.prices.tolist() == [10.5, 11.5, 12.5, 13.5, 14.5]
    assert found.volumes.tolist() == [2.0, 2.0, 2.0, 2.0, 0.0]


def test_profile_value_area_by_pairs() -> None:
    rows = [1.0, 2.0, 3.0, 10.0, 6.0, 5.0, 2.0]
    prices = np.arange(7.0) + 0.5
    found = volume_profile(prices, prices, np.array(rows), 1.0)
    assert found.poc == 3.5
    assert (found.val, found.vah) == (3.0, 6.0)
    wider = volume_profile(prices, prices, np.array(rows), 1.0, 0.9)
    assert (wider.val, wider.vah) == (1.0, 7.0) or (wider.val, wider.vah) == (1.0, 6.0)


@given(
    st.lists(st.tuples(st.floats(90, 110), st.floats(0, 6), st.integers(0, 1000)), min_size=1, max_size=30),
    st.sampled_from((0.5, 1.0, 2.5)),
)
def test_profile_keeps_the_volume_and_orders_its_marks(drawn: list[tuple[float, float, int]], width: float) -> None:
    low = np.array([bar[0] for bar in drawn])
    high = low + np.array([bar[1] for bar in drawn])
    volume = np.array([float(bar[2]) for bar in drawn])
    found = volume_profile(low, high, volume, width)
    assert float(found.volumes.sum()) == pytest.approx(float(volume.sum()))
    if volume.sum() > 0:
        assert found.val <= found.poc <= found.vah
        inside = (found.prices > found.val) & (found.prices < found.vah)
        assert float(found.volumes[inside].sum()) >= 0.7 * float(volume.sum()) * (1 - 1e-9)
        assert found.volumes[np.argmin(np.abs(found.prices - found.poc))] == pytest.approx(found.volumes.max())


def test_profile_of_nothing() -> None:
    found = volume_profile(np.array([1.0]), np.array([2.0]), np.array([0.0]), 1.0)
    assert math.isnan(found.poc)
    assert found.volumes.size == 0
    with pytest.raises(ValueError, match="bin_width > 0"):
        volume_profile(np.ones(1), np.ones(1), np.ones(1), 0.0)
