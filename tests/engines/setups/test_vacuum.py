"""Gaps between levels and the gamma in them."""

import pytest

from spxcc.engines.gex.result import StrikeGex
from spxcc.engines.levels.result import Level
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.vacuum import edges_of, gap_behind, next_gap, vacuum_rank
from tests.fakes.results import make_level

OWN = RULES.breakout


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
        ],
        OWN,
    )
    assert [level.price for level in kept] == [5990.0, 6000.0]


def test_the_gap_behind_the_next_edge() -> None:
    found = next_gap(edges(5980.0, 6005.0, 6030.0), 6000.0, 1, 3.0)
    assert found is not None
    assert (found.edge.price, found.far, found.width) == (6005.0, 6030.0, 25.0)
    down = next_gap(edges(5950.0, 5980.0, 6005.0), 6000.0, -1, 3.0)
    assert down is not None
    assert (down.edge.price, down.far) == (5980.0, 5950.0)


def test_edges_that_touch_are_one_named_by_the_outermost() -> None:
    found = next_gap(edges(6005.0, 6007.0, 6030.0), 6000.0, 1, 3.0)
    assert found is not None
    assert found.edge.price == 6007.0


def test_a_gap_without_a_far_side_is_none() -> None:
    assert next_gap(edges(6005.0), 6000.0, 1, 3.0) is None
    assert gap_behind(edges(6005.0, 6006.0), edges(6005.0)[0], 1, 3.0) is None
    found = gap_behind(edges(6005.0, 6006.0, 6040.0), edges(6005.0)[0], 1, 3.0)
    assert found is not None
    assert found.far == 6040.0


def test_a_thin_gap_ranks_low_and_a_uniform_book_has_no_vacuum() -> None:
    strikes = [5900.0 + 5 * at for at in range(41)]
    thin = {strike: (1.0 if 6010 <= strike <= 6025 else 100.0) for strike in strikes}
    low = vacuum_rank(ladder(thin), 6005.0, 6030.0, 6000.0, 100.0, 10)
    assert low == pytest.approx(1 / 38)
    assert vacuum_rank(ladder(dict.fromkeys(strikes, 100.0)), 6005.0, 6030.0, 6000.0, 100.0, 10) == 1.0


def test_too_few_strikes_say_nothing() -> None:
    few = ladder({6000.0 + 5 * at: 1.0 for at in range(8)})
    assert vacuum_rank(few, 6005.0, 6030.0, 6000.0, 100.0, 10) is None
    assert vacuum_rank(few, 6030.5, 6034.0, 6000.0, 100.0, 1) is None
    assert vacuum_rank(few, 6005.0, 6030.0, 7000.0, 100.0, 1) is None
