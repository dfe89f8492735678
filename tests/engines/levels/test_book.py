"""Shares only beside n, interval and placebo."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.levels.book import row_of
from spxcc.engines.levels.result import FamilyScore


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_f45_no_share_without_interval_and_null(held: int, broke: int, null_held: int, null_broke: int) -> None:
    row = row_of(FamilyScore("g", 1, held + broke, held + broke, held, null_held + null_broke, null_held), 3)
    told = (row.share, row.low, row.high, row.null_share, row.null_low, row.null_high)
    absent = held + broke == 0 or null_held + null_broke == 0
    assert all(value is None for value in told) if absent else None not in told
    if row.share is not None and row.low is not None and row.high is not None:
        assert row.low - 1e-4 <= row.share <= row.high + 1e-4
