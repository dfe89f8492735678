"""Windows of market time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.side import Side
from spxcc.engines.flow.windows import COLUMNS, Bucket, Column, add, column_of, start_of, windows, without_old
from spxcc.market.contract import Right
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.flow.trades import START


@pytest.mark.parametrize(
    ("right", "side", "column"),
    [
        ("C", "buy", "call_bought"), ("C", "sell", "call_sold"), ("P", "buy", "put_bought"), ("P", "sell", "put_sold"),
        ("C", "unknown", "unknown"), ("P", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_columns(right: Right, side: Side, column: str) -> None:
    assert column_of(right, side) == column


@given(
    st.lists(st.tuples(st.integers(0, 3600), st.sampled_from(COLUMNS), st.integers(0, 10**6)), max_size=30),
    st.integers(0, 3600),
)
def test_windows_are_those_of_the_slow_way(entries: list[tuple[int, Column, int]], until: int) -> None:
    buckets: dict[int, Bucket] = {}
    for seconds, column, cents in entries:
        add(buckets, START + seconds * NANOS_PER_SECOND, column, cents, 1)
    end = START + until * NANOS_PER_SECOND
    for window in windows(without_old(buckets, end), end):
        first = start_of(end - window.minutes * 60 * NANOS_PER_SECOND)
        last = start_of(end) + 5 * NANOS_PER_SECOND
        inside = [each for each in entries if first <= START + each[0] * NANOS_PER_SECOND < last]
        assert window.prints == len(inside)
        for column in COLUMNS:
            assert getattr(window, column) == sum(cents for _, own, cents in inside if own == column) / 100


def test_a_premium_can_be_taken_back() -> None:
    buckets: dict[int, Bucket] = {}
    add(buckets, START, "call_sold", 500, 1)
    add(buckets, START, "call_sold", -500, -1)
    assert buckets == {start_of(START): Bucket()}
