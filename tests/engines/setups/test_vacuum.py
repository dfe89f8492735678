"""Gaps between levels and the gamma in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.result import StrikeGex
from spxcc.engines.levels.result import Level
from spxcc.engines.setups.vacuum import LEAST_WINDOWS, Gap, edges_of, next_gap, vacuum_rank
from tests.fakes.results import make_level


def edges(*prices: float) -> list[Level]:
    return [make_level(f"l{price}", price, family="structural", kind="pdh") for price in prices]


def ladder(gross: dict[float, float]) -> list[StrikeGex]:
    return [StrikeGex(strike, value / 2, -value / 2, 0.0, 1, 1) for strike, value in sorted(gross.items())]


def test_constructions_are_no_edges() -> None:
    kept = edges_of(
        [
            *edges(6000.0),
            make_level("r", 6010.0, family="round", kind="round"),
            make_level("p", 6020.0, family="pivots", kind="pivot_p"),
            make_level("b", 6030.0, family="intraday", kind="vwap_p1"),
            make_level("v", 5990.0, family="intraday", kind="vwap"),
        ]
    )
    assert [level.price for level in kept] == [5990.0, 6000.0]


def test_the_gap_behind_the_next_edge() -> None:
    assert next_gap(edges(5980.0, 6005.0, 6030.0), 6000.0, 1, 3.0) == Gap(6005.0, 6030.0)
    assert next_gap(edges(5950.0, 5980.0, 6005.0), 6000.0, -1, 3.0) == Gap(5980.0, 5950.0)
    assert next_gap(edges(5980.0, 6000.0, 6030.0), 6000.0, 1, 3.0) == Gap(6000.0, 6030.0)


def test_edges_that_touch_are_one_named_by_the_outermost() -> None:
    assert next_gap(edges(6005.0, 6007.0, 6030.0), 6000.0, 1, 3.0) == Gap(6007.0, 6030.0)


def test_a_gap_without_a_far_side_is_none() -> None:
    assert next_gap(edges(6005.0), 6000.0, 1, 3.0) is None
    assert next_gap(edges(6005.0, 6006.0), 6000.0, 1, 3.0) is None


def slow_gap(prices: list[float], price: float, sign: int, joined: float) -> Gap | None:
    """Walk outward, an edge at a time."""
    near: float | None = None
    for edge in sorted(prices, reverse=sign < 0):
        if sign * (edge - price) < 0:
            continue
        if near is not None and sign * (edge - near) > joined:
            return Gap(near, edge)
        near = edge
    return None


@given(
    st.lists(st.integers(5_900, 6_100).map(float), max_size=12),
    st.integers(5_900, 6_100).map(float),
    st.sampled_from((1, -1)),
    st.floats(0.0, 20.0),
)
def test_the_gap_is_that_of_the_slow_twin_and_mirrors(
    prices: list[float], price: float, sign: int, joined: float
) -> None:
    found = next_gap(edges_of(edges(*prices)), price, sign, joined)
    assert found == slow_gap(prices, price, sign, joined)
    turned = next_gap(edges_of(edges(*(-each for each in prices))), -price, -sign, joined)
    assert turned == (None if found is None else Gap(-found.edge, -found.far))


def slow_rank(gross: dict[float, float], gap: Gap, spot: float, reach: float) -> float | None:
    """Every window by itself."""
    low, high = min(gap.edge, gap.far), max(gap.edge, gap.far)
    inside = [value for strike, value in gross.items() if low < strike < high]
    near = [value for strike, value in sorted(gross.items()) if abs(strike - spot) <= reach]
    windows = [near[at : at + len(inside)] for at in range(len(near) - len(inside) + 1)]
    if not inside or len(windows) < LEAST_WINDOWS:
        return None
    return sum(sum(window) <= sum(inside) for window in windows) / len(windows)


@given(
    st.dictionaries(st.integers(1_180, 1_220).map(lambda at: 5.0 * at), st.integers(0, 64).map(float)),
    st.integers(5_950, 6_050).map(float),
    st.integers(1, 60).map(float),
    st.sampled_from((1, -1)),
)
def test_the_rank_is_that_of_the_slow_twin(gross: dict[float, float], edge: float, width: float, sign: int) -> None:
    gap = Gap(edge, edge + sign * width)
    assert vacuum_rank(ladder(gross), gap, 6000.0, 80.0) == slow_rank(gross, gap, 6000.0, 80.0)


def test_a_thin_gap_ranks_low_and_a_uniform_book_has_no_vacuum() -> None:
    strikes, gap = [5900.0 + 5 * at for at in range(41)], Gap(6005.0, 6030.0)
    thin = {strike: (1.0 if 6010 <= strike <= 6025 else 100.0) for strike in strikes}
    assert vacuum_rank(ladder(thin), gap, 6000.0, 100.0) == pytest.approx(1 / 38)
    empty = {strike: (0.0 if 6010 <= strike <= 6025 else 100.0) for strike in strikes}
    assert vacuum_rank(ladder(empty), gap, 6000.0, 100.0) == pytest.approx(1 / 38)
    assert vacuum_rank(ladder(dict.fromkeys(strikes, 100.0)), gap, 6000.0, 100.0) == 1.0


def test_too_few_strikes_say_nothing() -> None:
    few = ladder({6000.0 + 5 * at: 1.0 for at in range(LEAST_WINDOWS)})
    assert vacuum_rank(few, Gap(6005.0, 6020.0), 6000.0, 100.0) is None
    assert vacuum_rank(few, Gap(6005.5, 6009.0), 6000.0, 100.0) is None
    assert vacuum_rank(few, Gap(6005.0, 6020.0), 7000.0, 100.0) is None
