"""Blocks are large for their contract."""

import math

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.sizes import Sizes, block_size
from tests.engines.flow.trades import CALL, SPY_CALL


def record(sizes: list[int]) -> Sizes:
    found = Sizes()
    for size in sizes:
        found = found.add(size)
    return found


def test_the_floor_of_each_underlying() -> None:
    assert (block_size("SPX", CALL, {}), block_size("SPY", SPY_CALL, {})) == (100, 500)


def test_a_busy_contract_needs_more() -> None:
    busy = record([300] * 50 + [1] * 1000)
    assert block_size("SPX", CALL, {CALL: busy}) == 300
    assert block_size("SPX", CALL, {CALL: record([300] * 99)}) == 100


@given(st.lists(st.integers(1, 1000), min_size=100, max_size=400))
def test_the_quantile_is_that_of_the_sorted_sizes(sizes: list[int]) -> None:
    assert record(sizes).quantile() == sorted(sizes)[-math.floor(len(sizes) / 100)]
